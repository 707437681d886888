"""A local pack as an area writes it: what it changes, and what is refused, with file and line."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roth_planner import paths
from roth_planner.errors import BadContent
from roth_planner.guides import kinds
from roth_planner.guides.catalogue import faults, read_catalogue, walk
from roth_planner.guides.local import catalogue_with, core_catalogue
from roth_planner.guides.pack import BadPack, Pack
from roth_planner.guides.pack_checks import IN_ANSWERS, READ_BY_THE_PROGRAM
from roth_planner.guides.timescales import Names, Timescale, Unit

KENT = """format = 1
area = "Kent"
edition = "Spring 2026"
checked = 2026-03-01

[names]
plan = "Safety and support plan"
chair = "The independent chair"

[[timescales]]
key = "core_group"
label = "First core group"
figure = 8
unit = "working_days"
source = "https://example.org/core-groups"
read = 2026-03-01

[[timescales]]
key = "local_letter_to_family"
label = "Letter to the family"
figure = 1
unit = "days"
source = "Own procedure 4.2"
read = 2026-03-01

[quorum]
other_agencies = 3
source = "Own procedure 2.1"
read = 2026-03-01

[[agencies]]
name = "Kent Police"
[[agencies]]
name = "Police"
retired = true

[[choices]]
list = "context_kinds"
key = "local_seafront"
label = "Seafront or pier"
[[choices]]
list = "context_kinds"
key = "short_let"
retired = true
[[choices]]
list = "local_districts"
key = "local_thanet"
label = "Thanet"

[[rewording]]
guide = "account"
question = "harms.what_happened"
label = "What was done, and by whom?"

[[questions]]
guide = "account"
section = "words"
after = "in_their_words"
key = "local_district"
kind = "choice"
choices = "local_districts"
label = "Which district were they in?"
guidance = "Each district has a team of its own."
audiences = ["chair", "agencies"]
no_answer = true
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "kent.toml"
    file.write_text(KENT, "utf-8")
    return file


TOP = b'format = 1\narea = "Kent"\n'


def refused(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    """Line and reason of each fault of a pack; what is not about it is fine in Kent."""
    file = tmp_path / "kent.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadPack) as raised:
        catalogue_with(file)
    assert all(fault.file == "kent.toml" for fault in raised.value.faults)
    assert "kent.toml" in str(raised.value)
    return [(fault.line, fault.reason) for fault in raised.value.faults]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


# -- what it changes


def test_the_facts_of_an_area_lie_over_those_for_england(written: Path) -> None:
    area = catalogue_with(written).area
    assert (area.name, area.names.plan) == ("Kent", "Safety and support plan")
    assert area.timescale("core_group").words == "8 working days"
    assert area.timescale("local_letter_to_family").unit is Unit.DAYS
    assert area.timescale("first_review").words == "3 months"
    assert area.quorum is not None and area.quorum.words == "Social work and 3 other agencies"
    assert "Kent Police" in area.agencies and "Police" not in area.agencies
    assert catalogue_with(written).audiences["chair"].label == "The independent chair"
    assert area.names.pathway == core_catalogue().area.names.pathway
    assert {line.number for line in area.help_lines} >= {"999", "0800 1111"}


def test_lists_and_questions_are_added_reworded_and_retired(written: Path) -> None:
    catalogue = catalogue_with(written)
    kinds_of_place = {choice.key: choice for choice in catalogue.lists["context_kinds"]}
    assert kinds_of_place["local_seafront"].label == "Seafront or pier"
    assert kinds_of_place["short_let"].retired
    assert kinds_of_place["short_let"].label == "Hotel or short let", "it stays readable"
    words = [question.key for question in catalogue.guide("account").section("words").questions]
    assert words.index("local_district") == words.index("in_their_words") + 1
    harms = catalogue.guide("account").question("harms")
    assert harms.question("what_happened").label == "What was done, and by whom?"
    assert faults(catalogue) == []


def test_the_core_itself_is_not_changed(written: Path) -> None:
    before = core_catalogue()
    catalogue_with(written)
    assert core_catalogue() is before
    assert before.area.name == "England"
    assert "local_districts" not in before.lists
    assert before.guides == read_catalogue().guides


def test_every_figure_for_england_says_where_and_when_it_was_read() -> None:
    area = core_catalogue().area
    assert area.quorum is not None
    for one in (*area.timescales.values(), area.quorum):
        assert one.source.startswith("http")
        assert one.read >= dt.date(2026, 1, 1)
        assert one.edition
    assert area.timescale("conference").words == "15 working days"
    assert area.timescale("decision_out").words == "1 working day"
    with pytest.raises(KeyError):
        area.timescale("no_such_step")


def test_an_answer_from_a_pack_that_is_gone_is_still_readable() -> None:
    catalogue = core_catalogue()
    question = catalogue.guide("context").question("kind")
    shown = kinds.display(question, "local_seafront", choices=catalogue.labels(question))
    assert shown == "Seafront"


def test_the_pack_in_the_readme_can_be_used_as_it_stands(tmp_path: Path) -> None:
    readme = paths.assets("local", "README.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "kent.toml").write_text(example, "utf-8")
    catalogue = catalogue_with(tmp_path / "kent.toml")
    assert catalogue.area.timescale("core_group").figure == 8
    for field in (*Pack.__struct_fields__, *Names.__struct_fields__, *Timescale.__struct_fields__):
        assert re.search(rf"\b{field}\b", example), f"the README never shows '{field}'"
    for name in READ_BY_THE_PROGRAM:
        assert f"`{name}`" in readme
    for kind in IN_ANSWERS:
        assert f"`{kind.value}`" in readme


# -- what is refused


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('area = "Kent"', "area = 3", "write words in quotes here, not a whole number"),
        ('area = "Kent"', 'area = " "', "the area has no name"),
        ("format = 1", "format = 2", "format is 1"),
        ("figure = 8", 'figure = "8"', "write a whole number here, not words in quotes"),
        ("figure = 8", "figure = true", "write a whole number here, not true or false"),
        ("figure = 8", "figure = 0", "a figure is from 1 to 1000"),
        ('unit = "days"', 'unit = "moons"', "'moons' is not one of the words"),
        ('source = "Own procedure 4.2"', 'source = ""', "a figure says where it was read"),
        ("read = 2026-03-01\n\n[quorum]", 'read = "May"\n\n[quorum]', ""),
        ("other_agencies = 3", "other_agencies = -1", "from 0 to 20"),
        ('key = "local_seafront"', 'key = "seafront"', "begins with local_"),
        ('label = "Seafront or pier"', 'label = ""', "'label' has no words"),
        ('list = "context_kinds"\nkey = "local_s', 'list = "colours"\nkey = "local_s', "no list"),
        ('question = "harms.what_happened"', 'question = "harms.gone"', "no question 'harms.gone'"),
        ('guide = "account"\nquestion', 'guide = "gone"\nquestion', "there is no guide 'gone'"),
        ('section = "words"', 'section = "gone"', "the guide has no section 'gone'"),
        ('after = "in_their_words"', 'after = "gone"', "the section has no question 'gone'"),
        ('key = "local_district"', 'key = "in_their_words"', "the key begins with local_"),
        ('key = "local_district"', 'key = "local_Ä"', "the key begins with local_"),
        ('kind = "choice"', 'kind = "person"', "cannot be of kind person"),
        ('kind = "choice"', 'kind = "rows"', "cannot be of kind rows"),
        ('kind = "choice"', 'kind = "mood"', "'mood' is not one of the words"),
        ('choices = "local_districts"', 'choices = "gone"', "there is no list 'gone'"),
        ('audiences = ["chair", "agencies"]\n', "", "say who may read the answer"),
        ('["chair", "agencies"]', '["agencies"]', "add chair"),
        ('["chair", "agencies"]', '["chair", "press"]', "there is no audience 'press'"),
        ('["chair", "agencies"]', '["chair", "context_partners"]', "about a young person"),
        ('["chair", "agencies"]', '["chair", "guardian"]', "about a young person"),
        ("no_answer = true", 'relevant = { eq = ["gone", 1] }', "no question 'gone' beside it"),
        ("no_answer = true", 'relevant = { eq = [["x"], 1] }', "beside it"),
        ("no_answer = true", 'column = "x"', "there is nothing called 'column' here"),
        ('guidance = "Each district has a team of its own."\n', "", "'guidance' has no words"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert KENT.count(old) >= 1
    text = KENT.replace(old, new, 1)
    found = refused(tmp_path, text)
    assert any(reason in said for _line, said in found)
    near = line_of(KENT, old)
    table = KENT.rindex("\n[", 0, KENT.index(old) + 1) if "\n[" in KENT[: KENT.index(old)] else 0
    first = KENT[: table + 1].count("\n") + 1
    assert any(first <= line <= near + old.count("\n") for line, said in found if reason in said)


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = KENT.replace("figure = 8", 'figure = "8"').replace('area = "Kent"', "area = 1")
    text += '\n[[banners]]\nwords = "x"\n'
    found = refused(tmp_path, text)
    assert [line for line, _ in found] == [2, line_of(text, 'figure = "8"'), line_of(text, "[[ban")]
    assert "a pack has no part called 'banners'" in found[-1][1]


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ('area = "Again"\n', 0),
        ('[names]\nplan = "Again"\n', 0),
        ('[[agencies]]\nname = "KENT POLICE"\n', 1),
        ('[[rewording]]\nguide = "account"\nquestion = "harms.what_happened"\nlabel = "X"\n', 1),
        ('[[choices]]\nlist = "context_kinds"\nkey = "short_let"\nlabel = "B&B"\n', 1),
    ],
)
def test_what_stands_twice_is_refused(tmp_path: Path, more: str, line: int) -> None:
    at_top = more.startswith("area")
    text = KENT.replace('area = "Kent"\n', f'area = "Kent"\n{more}') if at_top else KENT + more
    found = refused(tmp_path, text)
    assert any("twice" in reason for _line, reason in found)
    expected = 3 if at_top else KENT.count("\n") + 1
    assert found[0][0] == expected


@pytest.mark.parametrize("name", ["person_kinds", "audience_groups", "action_statuses", "tones"])
def test_lists_the_program_relies_on_are_only_reworded(tmp_path: Path, name: str) -> None:
    first = read_catalogue().lists[name][0]
    addition = f'[[choices]]\nlist = "{name}"\nkey = "local_x"\nlabel = "X"\n'
    assert "relies on the list" in refused(tmp_path, KENT + addition)[0][1]
    retiring = f'[[choices]]\nlist = "{name}"\nkey = "{first.key}"\nretired = true\n'
    assert "relies on the list" in refused(tmp_path, KENT + retiring)[0][1]
    file = tmp_path / "kent.toml"
    file.write_text(f'{KENT}[[choices]]\nlist = "{name}"\nkey = "{first.key}"\nlabel = "Other"\n')
    assert catalogue_with(file).lists[name][0].label == "Other"


def test_groups_the_quorum_counts_by_stay_and_others_may_join(tmp_path: Path) -> None:
    retiring = '[[choices]]\nlist = "agency_groups"\nkey = "social_work"\nretired = true\n'
    assert "can only be reworded" in refused(tmp_path, KENT + retiring)[0][1]
    file = tmp_path / "kent.toml"
    file.write_text(
        f'{KENT}[[choices]]\nlist = "agency_groups"\nkey = "local_ferry"\nlabel = "Ferry port"\n'
    )
    assert catalogue_with(file).lists["agency_groups"][-1].label == "Ferry port"


def test_every_decision_for_england_is_on_offer() -> None:
    decisions = {choice.key: choice for choice in core_catalogue().lists["decisions"]}
    assert {"roth_plan", "cp_plan", "both_strands", "family_help", "defer", "none"} == set(
        decisions
    )
    assert not any(choice.retired for choice in decisions.values())
    assert decisions["defer"].hint


def test_a_list_keeps_one_choice_at_least(tmp_path: Path) -> None:
    text = KENT + "".join(
        f'[[choices]]\nlist = "journey_ways"\nkey = "{choice.key}"\nretired = true\n'
        for choice in read_catalogue().lists["journey_ways"]
    )
    assert "one choice at least has to stay" in refused(tmp_path, text)[0][1]


def test_a_question_about_a_place_may_go_to_those_who_can_change_it(tmp_path: Path) -> None:
    file = tmp_path / "kent.toml"
    text = KENT.replace('guide = "account"\nsection = "words"\nafter = "in_their_words"\n', "")
    text = text.replace('["chair", "agencies"]', '["chair", "context_partners"]')
    file.write_text(
        text.replace("[[questions]]", '[[questions]]\nguide = "context"\nsection = "place"')
    )
    assert catalogue_with(file).guide("context").question("local_district")


# -- bytes


@pytest.mark.parametrize(
    "data", [KENT.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + KENT.encode()]
)
def test_a_mark_at_the_start_and_other_line_ends_are_fine(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "kent.toml").write_bytes(data)
    assert catalogue_with(tmp_path / "kent.toml").area.name == "Kent"


def test_lines_are_right_with_other_line_ends(tmp_path: Path) -> None:
    text = KENT.replace("figure = 8", 'figure = "8"')
    (tmp_path / "kent.toml").write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    with pytest.raises(BadPack) as raised:
        catalogue_with(tmp_path / "kent.toml")
    assert raised.value.faults[0].line == line_of(text, 'figure = "8"')


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (KENT.encode("utf-16"), 1, "not text in UTF-8"),
        (KENT.replace("Kent", "K\xe9nt").encode("latin-1"), 2, "not text in UTF-8"),
        (b'format = 1\narea = "K\n', 2, "not TOML"),
        (b"format = 1\narea =", 2, "not TOML"),
        (b"format = 1\nformat = 1\n", 2, "stands twice"),
        (b"x" * 5_000_000, 1, "larger than 256 KB"),
        (b"format = " + b"[\n" * 90_000, 1, "too deep"),
        (b"format = " + b"[" * 90_000, 1, "longer than 5,000 letters"),
        (b".".join([b"a"] * 90_000) + b" = 1\n", 1, "longer than 5,000 letters"),
        (b"x = {" + b".".join([b"a"] * 90) + b" = 1}\n", 1, "too many dots"),
        (TOP + b'[[agencies]]\nname = "A"\n' * 501, 1003, "500 [[agencies]] at most"),
        (b"", 1, "'format' is missing"),
        (b"\x00\x01\x02", 1, "not TOML"),
    ],
)
def test_a_file_that_is_no_pack_is_refused(
    tmp_path: Path, data: bytes, line: int, reason: str
) -> None:
    (tmp_path / "kent.toml").write_bytes(data)
    with pytest.raises(BadPack) as raised:
        catalogue_with(tmp_path / "kent.toml")
    assert reason in raised.value.faults[0].reason
    assert raised.value.faults[0].line == line


@pytest.mark.parametrize("name", ["gone.toml", "."])
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadContent, match="could not be read"):
        catalogue_with(tmp_path / name)


VALUES = ("1", '"x"', "[]", "{}", "true", "2026-01-01", '["a", 1]', "{ eq = [1, 2] }", "nan", "-9")


@given(st.lists(st.tuples(st.integers(0, 80), st.sampled_from(VALUES)), min_size=1, max_size=4))
def test_whatever_stands_in_a_line_is_taken_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str]]
) -> None:
    lines = KENT.splitlines()
    for place, value in changes:
        key, equals, _old = lines[place % len(lines)].partition(" = ")
        lines[place % len(lines)] = f"{key} = {value}" if equals else value
    file = tmp_path_factory.getbasetemp() / "changed.toml"
    file.write_text("\n".join(lines), "utf-8")
    try:
        catalogue = catalogue_with(file)
    except BadPack as error:
        for fault in error.faults:
            assert 1 <= fault.line <= len(lines) + 1
            assert fault.reason and "msgspec" not in fault.reason and "`" not in fault.reason
        return
    assert faults(catalogue) == []


# -- figures beside the dates they are about


def test_every_figure_stands_beside_the_date_it_is_about(written: Path) -> None:
    england, kent = core_catalogue(), catalogue_with(written)
    said = {
        key
        for guide in england.guides.values()
        for _where, question, _beside in walk(guide)
        for key in question.timescales
    }
    assert said == set(england.area.timescales)
    date = england.guide("chairing").question("core_group_on")
    for catalogue, words, area in ((england, "10", "England"), (kent, "8", "Kent")):
        told = catalogue.figures(date)
        assert told.endswith(f": {words} working days ({area}). Check your edition.")
    elsewhere = kent.figures(kent.guide("chairing").question("record_out_on"))
    assert "15 working days (England)" in elsewhere, "Kent's pack says nothing of this one"
    assert england.figures(england.guide("account").question("who_gains")) == ""


def test_a_question_of_an_area_can_say_the_areas_own_figure(tmp_path: Path) -> None:
    file = tmp_path / "kent.toml"
    text = KENT.replace('kind = "choice"\nchoices = "local_districts"', 'kind = "date"')
    file.write_text(text + 'timescales = ["local_letter_to_family"]\n', "utf-8")
    catalogue = catalogue_with(file)
    question = catalogue.guide("account").question("local_district")
    assert "Letter to the family: 1 day (Kent)." in catalogue.figures(question)
    found = refused(tmp_path, text + 'timescales = ["gone"]\n')
    assert "there is no timescale 'gone'" in found[0][1]
