"""Numbers a young person can ring at any hour, from the local content."""

from __future__ import annotations

from roth_planner.documents.outline import Notice, text
from roth_planner.guides.local import core_catalogue
from roth_planner.guides.timescales import HelpLine


def help_notice(own_numbers: str = "", lines: tuple[HelpLine, ...] = ()) -> Notice:
    """The box with help numbers: the plan's own first, then the others it does not name.

    ``lines`` are the area's; without any they are the national ones, because no copy goes out
    without a number to ring.
    """
    lines = lines or core_catalogue().area.help_lines
    further = [line.words for line in lines if line.number not in own_numbers]
    own = [own_numbers] if own_numbers else []
    return Notice("If you need help", text("\n".join([*own, *further])))
