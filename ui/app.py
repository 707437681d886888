"""Starts the program with a window. Nothing heavy is loaded before the first page is drawn.

A chair unlocks many times a day, so what the first page does not need is imported where it is
used: SQLAlchemy, the cipher, the guides, the PDF parts.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.window import Surroundings, Window

END_AFTER = 0.5
"""Seconds after the window is gone at which the process ends, whatever holds it."""


def run(start: str = "", case_file: Path | None = None) -> int:
    """Show the window until it is closed or locked; gives the program's exit code.

    ``start`` is "practice" to begin in the practice vault, with the case of ``case_file`` if there
    is one, and "locked practice" to offer that after a lock.
    """
    gc.disable()  # nothing made while starting is garbage; looking for it takes 10 % of the start
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from roth_planner.paths import user_folder
    from roth_planner.settings import settings_file
    from ui import theme
    from ui.faults import FaultHook
    from ui.window import NAME, Surroundings

    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    application = theme.new_application(sys.argv[0])
    application.setApplicationName(NAME)
    application.setApplicationDisplayName("")  # titles are said in full by the window
    application.setQuitOnLastWindowClosed(False)
    hook = FaultHook()
    hook.install()
    home = user_folder()
    temporary = private_temp(home)
    window = open_window(application, Surroundings(settings_file(), home), start, case_file)
    hook.met.connect(window.meet)
    QTimer.singleShot(0, gc.enable)
    window.ended.connect(lambda: _end_surely())
    code = application.exec()
    empty(temporary)
    return end_now(code)


def private_temp(home: Path) -> Path:
    """A folder for temporary files that nobody else can look into, empty.

    Nothing of ours writes any; a printing system may, with a document in it.
    """
    folder = home / "temp"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return folder
    empty(folder)
    for name in ("TMPDIR", "TMP", "TEMP"):
        os.environ[name] = str(folder)
    return folder


def empty(folder: Path) -> None:
    """Remove what is in a folder of temporary files."""
    import shutil

    with suppress(OSError):
        for one in folder.iterdir():
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one, ignore_errors=True)
            else:
                one.unlink(missing_ok=True)


def _end_surely() -> None:
    """End although a menu or a dialog of the system may still wait for an answer."""
    from threading import Timer

    patience = Timer(END_AFTER, end_now, (0,))
    patience.daemon = True
    patience.start()


def end_now(code: int) -> int:
    """End the process here. The vault is closed; what still runs beside the window, or waits in a
    dialog of the system, must hold nothing in memory any longer, and has nothing to tidy up."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # a windowed bundle has none
            stream.flush()
    os._exit(code)


def open_window(
    application: QApplication,
    surroundings: Surroundings,
    start: str = "",
    case_file: Path | None = None,
) -> Window:
    """The window, shown, on its first page."""
    from ui.window import Window

    window = Window(surroundings)
    window.begin(start, case_file)
    window.ended.connect(application.quit)
    if window.settings.maximised:
        window.showMaximized()
    else:
        window.show()
    return window


def has_screen() -> bool:
    """Whether a window can be shown; where it cannot, Qt ends the program without a word of ours.

    Told on Linux only, by what Qt itself goes by (doc.qt.io/qt-6/qpa.html).
    """
    told = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(map(os.environ.get, told))


def probe() -> int:
    """Open the window, let it draw its first page, and close it; for the self-test.

    On a computer without a screen it is drawn in memory.
    """
    from tempfile import TemporaryDirectory

    from PySide6.QtWidgets import QApplication

    from ui import theme
    from ui.window import Surroundings

    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    existing = QApplication.instance()
    application = (
        existing if isinstance(existing, QApplication) else theme.new_application(sys.argv[0])
    )
    with TemporaryDirectory(prefix="roth-planner-") as folder:
        surroundings = Surroundings(Path(folder) / "settings.json", Path(folder))
        window = open_window(application, surroundings)
        application.processEvents()
        drawn = window.isVisible() and not window.grab().isNull()
        window.close()
    return 0 if drawn else 1
