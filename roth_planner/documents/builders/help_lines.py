"""Numbers a young person can ring at any hour, from the local content."""

from __future__ import annotations

import tomllib
from functools import cache

from roth_planner import paths
from roth_planner.documents.outline import Notice, text


@cache
def _lines() -> dict[str, str]:
    file = paths.assets("local", "help-lines.toml")
    return dict(tomllib.loads(file.read_text("utf-8"))["young_people"])


def help_notice(own_numbers: str = "") -> Notice:
    """The box with help numbers: the plan's own first, then the national ones it does not name."""
    further = [line for number, line in _lines().items() if number not in own_numbers]
    own = [own_numbers] if own_numbers else []
    return Notice("If you need help", text("\n".join([*own, *further])))
