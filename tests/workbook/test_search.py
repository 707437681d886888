"""Searching: every answer is found, this case first, and nothing that was taken out is left."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roth_planner.errors import Refused
from roth_planner.guides.spec import Kind
from roth_planner.practice.case_file import load_case_file
from roth_planner.vault import PRACTICE_PASSPHRASE, seal_check
from roth_planner.vault.reading_copy import ReadingCopy
from roth_planner.vault.seal import Shape
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.alike_words import alike_words, heard
from roth_planner.workbook.caseload import parts, start_case, start_context_plan
from roth_planner.workbook.search import (
    MOST,
    NOT_SHOWN,
    Hit,
    rebuild,
    search,
    way_to,
)
from roth_planner.workbook.search_index import row_number, rows_of_case, taken_apart
from tests.fixtures import PASSPHRASE, SMALL_CASE

from .desk import account_of, add_row, answer, person, place, plan_of, question

SAMPLE = Path(__file__).parents[1] / "fixtures" / "vaults" / "0001.zip"


@pytest.fixture
def case(workbook: Workbook) -> Ref:
    return start_case(workbook, "J.", "Jordan Ellery", "J-2026-014")


def found(workbook: Workbook, words: str, case: Ref | None = None, **more: bool) -> list[str]:
    return [hit.snippet for hit in search(workbook, words, case, **more)]


def marked(hit: Hit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.marks]


def indexed(workbook: Workbook) -> dict[int, str]:
    """The whole index; places are numbered as they come, so it is told by place."""
    with workbook.reading() as session:
        places = workbook.search_index.places()
        rows = session.connection().exec_driver_sql("SELECT rowid, text FROM search").all()
    told = {}
    for row, text in rows:
        case, number, record = taken_apart(row)
        told[(case, places[number], record)] = text
    return told  # type: ignore[return-value]


def terms(workbook: Workbook) -> set[str]:
    """Every word that the index still knows, whoever said it."""
    with workbook.reading() as session:
        return set(session.connection().exec_driver_sql("SELECT term FROM search_words").scalars())


# -- what is found


def test_beginnings_several_words_and_phrases_are_found(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    answer(workbook, account, who_gains="The man in the grey hatchback gains, and the café too.")
    for words in ("hatch", "grey man", "GREY Hatchback", '"grey hatchback"', "cafe", "caf"):
        assert len(found(workbook, words)) == 1, words
    assert found(workbook, '"hatchback grey"') == []
    hit = search(workbook, "grey caf")[0]
    assert marked(hit) == ["grey", "café"]
    assert hit.ref == account and hit.case == case.id
    assert hit.where[0] == "J." and hit.where[-1].startswith("Who gains")


def test_a_row_a_person_and_a_place_are_found_with_the_way_to_them(
    workbook: Workbook, case: Ref
) -> None:
    harm = add_row(workbook, account_of(workbook, case), "account.harms", effect="He sleeps badly.")
    worker = person(workbook, "professional", name="Dawn Prosser", role="Social worker")
    station = place(workbook, "Kelderwick station")
    plan = start_context_plan(workbook, case, station.id)
    goal = add_row(workbook, plan, "context_plan.goals", statement="Staff look up.")
    for words, row, root in (
        ("badly", harm, account_of(workbook, case)),
        ("prosser", None, worker),
        ("kelderwick", None, station),
        ("look", goal, plan),
    ):
        way = way_to(workbook, search(workbook, words)[0])
        assert way is not None
        assert (way.row, way.root) == (row, root)
        assert way.guide.record == root.record
        assert way.section.key in {section.key for section in way.guide.sections}
    assert search(workbook, "look")[0].where[0] == "Kelderwick station"


def test_what_was_half_typed_is_found(workbook: Workbook, case: Ref) -> None:
    harm = add_row(workbook, account_of(workbook, case), "account.harms")
    workbook.save(harm, {}, {"first_known": "some time around harvest"})
    hit = search(workbook, "harvest")[0]
    assert hit.ref == harm and hit.question is not None and hit.question.key == "first_known"


def test_every_hit_in_a_whole_case_leads_to_its_question(workbook: Workbook) -> None:
    case = load_case_file(workbook, SMALL_CASE)
    texts = indexed(workbook)
    assert len(texts) > 20
    for words in {text.split()[0] for text in texts.values()}:
        for hit in search(workbook, words, case):
            way = way_to(workbook, hit)
            assert way is not None and hit.question is not None
            assert workbook.read(way.root).ref == way.root
            assert hit.question.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT)


def test_this_case_comes_first_and_can_be_searched_alone(workbook: Workbook) -> None:
    cases = [start_case(workbook, code) for code in ("A.", "B.", "C.")]
    for number, case in enumerate(cases):
        words = "kettle " * (4 - number) + f"in case {number}"
        answer(workbook, account_of(workbook, case), who_gains=words)
    kitchen = place(workbook, "The kettle room")
    add_row(workbook, plan_of(workbook, cases[2]), "plan.places", context=kitchen.id)
    hits = search(workbook, "kettle", cases[2])
    assert [hit.case for hit in hits[:2]] == [0, cases[2].id], "its place, then its answers"
    assert {hit.case for hit in hits[2:]} == {cases[0].id, cases[1].id}
    alone = search(workbook, "kettle", cases[2], only=True)
    assert alone == hits[:2]
    assert search(workbook, "kettle", cases[0], only=True)[0].case == cases[0].id
    assert len(search(workbook, "kettle", cases[0], only=True)) == 1, "the room is not its place"


def test_many_hits_are_cut_and_this_case_is_still_among_them(workbook: Workbook) -> None:
    others, mine = start_case(workbook, "A."), start_case(workbook, "B.")
    needs = question(workbook, "account.needs")
    for case, count in ((others, MOST + 5), (mine, 1)):
        rows = [{"need": "A warm lamp"} for _ in range(count)]
        workbook.add_rows(account_of(workbook, case), needs, rows)
    hits = search(workbook, "lamp", mine)
    assert len(hits) == MOST
    assert hits[0].case == mine.id


# -- whatever is typed


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_the_search(workbook: Workbook, words: str) -> None:
    for hit in search(workbook, words):
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks)


@pytest.mark.parametrize(
    "words",
    [
        *('"', '""', '"grey', "grey*", "*", "-grey", "text:grey", "^grey", "(grey", "grey)"),
        *("grey OR", "OR", "AND", "NOT grey", "NEAR(grey hatchback, 2)", "{text}:grey", "'; --"),
        *("grey\0", "\x02grey\x03", "gr\u0435y", "grey " * 400, "x" * 5000),
    ],
)
def test_the_search_language_of_the_index_is_never_heard(
    workbook: Workbook, case: Ref, words: str
) -> None:
    answer(workbook, account_of(workbook, case), who_gains="The grey hatchback, or not near text.")
    for hit in search(workbook, words):
        assert hit.ref == account_of(workbook, case)


def test_operators_are_searched_for_as_words(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    answer(workbook, account, who_gains="Grey hatchback")
    assert found(workbook, "grey OR nothing") == []
    answer(workbook, account, who_gains="Grey or nothing")
    assert found(workbook, "grey OR nothing") == ["Grey or nothing"]


# -- one word, written in several ways


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Se\u00e1n O\u2019Neill", ("oneill", "O'Neill", "o neill", "sean oneill", "ONEIL")),
        ("Sean Oneill", ("o'neill", "O\u2019Neill")),
        ("They don't and won\u2019t", ("dont", "wont", "don't", "DON\u2019T")),
        ("It is what we've seen", ("weve", "we\u2019ve")),
        ("By e-mail and email", ("e-mail", "email", "e mail")),
        ("An after-school club", ("after school", "after-sch", "AFTER-SCHOOL")),
        ("The M.A.S.H. met", ("MASH", "mash", "M.A.S.H", "m.a.s.h.")),
        ("The MASH met", ("M.A.S.H.",)),
        (
            "\u0141ukasz Boles\u0142aw Za\u017c\u00f3\u0142\u0107",
            ("lukasz", "boleslaw", "zazolc", "\u0141uka"),
        ),
        ("Lukasz", ("\u0141ukasz",)),
        ("T\u0177 Mawr, Si\u00f4n", ("ty mawr", "T\u0176", "sion")),
        ("S\u00f8ren Stra\u00dfe \u00c6thel", ("soren", "strasse", "STRASSE", "aethel")),
        ("\u1eccl\u1ecd\u0301run", ("Olorun", "\u1eccl\u1ecd\u0301run", "olo")),
        ("of\ufb01ce \ufb02oor sta\ufb00", ("office", "floor", "staff")),
        (
            "\u0627\u0631\u062f\u0648 \u0632\u0628\u0627\u0646",
            ("\u0627\u0631\u062f\u0648", "\u0632\u0628"),
        ),
    ],
)
def test_a_word_is_found_however_it_is_written(
    workbook: Workbook, case: Ref, written: str, typed: tuple[str, ...]
) -> None:
    answer(workbook, account_of(workbook, case), who_gains=written)
    for words in typed:
        hits = search(workbook, words)
        assert [hit.snippet for hit in hits] == [written], words
        assert marked(hits[0]) and not hits[0].near, words


def test_what_is_written_as_typed_comes_before_other_ways_to_write_it(
    workbook: Workbook, case: Ref
) -> None:
    first = start_case(workbook, "K.", "Kim", "K-1")
    answer(workbook, account_of(workbook, first), who_gains="It's the bus stop.")
    answer(workbook, account_of(workbook, case), who_gains="Its door, and its light.")
    assert found(workbook, "its")[0] == "Its door, and its light."
    assert len(found(workbook, "its")) == 2
    assert found(workbook, '"it s"') == ["It's the bus stop."], "quotes mean what they say"


def test_a_word_in_two_parts_is_found_only_where_nothing_else_is(
    workbook: Workbook, case: Ref
) -> None:
    answer(
        workbook, account_of(workbook, case), who_gains="After-school; they spoke of the rapist."
    )
    assert search(workbook, "afterschool")[0].near
    answer(workbook, account_of(workbook, case), how_connect="A therapist.")
    assert found(workbook, "therapist") == ["A therapist."]


# -- near words


def test_where_nothing_is_found_words_like_it_are_tried(workbook: Workbook, case: Ref) -> None:
    person(workbook, "professional", name="Philippa Ellery-Knox")
    answer(workbook, account_of(workbook, case), who_gains="At Kelderwick station, by the barrier.")
    for typed in ("Kelderwik", "Statoin", "elderwic", "Filipa", "Elery", "Nox", "barier"):
        hits = search(workbook, typed)
        assert hits and all(hit.near for hit in hits), typed
    assert not search(workbook, "station")[0].near
    assert search(workbook, "zebra") == ()
    assert len(search(workbook, "Kelderwik barier")) == 1
    assert search(workbook, "Kelderwik zebra") == ()


def test_words_that_sound_alike_are_alike_and_others_are_not() -> None:
    assert heard("philip") == heard("filip")
    assert heard("sean") == heard("sian")
    assert heard("knox") == heard("nox")
    assert alike_words("cat", ["dog", "concatenate", "cart"], 8) == ["concatenate", "cart"]
    assert alike_words("at", ["bat", "at"], 8) == [], "too short to be like anything"
    assert alike_words("jordan", ["gordon", "jourdan", "warden"], 1) == ["jourdan"]


# -- names


def test_a_private_name_is_found_and_not_shown(workbook: Workbook, case: Ref) -> None:
    friend = person(workbook, "peer", code="K.", name="Kwame Boateng", aliases="Kay")
    workbook.save(friend, {}, {"aliases": "Kwamster"})
    for words in ("kwame", "boat", "kay", "kwamster"):
        hits = search(workbook, words)
        assert [hit.ref for hit in hits] == [friend], words
        assert hits[0].snippet == NOT_SHOWN and hits[0].marks == ()
        assert hits[0].where[0] == "K."
    assert "Kwame" not in str(search(workbook, "kwame boateng"))
    assert found(workbook, "kwame", names_shown=True) == ["Kwame Boateng"]
    person(workbook, "professional", name="Kwame Asante")
    assert found(workbook, "asante") == ["Kwame Asante"], "who acts by their role is named"


def test_somebody_who_becomes_private_is_not_shown_any_more(workbook: Workbook) -> None:
    somebody = person(workbook, "advocate", code="R.", name="Robin Hale")
    assert found(workbook, "hale") == ["Robin Hale"]
    answer(workbook, somebody, kind="peer")
    assert found(workbook, "hale") == [NOT_SHOWN]


# -- what goes leaves the index


def test_what_is_removed_leaves_the_index_to_the_last_word(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    harm = add_row(workbook, account, "account.harms", effect="Xylophone")
    workbook.save(harm, {"what_happened": "Quagmire"}, {"first_known": "zeppelin"})
    before = indexed(workbook)
    workbook.remove(harm)
    assert not {"xylophone", "quagmire", "zeppelin"} & terms(workbook)
    assert found(workbook, "xylophone") == []
    workbook.undo()
    assert indexed(workbook) == before
    answer(workbook, harm, effect="Something else", what_happened=None)
    assert not {"xylophone", "quagmire"} & terms(workbook)
    with workbook.reading() as session:
        config = session.connection().exec_driver_sql("SELECT k, v FROM search_config").all()
    assert dict(tuple(row) for row in config)["secure-delete"] == 1


def test_a_step_that_fails_leaves_no_trace_in_the_index(workbook: Workbook, case: Ref) -> None:
    account = account_of(workbook, case)
    add_row(workbook, account, "account.harms", effect="Before")
    before = indexed(workbook)

    def fail() -> None:
        with workbook.saving() as step:
            record = workbook._get(account)
            step.change(
                record, {"answers.who_gains": "Never kept", "answers.local_new": "Nor this"}
            )
            raise Refused("This is refused.")

    with pytest.raises(Refused):
        fail()
    assert indexed(workbook) == before
    answer(workbook, account, who_gains="Kept", if_moved="Also kept")
    assert indexed(workbook).keys() - before.keys()
    assert search(workbook, "never") == ()
    kept = indexed(workbook)
    rebuild(workbook)
    assert indexed(workbook) == kept


def test_the_index_is_always_what_the_records_say(workbook: Workbook) -> None:
    case = load_case_file(workbook, SMALL_CASE)
    its = parts(workbook, case)
    answer(workbook, its.person, name="Somebody Else", code="S. E.")
    plan = start_context_plan(workbook, case, place(workbook, "The depot").id)
    needs = question(workbook, "account.needs")
    made = workbook.add_rows(its.account, needs, [{"need": "To eat"}, {"need": "To rest"}])
    add_row(workbook, plan, "context_plan.goals", statement="It is lit.")
    workbook.remove(made.added[0])
    workbook.move(made.added[1], 0)
    for _ in range(4):
        workbook.undo()
    for _ in range(3):
        workbook.redo()
    kept = indexed(workbook)
    assert any(case_ == case.id for case_, _place, _number in kept)  # type: ignore[misc]
    rebuild(workbook)
    assert indexed(workbook) == kept


def test_a_row_of_the_index_says_case_place_and_record() -> None:
    for case, place_, number in ((0, 1, 1), (7, 16383, 2**28 - 1), (2**21 - 1, 5, 90)):
        row = row_number(case, place_, number)
        assert row < 2**63
        assert taken_apart(row) == (case, place_, number)
        first, last = rows_of_case(case)
        assert first <= row <= last


# -- older vaults, copies, the seal


def test_an_older_vault_is_filled_by_the_first_search(tmp_path: Path) -> None:
    folder = tmp_path / "old.rothvault"
    with zipfile.ZipFile(SAMPLE) as packed:
        packed.extractall(folder)
    workbook = Workbook.open(folder, PRACTICE_PASSPHRASE)
    assert not workbook.search_index.filled
    assert found(workbook, "at first") == ["At first."]
    assert workbook.search_index.filled
    kept = indexed(workbook)
    assert len(kept) > 20
    workbook.close()
    again = Workbook.open(folder, PRACTICE_PASSPHRASE)
    assert again.search_index.filled and indexed(again) == kept
    again.close()


def test_an_older_vault_is_filled_by_the_first_step(tmp_path: Path) -> None:
    folder = tmp_path / "old.rothvault"
    with zipfile.ZipFile(SAMPLE) as packed:
        packed.extractall(folder)
    workbook = Workbook.open(folder, PRACTICE_PASSPHRASE)
    place(workbook, "The new arcade")
    assert found(workbook, "arcade") == ["The new arcade"]
    assert found(workbook, "at first") == ["At first."]
    workbook.close()


def test_a_copy_to_read_can_be_searched(tmp_path: Path, folder: Path, workbook: Workbook) -> None:
    place(workbook, "The arcade")
    workbook.close()
    copy = Workbook(ReadingCopy.of(folder, PASSPHRASE, tmp_path))
    assert found(copy, "arcade") == ["The arcade"]
    copy.close()


def test_the_seal_holds_whatever_is_in_the_index(workbook: Workbook, case: Ref) -> None:
    answer(workbook, account_of(workbook, case), who_gains="The grey hatchback")
    with workbook.reading() as session:
        raw = session.connection().connection.dbapi_connection
        assert not [table for table in Shape(raw).tables if table.startswith("search")]
        before = seal_check.check(raw)
        raw.execute("DELETE FROM search")
        assert seal_check.check(raw).flaws == before.flaws == ()
    workbook.vault.committed()
    rebuild(workbook)
    assert found(workbook, "hatch") == ["The grey hatchback"]


def test_no_text_of_the_index_can_be_read_from_the_files(
    tmp_path: Path, workbook: Workbook, folder: Path, case: Ref
) -> None:
    answer(workbook, account_of(workbook, case), who_gains="Xylophone quagmire " * 40)
    workbook.close()
    copied = shutil.copytree(folder, tmp_path / "copy")
    for file in copied.rglob("*"):
        if file.is_file():
            assert b"ylophone" not in file.read_bytes()
