"""The real program, as it is started by its icon, with a robot in front of it.

The robot reads one order a line from standard input, does it at the keyboard, and answers a line.
"""

from __future__ import annotations

import sys
from threading import Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

import ui  # noqa: F401
from roth_planner.__main__ import main
from ui.pages.unlock import UnlockPage
from ui.pages.workspace import WorkspacePage
from ui.window import Window


class Robot(QObject):
    """Does what it is told."""

    ordered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.ordered.connect(self.do, Qt.ConnectionType.QueuedConnection)

    @property
    def window(self) -> Window:
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, Window))

    def do(self, line: str) -> None:
        order, _, words = line.partition(" ")
        getattr(self, order)(words)

    def unlock(self, words: str) -> None:
        page = self.window.page
        assert isinstance(page, UnlockPage)
        QTest.keyClicks(page.secret.edit, words)
        QTest.keyClick(page.secret.edit, Qt.Key.Key_Return)
        self.answer_when(lambda: self.window.session is not None)

    def case(self, _words: str) -> None:
        """Open the first case of the list, and go into its longest question."""
        from roth_planner.workbook.caseload import case_lines

        session = self.window.session
        assert session is not None
        self.window.show_case(case_lines(session.workbook)[0].ref)
        self.say("case")

    def types(self, words: str) -> None:
        """Type into the first long text of the section."""
        page = self.window.page
        assert isinstance(page, WorkspacePage)
        boxes = page.middle.findChildren(QPlainTextEdit)
        boxes[0].setFocus()
        QTest.keyClicks(boxes[0], words)
        self.say(f"typed {boxes[0].toPlainText()}")

    def place(self, _words: str) -> None:
        """Say where the cursor is."""
        at = QApplication.focusWidget()
        if isinstance(at, QPlainTextEdit):
            self.say(f"{at.textCursor().position()} {at.toPlainText()}")
        else:
            self.say(type(at).__name__)

    def paper(self, _words: str) -> None:
        """Show the documents, with the first one drawn."""
        page = self.window.page
        assert isinstance(page, WorkspacePage)
        page.show_paper()
        self.answer_when(lambda: not self.window.jobs.busy)

    def copies(self, _words: str) -> None:
        """Copy the whole text of the field."""
        at = QApplication.focusWidget()
        assert isinstance(at, QLineEdit | QPlainTextEdit)
        at.selectAll()
        at.copy()
        self.say("copied")

    def menu(self, _words: str) -> None:
        """Open a menu, which waits for an answer in a loop of its own."""
        QTimer.singleShot(0, self.window.header.menu.showMenu)
        self.say("menu")

    def dialog(self, _words: str) -> None:
        """Open a modal dialog that waits in a loop of its own."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self.window)
        QTimer.singleShot(0, box.exec)
        self.say("dialog")

    def printing(self, _words: str) -> None:
        """Open the question how to print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self.printer = QPrinter()  # the dialog does not keep it
        self.dialog_ = QPrintDialog(self.printer, self.window)
        QTimer.singleShot(0, self.dialog_.exec)
        self.say("printing")

    def works(self, _words: str) -> None:
        """Begin something slow beside the window."""
        import time

        self.window.jobs.start(lambda: time.sleep(600), print, print)
        self.say("works")

    def code(self, words: str) -> None:
        """Show a new recovery code, before anything is changed by it."""
        from ui.pages.safety import SafetyPage
        from ui.pages.safety_new_keys import ReplaceCode
        from ui.ways_to_safety import show_safety

        show_safety(self.window, "new_code")
        page = self.window.page
        assert isinstance(page, SafetyPage)
        step = page.shown
        assert isinstance(step, ReplaceCode)
        QTest.keyClicks(step.secret.edit, words)
        QTest.keyClick(step.secret.edit, Qt.Key.Key_Return)
        self.answer_when(lambda: page.shown is not step)

    def backup(self, _words: str) -> None:
        """Begin a backup, and do not wait for it."""
        session = self.window.session
        assert session is not None
        assert session.upkeep is not None
        session.upkeep.begin()
        self.say("backup")

    def closed(self, _words: str) -> None:
        """Close the vault for what can only be done while it is closed."""
        from ui.ways_while_closed import close_and_help

        close_and_help(self.window, "health")
        self.say("closed")

    def locks(self, _words: str) -> None:
        self.window.actions_.lock.trigger()

    def idles(self, _words: str) -> None:
        """Nobody was there for longer than allowed."""
        triggers = self.window.triggers
        assert triggers is not None
        triggers.idle.idle.emit()

    def watched(self, _words: str) -> None:
        self.answer_when(lambda: self.window.triggers is not None)

    def heard(self, _words: str) -> None:
        """Wait until the system waits for this program, and tells it of the session."""
        triggers = self.window.triggers
        assert triggers is not None
        signals = triggers._signals
        self.answer_when(lambda: signals._inhibitor is not None and signals._mine)

    def page(self, _words: str) -> None:
        self.say(type(self.window.page).__name__)

    def answer_when(self, fact: object) -> None:
        timer = QTimer(self)

        def look() -> None:
            if fact():  # type: ignore[operator]
                timer.stop()
                self.say("done")

        timer.timeout.connect(look)
        timer.start(20)

    def say(self, words: str) -> None:
        print(words, flush=True)


def hear(robot: Robot) -> None:
    for line in sys.stdin:
        robot.ordered.emit(line.rstrip("\n"))


if __name__ == "__main__":
    robot = Robot()
    Thread(target=hear, args=(robot,), daemon=True).start()
    sys.exit(main([]))
