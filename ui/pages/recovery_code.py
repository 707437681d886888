"""The recovery code, shown once, and the proof that it was written down."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui import theme
from ui.pages.page import Field
from ui.pages.step import StepPage
from ui.widgets.buttons import MainButton, PlainButton
from ui.widgets.flow import Flow
from ui.widgets.frames import Card
from ui.widgets.words import Muted, Title, Words

COPIED = (
    "Copied. Paste it where only you can read it. It is taken off the clipboard after a minute, and"
    " when the program locks or closes."
)
SHOWN_MS = 3 * 60_000
"""How long a code stays on a screen that nobody may be looking at."""
HIDDEN = "The code is hidden, because it was on the screen for three minutes. Nothing is lost."
ASKED = 2
"""Groups typed back; more would only be patience, fewer could be luck."""


def groups_of(code: str) -> tuple[str, ...]:
    """The groups of a code as it is shown."""
    return tuple(part for part in code.split("-") if part)


class CodeStep(StepPage):
    """Shows the code until the chair says that it is on paper."""

    noted = Signal()

    def __init__(self, step: str = "Step 2 of 3", *others: QWidget) -> None:
        super().__init__("Write down your recovery code", step)
        self._code = ""
        self.add(
            Words(
                "This code opens your vault if you forget the passphrase. It is shown only now."
                " Write it on paper and keep the paper away from the laptop."
            ),
            Words("If you lose both the passphrase and this code, nobody can open the vault."),
            gap=theme.SPACE_INSIDE,
        )
        self._groups = Flow(gap=16, line_gap=8)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.addWidget(self._groups)
        self.card = card
        self.add(card, gap=theme.SPACE_ROWS)
        self.noted_down = MainButton("I have written it down")
        self.copy = PlainButton("Copy the code")
        self.print = PlainButton("Print the code")
        self._said = Muted()
        self.show_again = PlainButton("Show the code")
        self.show_again.clicked.connect(self.arrive)
        self.add_left(self.show_again)
        self.show_again.hide()
        self.hide_later = QTimer(self)
        self.hide_later.setSingleShot(True)
        self.hide_later.setInterval(SHOWN_MS)
        self.hide_later.timeout.connect(self._hide)
        self.add_left(self.noted_down, self.copy, self.print, *others, gap=theme.SPACE_ROWS)
        self.add(self._said)
        self.add(
            Muted(
                "A copy in a file or a message can be read by others, and some printers remember"
                " what they print. Paper written by hand is safest."
            )
        )
        self.end()
        self.noted_down.clicked.connect(self.noted)
        self.copy.clicked.connect(self._copy)
        self.print.clicked.connect(self._print)

    def arrive(self) -> None:
        """Begin at the main button; the code is read out with the page."""
        self.card.show()
        self.show_again.hide()
        self._said.setText("")
        self.hide_later.start()
        self.noted_down.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_code(self, code: str) -> None:
        """Show a code, or forget it for "" ."""
        self._code = code
        for old in self._groups.widgets():
            self._groups.take(old)
        for number, group in enumerate(groups_of(code), 1):
            self._groups.add(_Group(number, group))
        spoken = ". ".join(f"Group {n}: {' '.join(g)}" for n, g in enumerate(groups_of(code), 1))
        self.card.setAccessibleName(f"Recovery code. {spoken}" if code else "")
        self._said.setText("")

    def shown(self) -> str:
        """The code as it stands on the page."""
        groups = [group for group in self._groups.widgets() if isinstance(group, _Group)]
        return "-".join(group.letters for group in groups)

    def _hide(self) -> None:
        """Nobody may be at the laptop any more."""
        self.card.hide()
        self.show_again.show()
        self._said.setText(HIDDEN)

    def _copy(self) -> None:
        from ui.leftovers import marked

        QGuiApplication.clipboard().setMimeData(marked(self._code))
        self._said.setText(COPIED)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("Document")
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._put_on_paper(printer))
        QDialog.open(dialog)  # Qt's own overload with a slot hides the one without

    def _put_on_paper(self, printer: object) -> None:
        from PySide6.QtGui import QTextDocument
        from PySide6.QtPrintSupport import QPrinter

        assert isinstance(printer, QPrinter)
        page = QTextDocument()
        page.setDefaultFont(QFont("Atkinson Hyperlegible Next", 14))
        numbered = "\n".join(f"{n}.  {group}" for n, group in enumerate(groups_of(self._code), 1))
        page.setPlainText(
            "Recovery code for a ROTH Planner vault\n\n"
            f"{numbered}\n\n"
            "Keep this paper away from the laptop. With it, anybody who has the laptop can open the"
            " vault. If the passphrase and this code are both lost, nobody can open it.\n"
        )
        page.print_(printer)
        self._said.setText("Sent to the printer.")


class TypeBackStep(StepPage):
    """Asks for two groups of the code, chosen by chance."""

    right = Signal()
    back = Signal()

    def __init__(self, step: str = "Step 3 of 3", go_on: str = "Open the vault") -> None:
        super().__init__("Type back two groups", step)
        self._groups: tuple[str, ...] = ()
        self._asked: tuple[int, ...] = ()
        self.add(
            Words("This makes sure that the code on your paper is right and can be read."),
            gap=theme.SPACE_INSIDE,
        )
        self.fields = [Field("Group") for _ in range(ASKED)]
        for field in self.fields:
            self.add(field, gap=theme.SPACE_ROWS)
            field.edit.returnPressed.connect(self._check)
        self.open = MainButton(go_on)
        self.show_again = PlainButton("Show the code again")
        self.add_left(self.open, self.show_again, gap=theme.SPACE_ROWS)
        self.end()
        self.open.clicked.connect(self._check)
        self.show_again.clicked.connect(self.back)

    def arrive(self) -> None:
        """Begin in the first of the two."""
        self.fields[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_about(self, code: str) -> None:
        """Ask for two groups of this code."""
        self._groups = groups_of(code)
        picked = secrets.SystemRandom().sample(range(len(self._groups)), ASKED) if code else []
        self._asked = tuple(sorted(picked))
        for field, group in zip(self.fields, self._asked, strict=False):
            field.rename(f"Group {group + 1} of your recovery code")
        for field in self.fields:
            field.edit.clear()
            field.set_problem("")

    @property
    def asked(self) -> tuple[int, ...]:
        """Which groups are asked for, counted from 0."""
        return self._asked

    def _check(self) -> None:
        from roth_planner.vault import tidy

        wrong = [
            field
            for field, group in zip(self.fields, self._asked, strict=True)
            if tidy(field.text()) != tidy(self._groups[group])
        ]
        for field in reversed(wrong):
            field.complain("This is not what the code says here. Look at your paper again.")
        if not wrong and self._groups:
            self.right.emit()


class _Group(QWidget):
    """One group of the code, in letters that cannot be mixed up, with its number."""

    def __init__(self, number: int, letters: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        label = Muted(str(number))
        self._letters = words = Title(letters)
        words.setWordWrap(False)
        words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
        column.addWidget(words)

    @property
    def letters(self) -> str:
        """The letters of this group."""
        return self._letters.text()
