"""What the rows of a list come to: the minutes of an agenda, the quorum of a conference.

A tally is worked out whenever it is shown and kept nowhere, so it cannot grow stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from roth_planner.guides.spec import Question
from roth_planner.guides.timescales import Quorum as Rule
from roth_planner.guides.values import Value
from roth_planner.workbook.parts import Ref, Snapshot
from roth_planner.workbook.workbook import Workbook

THERE = ("in_room", "remote")
"""Ways of attending that count: a report speaks, and cannot be asked (our judgement)."""

SOCIAL_WORK = "social_work"
NO_AGENCY = ("family", "advocate")
QUORATE = "quorate"
"""The chair's own answer that says yes, in the list ``quorums``."""
OTHER_AGENCIES = 2
"""Agencies beside social work (Swindon, Sussex); a local pack has its own figure."""


class Quorum(Struct, frozen=True):
    """Whether enough agencies looked at a case together.

    ``others`` are the agencies that were there beside social work, ``needed`` is how many of them
    there must be, and ``social_work_needed`` whether social work must be there too.
    """

    social_work: bool
    others: int
    needed: int = OTHER_AGENCIES
    social_work_needed: bool = True

    @property
    def met(self) -> bool:
        """Whether the meeting is quorate by this rule."""
        return self.others >= self.needed and (self.social_work or not self.social_work_needed)

    @property
    def count(self) -> str:
        """Who was there, in the words of the inside of a sentence."""
        others = f"{self.others} other {'agency' if self.others == 1 else 'agencies'}"
        if self.social_work:
            return f"social work and {others} took part"
        return f"{others} took part and social work did not"

    def agrees(self, answer: Value) -> bool:
        """Whether the chair's answer says the same as the rule; no answer contradicts nothing."""
        return answer is None or answer == QUORATE if self.met else answer != QUORATE

    def sentence(self, answer: Value = None) -> str:
        """The count in words, and what is missing.

        The chair decides. Where their ``answer``, a key of ``quorums`` or a reason for none, is
        another than the rule's, the count is given as a count and nothing else.
        """
        there = self.count
        if not self.agrees(answer):
            return f"{there[:1].upper()}{there[1:]}."
        if self.met:
            return f"Quorate: {there}."
        needs = f"{self.needed} other {'agency' if self.needed == 1 else 'agencies'}"
        rule = f"social work and {needs}" if self.social_work_needed else needs
        return f"Not quorate: {there}. The rule is {rule}."


def quorum(
    attended: Iterable[tuple[str, str]],
    needed: int = OTHER_AGENCIES,
    *,
    social_work_needed: bool = True,
) -> Quorum:
    """The quorum of a conference.

    ``attended`` is, for each person, the key of the agency group they speak for and of how they
    took part. Each group counts once, however many came for it; an area adds groups of its own in
    its local pack. Children, parents and advocates are no agency.
    """
    there = {agency for agency, presence in attended if agency and presence in THERE}
    others = there - {SOCIAL_WORK, *NO_AGENCY}
    return Quorum(SOCIAL_WORK in there, len(others), needed, social_work_needed)


def area_quorum(attended: Iterable[tuple[str, str]], rule: Rule | None) -> Quorum:
    """The quorum by an area's own rule, where its local pack has one."""
    if rule is None:
        return quorum(attended)
    return quorum(attended, rule.other_agencies, social_work_needed=rule.social_work)


def tally(workbook: Workbook, parent: Ref, question: Question) -> str:
    """What the rows of a list come to, in a sentence; "" for a list that comes to nothing."""
    count = TALLIES.get(question.record)
    rows = workbook.rows(parent, question) if count else ()
    return count(workbook, parent, rows) if count and rows else ""


def _minutes(_workbook: Workbook, _parent: Ref, rows: Sequence[Snapshot]) -> str:
    given = [minutes for row in rows if isinstance(minutes := row.get("minutes"), int)]
    hours, minutes = divmod(sum(given), 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    parts += [f"{minutes} minute{'' if minutes == 1 else 's'}"] if minutes or not hours else []
    without = len(rows) - len(given)
    more = f", and {without} with no time yet" if without else ""
    return f"Together {' '.join(parts)}{more}."


def _quorum(workbook: Workbook, parent: Ref, rows: Sequence[Snapshot]) -> str:
    attended = ((str(row.get("agency") or ""), str(row.get("presence") or "")) for row in rows)
    counted = area_quorum(attended, workbook.catalogue.area.quorum)
    return counted.sentence(workbook.read(parent).get("quorum"))


TALLIES: dict[str, Callable[[Workbook, Ref, Sequence[Snapshot]], str]] = {
    "agenda_item": _minutes,
    "attendance": _quorum,
}
"""What is counted, by the record of the rows."""
