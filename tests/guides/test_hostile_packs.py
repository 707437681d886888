"""Packs as people in a hurry, in Word or with bad luck write them: each is refused with its line.

Every fault has one sentence of plain words, and the muddle of a whole file is told at once.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roth_planner.errors import BadContent
from roth_planner.guides.catalogue import faults
from roth_planner.guides.local import catalogue_with
from roth_planner.guides.pack import BadPack

PACKS = Path(__file__).parents[1] / "fixtures" / "packs"
TOP = 'format = 1\narea = "Mereshire"\n'
QUESTION = """[[questions]]
guide = "account"
section = "words"
key = "local_a"
kind = "short_text"
label = "Who saw it?"
guidance = "Somebody did."
audiences = ["chair"]
"""
FIGURE = """[[timescales]]
key = "core_group"
label = "Core group"
figure = 8
unit = "working_days"
source = "Procedure 1"
read = 2026-01-01
"""
WORDS = '[[rewording]]\nguide = "account"\nquestion = "in_their_words"\n'


def asked(more: str = "", **other: str) -> str:
    """A pack with one question, other than it should be."""
    text = QUESTION
    for name, held in other.items():
        line = next(one for one in text.splitlines() if one.startswith(f"{name} ="))
        text = text.replace(line, f"{name} = {held}")
    return TOP + text + more


ENDS = "low = {}\nhigh = {}\n"
HOSTILE: dict[str, tuple[str, int, str]] = {
    "reworded to nothing": (TOP + WORDS + 'label = ""\n', 6, "'label' has no words"),
    "reworded to spaces": (TOP + WORDS + 'guidance = "  "\n', 6, "'guidance' has no words"),
    "reworded to a letter nobody sees": (TOP + WORDS + 'label = "\u200b"\n', 6, "nobody can see"),
    "nothing reworded": (TOP + WORDS, 3, "nothing is said in other words"),
    "a title for a question": (TOP + WORDS + 'title = "X"\n', 6, "a question has no title"),
    "a hint for a section": (
        *(TOP + '[[rewording]]\nguide = "account"\nsection = "words"\nhint = "X"\n', 6),
        "a guide or a section has no hint",
    ),
    "a section that is not there": (
        *(TOP + '[[rewording]]\nguide = "account"\nsection = "gone"\ntitle = "X"\n', 5),
        "no section 'gone'",
    ),
    "a section and a question": (
        *(TOP + WORDS + 'section = "words"\nlabel = "X"\n', 6),
        "a section or a question, not both",
    ),
    "a label over two lines": (asked(label='"A\\nB"'), 8, "a line end or a letter"),
    "a label that turns letters round": (asked(label='"A\\u202eB"'), 8, "nobody can see"),
    "a key of the core": (asked(key='"in_their_words"'), 6, "begins with local_"),
    "a key of a core row": (asked(key='"said"'), 6, "begins with local_"),
    "asked once it is answered": (
        *(asked('relevant = { eq = ["local_a", "x"] }\n'), 3),
        "its rule leads back to it",
    ),
    "asked once itself is answered": (
        *(asked('relevant = { answered = "." }\n'), 3),
        "its rule leads back to it",
    ),
    "two that wait for one another": (
        asked('relevant = { answered = "local_b" }\n')
        + QUESTION.replace("local_a", "local_b")
        + 'relevant = { not = { and = [{ answered = "local_a" }] } }\n',
        3,
        "its rule leads back to it",
    ),
    "a condition on a question that is not there": (
        *(asked('relevant = { answered = "gone" }\n'), 3),
        "no question 'gone' beside it",
    ),
    "a condition on a choice that is not there": (
        *(
            asked('relevant = { eq = ["local_b", "maybe"] }\n')
            + QUESTION.replace("local_a", "local_b").replace("short_text", "yes_no_not_sure"),
            3,
        ),
        "'local_b' has no choice 'maybe'",
    ),
    "more than a text": (
        *(asked('relevant = { gt = ["in_their_words", 3] }\n'), 3),
        "cannot be compared with '3'",
    ),
    "rules in rules in rules": (
        *(asked("relevant = " + "{ not = " * 80 + '{ answered = "."}' + "}" * 80 + "\n"), 3),
        "too many rules in one another",
    ),
    "a scale of a million": (
        asked(ENDS.format(0, 1_000_000), kind='"scale"'),
        3,
        "20 steps at most",
    ),
    "a scale that goes down": (asked(ENDS.format(9, 0), kind='"scale"'), 3, "low end"),
    "a number that goes down": (asked(ENDS.format(9, 0), kind='"whole_number"'), 3, "low end"),
    "ends of a text": (asked(ENDS.format(0, 9)), 3, "only a number or a scale"),
    "a record of a text": (asked('record = "harm"\n'), 3, "only rows and records"),
    "a prompt of a book's length": (
        asked(f'prompts = ["x",\n"{"A" * 999}"]\n'),
        12,
        "longer than 600 letters",
    ),
    "an end of a scale of a book's length": (
        *(asked(ENDS.format(0, 5) + f'low_label = "{"A" * 999}"\n', kind='"scale"'), 13),
        "longer than 600 letters",
    ),
    "a parent among the concerns about parents": (
        asked(guide='"partnership"', section='"concerns"', audiences='["chair", "parents"]'),
        10,
        "nothing in this section is for parents",
    ),
    "the young person on the chair's desk": (
        asked(guide='"chairing"', section='"agenda"', audiences='["chair", "young_person"]'),
        10,
        "nothing in this section is for young_person",
    ),
    "after a question further down": (
        asked('after = "local_b"\n') + QUESTION.replace("local_a", "local_b"),
        11,
        "it has to stand before this one",
    ),
    "a single bracket": (
        TOP + FIGURE.replace("[[timescales]]", "[timescales]"),
        3,
        "with two brackets",
    ),
    "a figure of minus eight": (TOP + FIGURE.replace("= 8", "= -8"), 6, "from 1 to 1000"),
    "a figure beyond counting": (TOP + FIGURE.replace("= 8", f"= {9 * 10**30}"), 6, "from 1 to"),
    "a figure with a point": (TOP + FIGURE.replace("= 8", "= 8.5"), 6, "write a whole number"),
    "a figure called nothing": (TOP + FIGURE.replace("Core group", " "), 5, "'label' has no words"),
    "a date in words": (TOP + FIGURE.replace("2026-01-01", '"May"'), 9, "write a date such as"),
    "a day that never was": (TOP + FIGURE.replace("2026-01-01", "2026-02-30"), 9, "no such date"),
    "a date with an hour": (TOP + FIGURE.replace("2026-01-01", "2026-01-01T09:00:00"), 9, "date"),
    "a name of blanks": (TOP + '[names]\nchair = "  "\n', 4, "'chair' has no words"),
    "a name of a page": (TOP + f'[names]\nplan = "{"x" * 99}"\n', 4, "longer than 60 letters"),
    "a name over two lines": (TOP + '[names]\nplan = "a\\nb"\n', 4, "a line end"),
    "an area over two lines": ('format = 1\narea = "A\\nB"\n', 2, "a line end"),
    "an agency with a slip": (
        TOP + '[[agencies]]\nname = "Plolice"\nretired = true\n',
        3,
        "did you mean 'Police'?",
    ),
    "a help line without a number": (
        TOP + '[[help_lines]]\nnumber = ""\nwords = "x"\n',
        4,
        "no number that can be rung",
    ),
    "two choices alike": (
        TOP + '[[choices]]\nlist = "decisions"\nkey = "local_x"\nlabel = "ROTH plan"\n',
        3,
        "'ROTH plan' is used twice",
    ),
    "a choice that changes nothing": (
        TOP + '[[choices]]\nlist = "decisions"\nkey = "roth_plan"\n',
        3,
        "this changes nothing",
    ),
    "a feeling more than the map has fields": (
        TOP + '[[choices]]\nlist = "feelings"\nkey = "local_x"\nlabel = "X"\n',
        3,
        "it can only be reworded",
    ),
    "every outcome taken away": (
        TOP
        + "".join(
            f'[[choices]]\nlist = "decisions"\nkey = "{key}"\nretired = true\n'
            for key in ("roth_plan", "cp_plan", "both_strands", "family_help", "defer", "none")
        ),
        3,
        "one choice at least has to stay",
    ),
    "curly quotes": ("format = 1\narea = \u201cMereshire\u201d\n", 2, "the quotes are curly"),
    "no quotes": ("format = 1\narea = Mereshire\n", 2, "words without quotes round them"),
    "a bracket too few": (TOP + '[names\nplan = "x"\n', 3, "a bracket is missing"),
    "a web page": ("<html><body>Not found</body></html>", 1, "neither a [heading] nor a name"),
    "a spreadsheet": ("PK\x03\x04", 1, "this is not TOML"),
    "JSON": ('{"format": 1}', 1, "neither a [heading] nor a name"),
    "a key twice": (TOP + 'area = "x"\n', 3, "stands twice"),
    "a table twice": (TOP + '[names]\nplan = "x"\n[names]\nplan = "y"\n', 5, "stands twice"),
}


def refused(file: Path) -> BadPack:
    with pytest.raises(BadPack) as raised:
        catalogue_with(file)
    return raised.value


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_its_line_and_a_plain_reason(tmp_path: Path, name: str) -> None:
    text, line, reason = HOSTILE[name]
    file = tmp_path / "mereshire.toml"
    file.write_text(text, "utf-8")
    fault = refused(file).faults[0]
    assert reason in fault.reason
    assert fault.line == line
    assert "\n" not in fault.reason and len(fault.reason) < 160
    assert not any(word in fault.reason for word in ("Expected", "Object", "`", "Traceback"))


def test_everything_in_a_muddle_is_told_at_once_with_its_line() -> None:
    found = [(fault.line, fault.reason) for fault in refused(PACKS / "muddle.toml").faults]
    assert [line for line, _reason in found] == sorted(line for line, _reason in found)
    for line, reason in (
        *((5, "no part called 'colour'"), (7, "'plan' has no words"), (11, "from 1 to 1000")),
        *(
            (13, "says where it was read"),
            (16, "write a whole number"),
            (19, "no agency 'Plolice'"),
        ),
        *((22, "the program relies on the list"), (28, "begins with local_")),
        *((33, "'label' has no words"), (37, "begins with local_"), (38, "kind person")),
        *((34, "'guidance' has no words"), (40, "add chair")),
    ):
        assert any(line == at and reason in said for at, said in found), (line, reason, found)


def test_the_sentence_says_how_many_faults_there_are_and_that_answers_are_safe() -> None:
    said = str(refused(PACKS / "muddle.toml"))
    assert "muddle.toml was not taken, because of line 5:" in said
    assert "more faults)" in said
    assert "Your answers are untouched." in said


@pytest.mark.parametrize("area", ["mereshire", "northwick"])
def test_a_pack_of_a_real_desk_is_taken_whole(area: str) -> None:
    assert faults(catalogue_with(PACKS / f"{area}.toml")) == []


@pytest.mark.skipif(os.name == "nt", reason="pipes and links are made otherwise on Windows")
def test_what_is_no_file_is_said_at_once(tmp_path: Path) -> None:
    pipe, round_, nowhere = (tmp_path / f"{name}.toml" for name in ("pipe", "round", "nowhere"))
    os.mkfifo(pipe)  # reading it would wait for a writer for ever
    round_.symlink_to(round_)
    nowhere.symlink_to(tmp_path / "gone.toml")
    for file in (pipe, round_, nowhere, tmp_path, tmp_path / "gone.toml", Path("/dev/zero")):
        with pytest.raises(BadContent, match="could not be read, so it was not taken"):
            catalogue_with(file)


def test_a_link_to_a_pack_on_a_shared_drive_is_a_pack(tmp_path: Path) -> None:
    link = tmp_path / "ours.toml"
    link.symlink_to(PACKS / "northwick.toml")
    assert catalogue_with(link).area.name == "London Borough of Northwick"
