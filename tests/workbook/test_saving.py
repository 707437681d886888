"""What is saved is there afterwards, in every form a person may give it, also after reopening."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roth_planner.errors import NotAVault, Refused
from roth_planner.guides.values import NoAnswer, PartDate, TimeWindow
from roth_planner.records import CHILD_KINDS, Account
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import start_case, start_context_plan
from tests.fixtures import PASSPHRASE
from tests.fixtures.everything import Everything

from .desk import (
    account_of,
    add_row,
    answer,
    change_rows,
    compared,
    kept,
    person,
    place,
    plan_of,
    question,
    replayed,
    rows_of,
)

UNUSUAL = [
    "a" * 200_000,
    "He wrote \U0001f642\U0001f468\u200d\U0001f469\u200d\U0001f467 and left",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643",
    '<img src="/etc/passwd"> & <b>bold</b> {{ 7 * 7 }} %s %(name)s',
    "'; DROP TABLE person; --",
    "one line\n\n  and an indented one",
]


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan", "J-2026-014")


@pytest.mark.parametrize("words", UNUSUAL, ids=lambda words: words[:20])
def test_unusual_text_is_kept_letter_for_letter(
    workbook: Workbook, folder: Path, case: Ref, words: str
) -> None:
    account = account_of(workbook, case)
    answer(workbook, account, how_connect=words)
    where = place(workbook, words)
    workbook.close()
    again = Workbook.open(folder, PASSPHRASE)
    assert again.read(account).get("how_connect") == words
    assert again.read(where).get("name") == words
    again.close()


@pytest.mark.parametrize("reason", list(NoAnswer))
def test_no_answer_is_kept_for_a_counted_and_for_a_told_question(
    workbook: Workbook, case: Ref, reason: NoAnswer
) -> None:
    account = account_of(workbook, case)
    somebody = person(workbook, "adult_of_concern", code="K.")
    harm = add_row(workbook, account, "account.harms", people=(somebody.id,))
    for ref, key in ((account, "in_their_words"), (harm, "people"), (harm, "first_known")):
        answer(workbook, ref, **{key: reason})
        assert workbook.read(ref).get(key) is reason
    answer(workbook, harm, people=(somebody.id,), first_known=PartDate(2025, season="summer"))
    assert workbook.read(harm).get("people") == (somebody.id,)
    assert workbook.read(harm).get("first_known") == PartDate(2025, season="summer")


def test_an_emptied_box_is_no_answer_any_more(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    answer(workbook, account, how_connect="A chain.", harm_in_home="none")
    answer(workbook, account, how_connect=None, harm_in_home=None)
    assert workbook.read(account).values == {}


@pytest.mark.parametrize(
    ("record", "key"), [("person", "kind"), ("conference", "meeting"), ("case", "stage")]
)
def test_an_answer_that_cannot_be_empty_is_refused_in_a_sentence(
    workbook: Workbook, case: Ref, record: str, key: str
) -> None:
    refs = {
        "person": Ref("person", 1),
        "conference": add_row(workbook, case, "case.conferences"),
        "case": case,
    }
    ref = refs[record]
    before = workbook.read(ref)
    with pytest.raises(Refused, match="cannot be left empty"):
        answer(workbook, ref, **{key: None})
    assert workbook.read(ref) == before


def test_every_question_of_every_guide_keeps_its_answer_after_reopening(
    workbook: Workbook, folder: Path
) -> None:
    whole = Everything(workbook)
    before = {one.ref: workbook.read(one.ref) for one in whole.canaries.values()}
    workbook.close()
    again = Workbook.open(folder, PASSPHRASE)
    for canary in whole.canaries.values():
        assert again.read(canary.ref).get(canary.question.key) == canary.word
    for ref, snapshot in before.items():
        assert again.read(ref) == snapshot
    again.close()


def test_every_change_of_a_whole_case_is_logged(workbook: Workbook) -> None:
    Everything(workbook)
    assert replayed(change_rows(workbook)) == compared(kept(workbook))


def test_a_change_row_says_what_was_there_before_and_after_and_when(
    workbook: Workbook, case: Ref
) -> None:
    account = account_of(workbook, case)
    answer(workbook, account, how_connect="First.")
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    answer(workbook, account, how_connect="Second.")
    last = change_rows(workbook)[-1]
    assert (last.record, last.record_id) == account
    assert last.before == {"answers.how_connect": "First."}
    assert last.after == {"answers.how_connect": "Second."}
    assert abs(last.at - now) < dt.timedelta(seconds=5)


def test_saving_what_is_there_already_logs_nothing(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    places = [place(workbook, name).id for name in ("Arcade", "Station")]
    harm = add_row(workbook, account, "account.harms", contexts=tuple(places))
    before = len(change_rows(workbook))
    answer(workbook, harm, contexts=tuple(reversed(places)))
    answer(workbook, harm, contexts=(*places, places[0]))
    assert len(change_rows(workbook)) == before


def test_rows_keep_the_chairs_order(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    for words in ("first", "second", "third"):
        add_row(workbook, account, "account.strengths", what=words)
    last = rows_of(workbook, account, "account.strengths")[2]
    workbook.move(last.ref, 0)
    assert [one.get("what") for one in rows_of(workbook, account, "account.strengths")] == [
        "third",
        "first",
        "second",
    ]
    workbook.move(last.ref, 99)
    assert rows_of(workbook, account, "account.strengths")[2].ref == last.ref


def test_told_lists_of_one_record_do_not_mix(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    add_row(workbook, account, "account.needs", need="Money")
    add_row(workbook, account, "account.unknowns", unknown="Who drives?")
    needs = rows_of(workbook, account, "account.needs")
    unknowns = rows_of(workbook, account, "account.unknowns")
    assert [one.get("need") for one in needs] == ["Money"]
    assert [one.get("unknown") for one in unknowns] == ["Who drives?"]


def test_a_tie_to_something_that_is_gone_is_refused(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    harm = add_row(workbook, account, "account.harms")
    gone = place(workbook, "Arcade")
    workbook.remove(gone)
    for answers in ({"contexts": (gone.id,)}, {"people": (4711,)}):
        with pytest.raises(Refused, match=r"nothing (was )?changed"):
            workbook.save(harm, answers)
    weighting = add_row(workbook, account, "account.weightings")
    with pytest.raises(Refused):
        answer(workbook, weighting, context=gone.id)
    assert workbook.read(harm).values == {}
    assert workbook.read(weighting).values == {}


def test_an_answer_for_a_record_that_was_removed_is_refused(workbook: Workbook, case: Ref) -> None:
    row = add_row(workbook, account_of(workbook, case), "account.strengths", what="Her aunt")
    workbook.remove(row)
    with pytest.raises(Refused, match="use Undo to get it back"):
        answer(workbook, row, what="Her aunt Mona")
    workbook.undo()
    answer(workbook, row, what="Her aunt Mona")
    assert workbook.read(row).get("what") == "Her aunt Mona"


@pytest.mark.parametrize("kind", [*CHILD_KINDS, "parent", "adult_of_concern"])
def test_nobody_who_answers_for_a_place_can_become_a_child_or_private_person(
    workbook: Workbook, case: Ref, kind: str
) -> None:
    manager = person(workbook, "professional", name="Ms Park", role="Manager")
    station = place(workbook, "Station")
    plan = start_context_plan(workbook, case, station.id)
    goal = add_row(workbook, plan, "context_plan.goals", statement="Staff say hello")
    add_row(workbook, goal, "context_plan.goals.actions", what="Open the room", owner=manager.id)
    changes = len(change_rows(workbook))
    with pytest.raises(Refused, match="plan for a place"):
        answer(workbook, manager, kind=kind)
    assert workbook.read(manager).get("kind") == "professional"
    assert len(change_rows(workbook)) == changes
    answer(workbook, manager, kind="guardian")
    assert workbook.read(manager).get("kind") == "guardian"


@pytest.mark.parametrize("kind", CHILD_KINDS)
def test_a_child_cannot_be_given_a_change_in_a_place(
    workbook: Workbook, case: Ref, kind: str
) -> None:
    child = person(workbook, kind, code="K.")
    plan = start_context_plan(workbook, case, place(workbook, "Station").id)
    goal = add_row(workbook, plan, "context_plan.goals")
    action = add_row(workbook, goal, "context_plan.goals.actions", what="Open the room")
    for ref, answers in ((action, {"owner": child.id}), (plan, {"lead": child.id})):
        with pytest.raises(Refused, match="plan for a place"):
            workbook.save(ref, answers)
        assert not workbook.read(ref).get("owner")


def test_a_status_of_a_section_is_kept_and_taken_back(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    workbook.set_status(account, "words", "come_back")
    assert workbook.read(account).progress == {"words": "come_back"}
    workbook.set_status(account, "words", "")
    assert workbook.read(account).progress == {}


def test_times_that_run_past_midnight_are_kept(workbook: Workbook) -> None:
    late = TimeWindow(("fri", "sat"), dt.time(22), dt.time(2))
    where = place(workbook, "Night bus", times=late)
    assert workbook.read(where).get("times") == late


def test_nothing_typed_can_be_read_in_the_files_of_the_vault(
    workbook: Workbook, folder: Path, case: Ref
) -> None:
    answer(workbook, account_of(workbook, case), how_connect="recognisable-sentence")
    workbook.close()
    for file in folder.rglob("*"):
        raw = file.read_bytes() if file.is_file() else b""
        for secret in (b"recognisable-sentence", b"Jordan", b"how_connect"):
            assert secret not in raw


def test_the_directory_of_people_is_in_the_order_they_came(workbook: Workbook, case: Ref) -> None:
    for code in ("K.", "M."):
        person(workbook, "peer", code=code)
    assert [one.get("code") for one in workbook.all("person")] == ["J.", "K.", "M."]


def test_a_look_at_a_name_in_the_middle_of_a_step_keeps_no_half_of_it(
    workbook: Workbook, case: Ref
) -> None:
    account = account_of(workbook, case)
    before = kept(workbook)
    with pytest.raises(ZeroDivisionError), workbook.saving() as step:
        step.change(step.session.get_one(Account, account.id), {"answers.in_their_words": "half"})
        workbook.label("case", case.id)
        1 / 0  # noqa: B018
    assert kept(workbook) == before


def test_what_is_read_in_one_look_ends_with_it(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    with pytest.raises(Refused), workbook.one_look():
        assert workbook.read(account).ref == account
        workbook.read(Ref("person", 9_999))
    answer(workbook, account, in_their_words="I want to go to the gym again")
    assert workbook.read(account).get("in_their_words") == "I want to go to the gym again"


def test_a_closed_workbook_opens_again_only_with_its_secret(
    workbook: Workbook, folder: Path
) -> None:
    workbook.close()
    with pytest.raises(NotAVault):
        Workbook.open(folder.parent / "another", PASSPHRASE)
    Workbook.open(folder, PASSPHRASE).close()


def test_a_plan_finds_its_questions_by_the_record(workbook: Workbook, case: Ref) -> None:
    plan = plan_of(workbook, case)
    answer(workbook, plan, what_matters="Football")
    assert workbook.read(plan).get("what_matters") == "Football"
    assert question(workbook, "plan.what_matters").key == "what_matters"
