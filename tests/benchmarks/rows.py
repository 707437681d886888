"""Adding the 400th row of a list, beside adding the 10th: a long list must not slow down.

In the workbook, and in the window with the list on the screen; the slower of the two is reported.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from roth_planner.guides.spec import Question
from roth_planner.vault import FLOOR
from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.caseload import parts, start_case
from tests.benchmarks.measure import Row, side_by_side
from tests.fixtures import PASSPHRASE

LIMIT = 1.5
SHORT, LONG = 9, 399
ROUNDS = 15


def measure(folder: Path) -> Row:
    """Both lists are put back to their length after every row that is added."""
    workbook = Workbook.create(folder / "rows.rothvault", PASSPHRASE, kind="practice", cost=FLOOR)[
        0
    ]
    harms = workbook.catalogue.guide("account").question("harms")
    accounts = [_account_with(workbook, harms, length) for length in (SHORT, LONG)]
    found = [_in_workbook(workbook, harms, *accounts), _in_window(workbook, harms, *accounts)]
    workbook.close()
    return max(found, key=lambda row: row.ratio)


def _account_with(workbook: Workbook, harms: Question, length: int) -> Ref:
    account = parts(workbook, start_case(workbook, f"J{length}.")).account
    rows = [{"what_happened": f"What was done, number {number}."} for number in range(length)]
    workbook.add_rows(account, harms, rows)
    return account


def _in_workbook(workbook: Workbook, harms: Question, short: Ref, long: Ref) -> Row:
    def add(account: Ref) -> None:
        added = workbook.add_row(account, harms, {"what_happened": "One more."}).added[0]
        workbook.remove(added)

    name = "400th row, workbook"
    return side_by_side(name, lambda: add(long), lambda: add(short), LIMIT, rounds=ROUNDS, times=3)


def _in_window(workbook: Workbook, harms: Question, short: Ref, long: Ref) -> Row:
    """The row is added, opened, left with nothing in it, and so taken out again."""
    from ui import theme
    from ui.forms.choosing import SessionChooser
    from ui.forms.record_form import RecordForm
    from ui.forms.repeat_view import RepeatView
    from ui.session import Session

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, theme.Theme())
    session = Session(workbook, workbook.vault.folder)
    views = {}
    for account in (short, long):
        chooser = SessionChooser(session, None)
        view = views[account] = RepeatView(session, harms, account, chooser, RecordForm)
        view.resize(700, 800)
        view.show()
    application.processEvents()

    def add(account: Ref) -> None:
        view = views[account]
        view.add_row()
        application.processEvents()
        view.close_row()
        application.processEvents()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    name = "400th row, window"
    return side_by_side(name, lambda: add(long), lambda: add(short), LIMIT, rounds=ROUNDS)
