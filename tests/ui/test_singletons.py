"""The program outlives the miscounting of PySide6 6.12.0 on Python 3.11."""

from __future__ import annotations

import subprocess
import sys

CALLS = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import ui
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
class Sender(QObject):
    sent = Signal(object)
label, sender = QLabel(), Sender()
sender.sent.connect(label.setText)
for _ in range(50_000):
    label.setText("again")
    sender.sent.emit("and again")
print("still here")
"""


def test_a_hundred_thousand_calls_do_not_end_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "still here", done.stderr[-400:]
