"""``roth-planner guides --local-pack``: an area's pack listed, or its faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roth_planner.guides.local import core_catalogue

from .tools import Run, program

PACK = 'format = 1\narea = "Kent"\n[[agencies]]\nname = "Kent Police"\n'


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "kent.toml"
    file.write_text(PACK, "utf-8")
    return file


def test_a_pack_is_listed_with_everything_under_it(pack: Path) -> None:
    ran = program("guides", "--local-pack", pack, "--json")
    assert (ran.code, ran.err) == (0, "")
    listed = json.loads(ran.out)
    assert listed["area"]["name"] == "Kent"
    assert "Kent Police" in listed["area"]["agencies"]
    assert listed["area"]["timescales"]["core_group"]["figure"] == 10
    assert len(listed["guides"]) == len(core_catalogue().guides)


def test_the_listing_says_each_figure_with_its_source(run: Run, pack: Path) -> None:
    ran = run("guides", "--local-pack", pack)
    assert ran.code == 0
    assert "Kent. Check your edition." in ran.out
    for one in core_catalogue().area.timescales.values():
        assert f"{one.label}: {one.words}  [{one.key}; {one.source}; read 2026-11-21" in ran.out


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_faults_go_to_standard_error_and_the_core_is_listed(
    run: Run, pack: Path, as_json: list[str]
) -> None:
    pack.write_text(PACK + "figure = 3\n[[questions]]\nkey = 1\n", "utf-8")
    ran = run("guides", "--local-pack", pack, *as_json)
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "kent.toml, line 5: there is nothing called 'figure' here",
        "kent.toml, line 7: write words in quotes here, not a whole number",
    ]
    if as_json:
        assert json.loads(ran.out)["area"]["name"] == "England"


def test_a_file_that_is_not_there_is_said_in_one_sentence(run: Run, tmp_path: Path) -> None:
    ran = run("guides", "--local-pack", tmp_path / "gone.toml")
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("The local pack gone.toml could not be read")
    assert ran.err.count("\n") == 1
