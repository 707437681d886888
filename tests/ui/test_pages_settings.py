"""What the window remembers, what it notes down, and what it loads before the first page."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from roth_planner import log
from roth_planner.settings import Settings, larger, read_settings, write_settings

HEAVY = ("sqlalchemy", "alembic", "sqlcipher3", "nacl", "zxcvbn", "reportlab", "PySide6.QtPdf")
AFTER_THE_PAGE = (
    *("ui.idle", "ui.lock_triggers", "ui.logind", "ui.leftovers", "ui.presence", "ui.whereabouts"),
    *("ui.screen_capture", "PySide6.QtDBus", "portalocker", "roth_planner.vault.synced"),
)


def test_settings_come_back(tmp_path: Path) -> None:
    settings = Settings(colours="dark", text_size=150, window_width=1100, last_vault="/a/b")
    assert write_settings(tmp_path / "new" / "settings.json", settings)
    assert read_settings(tmp_path / "new" / "settings.json") == settings
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b"null", b'{"colours": 3, "text_size": true}'],
)
def test_a_broken_file_is_passed_over(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(broken)
    assert read_settings(tmp_path / "settings.json") == Settings()


def test_what_does_not_fit_is_passed_over_and_the_rest_is_taken(tmp_path: Path) -> None:
    kept = {"colours": "purple", "text_size": 900, "window_width": 1300, "what": 1}
    (tmp_path / "settings.json").write_text(json.dumps(kept))
    assert read_settings(tmp_path / "settings.json") == Settings(window_width=1300)


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not write_settings(tmp_path / "file" / "settings.json", Settings())


def test_text_grows_and_shrinks_between_100_and_200_per_cent() -> None:
    settings = Settings()
    sizes = [(settings := larger(settings, 1)).text_size for _ in range(5)]
    assert sizes == [125, 150, 175, 200, 200]
    assert larger(settings, 0).text_size == 100
    assert larger(Settings(), -1).text_size == 100


def test_a_report_holds_types_and_places_and_no_words() -> None:
    try:
        try:
            raise KeyError("Jordan Ellery")
        except KeyError as inner:
            raise ValueError("he lives at 4 Mill Lane") from inner
    except ValueError as error:
        report = log.report(error, "1.2.3")
    assert "ValueError" in report
    assert "KeyError" in report
    assert f"{__name__}:" in report
    assert "Jordan" not in report
    assert "Mill" not in report


def test_a_note_says_its_code_and_where_and_no_words() -> None:
    stream = io.StringIO()
    try:
        raise RuntimeError("Jordan Ellery")
    except RuntimeError as error:
        log.note("fault", error, to=stream)
    assert stream.getvalue().startswith("roth-planner: fault RuntimeError ")
    assert "Jordan" not in stream.getvalue()
    assert log.events()[-1].code == "fault"


def test_the_unlock_page_needs_nothing_heavy(tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", Settings(last_vault=str(tmp_path)))
    program = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication;"
        "from ui.app import open_window; from ui.window import Surroundings;"
        "application = QApplication([]); home = Path(sys.argv[1]);"
        "window = open_window(application, Surroundings(home / 'settings.json', home));"
        "application.processEvents(); print(type(window.page).__name__, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    page, *loaded = done.stdout.split()
    assert page == "UnlockPage"
    assert [name for name in loaded if name.startswith((*HEAVY, *AFTER_THE_PAGE))] == []
