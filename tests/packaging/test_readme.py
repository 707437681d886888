"""What the README tells people to type is what there is."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from roth_planner import __version__, cli, cli_health, cli_vault
from roth_planner.documents.produce import BUILDERS

from .tools import ROOT

TEXT = re.sub(r"<!--.*?-->", "", (ROOT / "README.md").read_text("utf-8"), flags=re.DOTALL)
CI = (ROOT / ".ci" / "run").read_text("utf-8")
BLOCKS = [block.strip() for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)]
SPANS = re.findall(r"`([^`\n]+)`", TEXT)


def typed() -> list[str]:
    """Every ``roth-planner`` command that the README shows."""
    parts = [part for block in BLOCKS for part in block.split(" && ")] + SPANS
    return sorted({part for part in parts if re.match(r"roth-planner\b(?!/)", part)})


def help_of(*command: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), pytest.raises(SystemExit):
        cli.run([*command, "--help"], lambda _start, _file: 0)
    return said.getvalue()


def commands() -> list[str]:
    """The names of all commands, as the program's own help lists them."""
    return re.findall(r"^    (\S+)", help_of(), re.MULTILINE)


def test_the_ci_does_what_a_newcomer_is_told_to_do() -> None:
    job, printed, tested = BLOCKS[:3]
    assert job == "pip install -e . && roth-planner practice"
    assert printed.startswith(job)
    for command in (printed, tested):
        assert f"\n  {command}\n" in CI


def test_the_system_packages_are_those_the_ci_installs() -> None:
    (told,) = [block for block in BLOCKS if "apt-get install" in block]
    asked = re.search(r"^SYSTEM=\((.*?)\)", CI, re.MULTILINE | re.DOTALL)
    assert asked is not None
    assert set(told.split("install ")[1].split()) == set(asked[1].split()) - {"binutils"}


@pytest.mark.parametrize("command", typed())
def test_every_command_shown_is_one(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def note(name: str) -> int:
        done.append(name)
        return 0

    for name in commands():
        does = f"_{name.replace('-', '_')}"
        (home,) = [module for module in (cli, cli_vault, cli_health) if hasattr(module, does)]
        monkeypatch.setattr(home, does, lambda *_, name=name: note(name))
    _program, *arguments = shlex.split(command)
    if not arguments:
        return
    if arguments[0] == "--version":
        with pytest.raises(SystemExit) as ended:
            cli.run(arguments, lambda _start, _file: 0)
        assert ended.value.code == 0
    elif arguments[0] != "COMMAND":
        assert cli.run(arguments, lambda _start, _file: 0) == 0
        assert done == [arguments[0]]


def test_every_command_and_option_there_is_is_shown() -> None:
    shown = {word for command in typed() for word in command.split()}
    shown |= {word for span in SPANS for word in span.split()}
    there = set(commands())
    for command in (None, *commands()):
        there |= set(re.findall(r"--[a-z-]+", help_of(command) if command else help_of()))
    assert there - shown == set()


def test_the_documents_named_are_those_there_are() -> None:
    (told,) = re.findall(r"The documents are (.*?);", TEXT, re.DOTALL)
    assert re.findall(r"`(\w+)`", told) == list(BUILDERS)
    asked_for = re.findall(r"--document (\w+)", TEXT)
    assert asked_for and set(asked_for) <= set(BUILDERS)


def test_every_file_and_folder_named_is_there() -> None:
    named = {
        span for span in SPANS if re.fullmatch(r"(assets|roth_planner|tests|ui)/[\w/.]*", span)
    }
    named |= {link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if "://" not in link}
    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_changelog_has_this_version() -> None:
    assert f"## [{__version__}]" in Path(ROOT / "CHANGELOG.md").read_text("utf-8")
