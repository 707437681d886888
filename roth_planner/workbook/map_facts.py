"""What the map of a case is made of: things said about two, and who may read them."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.spec import Question
from roth_planner.workbook.parts import Ref

UNTIL_THE_CHAIR_SAYS = ("chair", "agencies")
"""Who sees a harm while the question of who may see it has no answer."""

PLACE_TONES = {"feels_safe": "protective", "harmed_here": "harmful", "sent_here": "harmful"}
"""What being tied to a place in this way does; living or working somewhere says neither."""

FEELING_TONES = {"feel_safe": "protective", "feel_unsafe": "harmful", "dont_go": "harmful"}
RUNS = {"to_other": "out", "from_other": "back", "both_ways": "both"}
TO_THEM = {
    "was harmed here": "were harmed here",
    "is stronger here": "are stronger here",
    "trusts": "trust",
}
"""What is said of the young person, as it is said to them."""


class Said(Struct, frozen=True):
    """One thing that some page says about two: what, and where it stands.

    ``direction`` is ``out`` from the first to the second, ``back``, ``both`` or "". ``holder`` and
    ``section`` are the record and the section of its guide in which it can be changed. ``sort`` is
    the key of the relation where it was chosen from a list.
    """

    relation: str
    tone: str
    direction: str
    source: str
    holder: Ref
    section: str
    sort: str = ""


@dataclass
class Found:
    """What was read: who and where, what is said of two, weights, guardians, plans, chairs.

    ``guardians`` are those of a place in words; ``guarding`` the people who are guardians.
    """

    people: dict[int, None] = field(default_factory=dict)
    places: dict[int, None] = field(default_factory=dict)
    said: list[tuple[Ref, Ref, Said]] = field(default_factory=list)
    weights: dict[int, int] = field(default_factory=dict)
    guardians: dict[int, list[str]] = field(default_factory=dict)
    guarding: set[int] = field(default_factory=set)
    planned: set[int] = field(default_factory=set)
    chairs: set[int] = field(default_factory=set)

    def say(self, start: Ref, end: Ref, said: Said) -> None:
        """Take note of one thing that is said about two."""
        self.said.append((start, end, said))


class Allowed:
    """Which questions an audience may read; None is the chair at the desk, who reads all."""

    def __init__(self, catalogue: Catalogue, audience: str | None) -> None:
        if audience is not None and audience not in catalogue.audiences:
            raise KeyError(audience)
        self._catalogue, self.audience = catalogue, audience

    def read(self, guide: str, *keys: str) -> bool:
        """Whether a question, and every list it is in, names the audience."""
        question: Question | None = None
        for key in keys:
            question = question.question(key) if question else self._of(guide, key)
            if self.audience is not None and self.audience not in question.audiences:
                return False
        return True

    def of_child(self, words: str) -> str:
        """What is said of the young person; their own map says it to them."""
        return TO_THEM[words] if self.audience == "young_person" else words

    def harm(self, may_see: list[str] | None) -> bool:
        """Whether the chair lets the audience see a harm."""
        return self.audience is None or self.audience in (may_see or UNTIL_THE_CHAIR_SAYS)

    def _of(self, guide: str, key: str) -> Question:
        return self._catalogue.guide(guide).question(key)
