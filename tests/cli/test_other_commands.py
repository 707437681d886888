"""Guides as JSON, the self-test, faults of our own, and commands that are none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from roth_planner import __version__, cli, selftest
from roth_planner.__main__ import main
from tests.vault.tools import ROOT

from .tools import Run, program


def test_guides_as_json_is_one_document_and_nothing_else() -> None:
    ran = program("guides", "--json")
    assert (ran.code, ran.err) == (0, "")
    listed = json.loads(ran.out)
    assert {guide["key"] for guide in listed["guides"]} >= {"account", "plan", "context_plan"}
    for guide in listed["guides"]:
        for section in guide["sections"]:
            assert all(question["audiences"] for question in section["questions"])


def test_guides_as_text_lists_questions(run: Run) -> None:
    ran = run("guides")
    assert (ran.code, ran.err) == (0, "")
    assert "[in_their_words: long_text, no_answer, required at finish; chair, agencies" in ran.out


def test_the_self_test_says_how_each_part_does_and_fails_with_the_window() -> None:
    for window, code in ((lambda: 0, 0), (lambda: 1, 1)):
        assert selftest.run(window) == code


def test_the_self_test_as_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["self-test", "--json"], lambda start, case_file: 0) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["works"] is True
    assert report["version"] == __version__
    assert set(report["parts"]) == {
        "guides",
        "vault",
        "strength",
        "pdf",
        "keyring",
        "window",
        "spelling",
    }
    assert cli.run(["self-test", "--json"], lambda start, case_file: 1) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["works"] is False
    assert report["parts"]["window"].startswith("FAILED")


NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}


@pytest.mark.skipif(sys.platform != "linux", reason="told on Linux only")
@pytest.mark.parametrize("start", [(), ("practice",)])
def test_without_a_screen_the_window_is_refused_in_a_sentence(
    start: tuple[str, ...], tmp_path: Path
) -> None:
    ran = program(*start, HOME=str(tmp_path), XDG_DATA_HOME="", **NO_SCREEN)
    assert "no screen" in ran.sentence
    assert list(tmp_path.iterdir()) == []


def test_the_self_test_needs_no_screen() -> None:
    ran = program("self-test", **NO_SCREEN)
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[-2:] == ["window       opened and closed", "Everything works."]


def test_a_fault_of_our_own_shows_no_traceback_and_no_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(start: str, case_file: Path | None) -> int:
        raise ValueError("what Jordan said")

    assert cli.run(["practice"], broken) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("The program made a mistake (ValueError in test_other_commands.py:")
    assert "Jordan" not in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["nonsense"], ["print"], ["practice", "--colour"]])
def test_a_command_that_is_none_exits_2_and_says_how(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "ask roth-planner" in err and err.count("\n") == 1


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"ROTH Planner {__version__}\n"


def test_a_reader_that_stops_listening_is_no_fault() -> None:
    first = "import sys, roth_planner.__main__ as m; sys.exit(m.main(['guides']))"
    process = subprocess.Popen(
        [sys.executable, "-c", first],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) in (0, 2)
    assert "Traceback" not in errors


def test_ctrl_c_ends_a_command_with_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("roth_planner.guides.local.core_catalogue", stopped)
    ran = run("guides")
    assert ran.sentence == "Stopped. What was finished before is whole and stays."
