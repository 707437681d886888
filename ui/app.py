"""Starts the program with a window. Nothing heavy is loaded before the first page is drawn.

A chair unlocks many times a day, so what the first page does not need is imported where it is
used: SQLAlchemy, the cipher, the guides, the PDF parts.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.window import Surroundings, Window


def run(start: str = "", case_file: Path | None = None) -> int:
    """Show the window until it is closed or locked; gives the program's exit code.

    ``start`` is "practice" to begin in the practice vault, with the case of ``case_file`` if there
    is one.
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
    window = open_window(
        application, Surroundings(settings_file(), user_folder()), start, case_file
    )
    hook = FaultHook()
    hook.met.connect(window.meet)
    hook.install()
    QTimer.singleShot(0, gc.enable)
    code = application.exec()
    gc.freeze()  # all of it goes with the process; looking through it would only take time
    return code


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


def probe() -> int:
    """Open the window, let it draw its first page, and close it; for the self-test."""
    from tempfile import TemporaryDirectory

    from PySide6.QtWidgets import QApplication

    from ui import theme
    from ui.window import Surroundings

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
