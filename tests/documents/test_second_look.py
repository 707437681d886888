"""The chair is told where a copy with names on it holds one that its reader may not have."""

from __future__ import annotations

import pytest

from roth_planner.documents import produce
from roth_planner.documents.produce import Made
from roth_planner.guides.values import NoAnswer
from roth_planner.workbook import Workbook
from tests.documents.test_builders import SmallCase
from tests.workbook.desk import add_row, answer, person


class WithOthers(SmallCase):
    """Jordan's case with his sister, a friend and a man who harms him."""

    def __init__(self, workbook: Workbook) -> None:
        super().__init__(workbook)
        for kind, answers in (
            ("peer", {"name": "Kieran Lamb", "code": "K.L.", "aliases": "Lammy"}),
            ("sibling", {"name": "Tia Ellery", "code": "T."}),
            ("adult_of_concern", {"name": "Darren Fitch", "code": "The driver of the car"}),
            ("peer", {"name": NoAnswer.NOT_KNOWN, "code": "M.B."}),
        ):
            one = person(workbook, kind, **answers)
            add_row(workbook, self.ref, "case.people", person=one.id, part="Part")

    def made(self, key: str) -> Made:
        choices = produce.documents_of(self.workbook, self.ref)
        return produce.make(self.workbook, self.ref, next(c for c in choices if c.key == key))


@pytest.fixture
def case(workbook: Workbook) -> WithOthers:
    return WithOthers(workbook)


def test_there_is_nothing_to_look_at_where_no_such_name_stands(case: WithOthers) -> None:
    answer(case.workbook, case.account, how_connect="The Ellery family knows him. As K.L. does.")
    assert case.made("full_plan").notices == ()
    assert case.made("young_persons_copy").notices == ()


@pytest.mark.parametrize(
    ("words", "agencies", "young_person"),
    [
        ("Kieran walks with me.", True, True),
        ("Lammy is sound.", True, True),
        ("K.L. is sound.", False, True),
        ("Tia is six.", True, False),
        ("Darren waits there.", False, True),
        ("The driver of the car waits there.", False, False),
        ("Jordan Ellery", False, False),
    ],
)
def test_the_chair_is_told_where_to_look_and_the_copy_is_made(
    case: WithOthers, words: str, agencies: bool, young_person: bool
) -> None:
    answer(case.workbook, case.plan, what_matters=words)
    for key, seen, where in (
        ("full_plan", agencies, "What matters to"),
        ("young_persons_copy", young_person, "What you told us"),
    ):
        made = case.made(key)
        assert bool(made.notices) is seen, key
        assert words in str(made.outline)
        for notice in made.notices:
            assert f"look at \u201c{where}" in notice
            assert not any(name in notice for name in ("Kieran", "Lammy", "K.L.", "Tia", "Darren"))


def test_a_page_about_a_place_is_still_refused(case: WithOthers) -> None:
    answer(case.workbook, case.context_plan, concern="Lammy is met here.")
    with pytest.raises(produce.preflight.BlockedDocument):
        case.made("context_plan")
