"""An area's own facts: how long each step may take, who makes a meeting quorate, its own names.

The figures are data with a source, an edition and the day they were read, because they differ
between areas and change with each edition of the guidance. Nothing here counts days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

CHECK_YOUR_EDITION = "Check your edition."
"""Said beside every figure: no national text was at hand when these were written."""


class Unit(StrEnum):
    """What a figure counts."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


class Timescale(Struct, frozen=True, forbid_unknown_fields=True):
    """How long one step may take at most.

    ``source`` is the address of the page it was read on, ``edition`` what that page says of its
    own date, and ``read`` the day it was read. ``note`` says what else was found.
    """

    key: str
    label: str
    figure: int
    unit: Unit
    source: str
    read: dt.date
    edition: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """The figure as it is said: 15 working days."""
        unit = self.unit.value.replace("_", " ")
        return f"{self.figure} {unit[:-1] if self.figure == 1 else unit}"


class Quorum(Struct, frozen=True, forbid_unknown_fields=True):
    """Who has to be at a conference for it to decide: social work and so many other agencies."""

    other_agencies: int
    source: str
    read: dt.date
    social_work: bool = True
    edition: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        agencies = "agency" if self.other_agencies == 1 else "agencies"
        if self.social_work:
            return f"Social work and {self.other_agencies} other {agencies}"
        return f"{self.other_agencies} {agencies}"


class HelpLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A number a young person can ring, and the line that stands on their copy."""

    number: str
    words: str


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """What an area calls the pathway, its plan, its conference and the one in the chair.

    "" keeps the name before it. Other roles are choices of lists, which a pack can reword.
    ``pathway_short`` is said where the whole name is too long ("ROTH plan"); an area with a name
    and no short one says its name there too. ``own_names.said`` puts them into sentences.
    """

    pathway: str = ""
    pathway_short: str = ""
    plan: str = ""
    conference: str = ""
    chair: str = ""

    def over(self, other: Names) -> Names:
        """These names, and those of ``other`` where none is given here."""
        given = {name: held for name in self.__struct_fields__ if (held := getattr(self, name))}
        if self.pathway:
            given.setdefault("pathway_short", self.pathway)
        return Names(**{**{n: getattr(other, n) for n in other.__struct_fields__}, **given})


class Area(Struct, frozen=True):
    """The facts that hold where the program is used; the core's, and a local pack's over them.

    ``timescales`` are in the order they are shown, ``agencies`` are labels. ``whose`` says of each
    figure which area it is of: what a pack does not say is still England's.
    """

    name: str = ""
    edition: str = ""
    timescales: dict[str, Timescale] = {}
    quorum: Quorum | None = None
    names: Names = Names()
    agencies: tuple[str, ...] = ()
    help_lines: tuple[HelpLine, ...] = ()
    whose: dict[str, str] = {}

    def timescale(self, key: str) -> Timescale:
        """The figure of this key; ``KeyError`` if there is none."""
        return self.timescales[key]


def laid_over(core: Area, local: Area, *, retired_agencies: Iterable[str] = ()) -> Area:
    """A local pack's facts over the core's: what the pack does not say stays as it was."""
    gone = frozenset(retired_agencies)
    agencies = [one for one in (*core.agencies, *local.agencies) if one not in gone]
    lines = {line.number: line for line in (*core.help_lines, *local.help_lines)}
    return Area(
        name=local.name,
        edition=local.edition,
        timescales={**core.timescales, **local.timescales},
        quorum=local.quorum or core.quorum,
        names=local.names.over(core.names),
        agencies=tuple(sorted(dict.fromkeys(agencies), key=str.casefold)),
        help_lines=tuple(lines.values()),
        whose={**core.whose, **dict.fromkeys(local.timescales, local.name)},
    )
