"""The program outlives the faults of PySide6 6.12.0 on Python 3.11."""

from __future__ import annotations

import subprocess
import sys


def tried(words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=60)


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
    done = tried(CALLS)
    assert done.stdout.strip() == "still here", done.stderr[-400:]


FAULTS = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import ui
from PySide6.QtCore import QTimer
from PySide6.QtGui import QSyntaxHighlighter
from PySide6.QtWidgets import QApplication, QPlainTextEdit
app = QApplication([])
met = []
sys.excepthook = lambda kind, error, trace: met.append(kind.__name__)
class Lines(QSyntaxHighlighter):
    def highlightBlock(self, text):
        text and len(3)
class Box(QPlainTextEdit):
    def resizeEvent(self, event):
        if self.width() == 301:
            [][1]
class Lower(Box):
    def resizeEvent(self, event):
        super().resizeEvent(event)
def try_all():
    for box in (Box(), Lower()):
        box.show()
        yield lambda box=box: box.resize(301, 200)
    box = QPlainTextEdit()
    lines = Lines(box.document())
    yield lambda: box.setPlainText("words")
def go_on():
    action = next(actions, None)
    if action is None:
        return app.quit()
    QTimer.singleShot(10, go_on)
    action()
actions = try_all()
QTimer.singleShot(0, go_on)
app.exec()
print(*met)
"""


def test_a_fault_in_the_middle_of_qts_own_work_is_told_and_does_not_end_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAULTS], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["IndexError", "IndexError", "TypeError"], done.stderr[-400:]
