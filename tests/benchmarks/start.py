"""Start to the unlock page, beside a bare PySide6 window with one line edit: whole processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from roth_planner.vault import FLOOR, Vault
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 1.6

LEAVE = """
def leave_when_drawn(window):
    class Leave(QObject):
        def eventFilter(self, _watched, event):
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, lambda: os._exit(0))
            return False
    window.leave = Leave()
    window.installEventFilter(window.leave)
"""
OURS = f"""
import os, sys
from ui import app
opened = app.open_window
def open_window(application, *given):
    from PySide6.QtCore import QEvent, QObject, QTimer
    {LEAVE.replace(chr(10), chr(10) + "    ")}
    window = opened(application, *given)
    leave_when_drawn(window)
    assert type(window.page).__name__ == "UnlockPage"
    return window
app.open_window = open_window
from roth_planner.__main__ import main
sys.exit(main([]))
"""
BARE = f"""
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
{LEAVE}
application = QApplication(sys.argv[:1])
window = QMainWindow()
window.setCentralWidget(QLineEdit())
window.resize(1280, 860)
window.show()
leave_when_drawn(window)
sys.exit(application.exec())
"""


def measure(folder: Path) -> Row:
    """Both as processes of their own, from the command until the first picture is drawn."""
    vault = folder / "mine.rothvault"
    opened, _code = Vault.create(vault, PASSPHRASE, kind="practice", cost=FLOOR)
    opened.close()
    home = folder / "home"
    settings = home / "ROTH Planner" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"last_vault": str(vault)}), "utf-8")
    surroundings = {
        **os.environ,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),  # as an installed program has it
    }
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(code: str) -> None:
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=surroundings,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # without a timeout: waiting with one looks only every 50 ms (subprocess.Popen.wait)

    return side_by_side(
        "start to unlock page", lambda: run(OURS), lambda: run(BARE), LIMIT, rounds=11
    )
