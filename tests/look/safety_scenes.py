"""The scenes of the safety pages: keys, backups, health, older copies, damage, a full disk."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines, start_case
from ui.pages.delete_case import DeleteCase
from ui.pages.safety import SafetyPage
from ui.pages.safety_health import Health
from ui.pages.safety_restore import Restore
from ui.pages.save_elsewhere import SaveElsewhere
from ui.pages.unlock import UnlockPage
from ui.ways_to_safety import show_delete_case, show_safety
from ui.ways_while_closed import show_help, to_unlocking

if TYPE_CHECKING:
    from tests.look.pictures import Walk

PASSPHRASE = "kettle orbit walnut drizzle"
Go = Callable[["Walk"], None]


def safety_scenes() -> Iterator[tuple[str, Go]]:
    """Name of each, and how to come there."""
    yield "safety", _safety
    yield "safety-done", _done
    for name in ("passphrase", "new_code", "rekey", "remember", "test_code", "promises"):
        yield f"safety-{name.replace('_', '-')}", partial(_step, name)
    yield "safety-restore", _restore
    yield "safety-health", _health
    yield "safety-health-well", _well
    yield "cases-backup-line", _line
    yield "cases-no-backup", _warning
    yield "save-elsewhere", _elsewhere
    yield "unlock-older", _older
    yield "unlock-damaged", _damaged
    yield "ways-out", _ways_out
    yield "closed", _closed
    yield "locking", _locking
    yield "delete-case", _delete_case
    yield "delete-case-held", _delete_case_held
    yield "delete-case-done", _delete_case_done


def _open(walk: Walk) -> Path:
    window = walk.fresh()
    folder = walk.home / "Kept vault.rothvault"
    if folder.exists():
        workbook = Workbook.open(folder, PASSPHRASE)
    else:
        workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
        start_case(workbook, "J.", "", "R-2026-014")
        start_case(workbook, "A. K.", "", "R-2026-020")
    window.open_workbook(workbook, folder)
    window.messages.clear()
    upkeep: Any = window.session and window.session.upkeep
    upkeep.begin()
    walk.settle(lambda: not upkeep.busy)
    window.messages.clear()
    return folder


def _safety(walk: Walk) -> None:
    _open(walk)
    show_safety(walk.window)


def _done(walk: Walk) -> None:
    _safety(walk)
    _page(walk).overview.say("Your passphrase is changed. Destroy copies that nobody needs.")


def _step(name: str, walk: Walk) -> None:
    _safety(walk)
    _page(walk).do(name)


def _restore(walk: Walk) -> None:
    _safety(walk)
    page = _page(walk)
    page.do("restore")
    step = page.shown
    assert isinstance(step, Restore)
    step.secret.edit.setText(PASSPHRASE)
    step.look.click()
    walk.settle(lambda: not step.busy)


def _health(walk: Walk) -> None:
    folder = _open(walk)
    (folder / "ballast").unlink()
    (folder / "header.bak").write_bytes(b"{}")
    (folder / "data (conflicted copy).db").write_bytes(b"x")
    _check(walk)


def _well(walk: Walk) -> None:
    _open(walk)
    (walk.home / "Kept vault.rothvault" / "data (conflicted copy).db").unlink(missing_ok=True)
    _check(walk)


def _check(walk: Walk) -> None:
    show_safety(walk.window, "health")
    step = _page(walk).shown
    assert isinstance(step, Health)
    walk.settle(lambda: not step.busy)


def _line(walk: Walk) -> None:
    _open(walk)


def _warning(walk: Walk) -> None:
    _open(walk)
    upkeep: Any = walk.window.session and walk.window.session.upkeep
    upkeep.trouble = (
        "The disk is full, so no backup was made. The vault and the backups of before are as they"
        " were. Make room on the disk and try again."
    )
    upkeep.changed.emit()


def _elsewhere(walk: Walk) -> None:
    _open(walk)
    session = walk.window.session
    assert session is not None
    walk.window.show_case(case_lines(session.workbook)[0].ref)
    session.disk_trouble = True
    session.failed.emit(
        "The disk is full, so this was not saved. Everything saved before is safe. Make room on the"
        " disk and try again."
    )
    session.copy_wanted.emit()
    dialog = walk.window.findChildren(SaveElsewhere)[-1]
    dialog.take_folder("/media/chair/stick")


def _closed(walk: Walk) -> None:
    folder = _open(walk)
    walk.window.close_session()
    words = (
        "The restored vault is in use now. Unlock it with the passphrase of the time of the backup."
    )
    to_unlocking(walk.window, folder, words)


def _locking(walk: Walk) -> None:
    _open(walk)
    walk.settle(lambda: walk.window.capture is not None)
    walk.window.actions_.locking.trigger()
    walk.window.header.show_shared(dt.datetime(2026, 3, 12, 14, 32))


def _delete_case(walk: Walk) -> DeleteCase:
    _open(walk)
    session = walk.window.session
    assert session is not None
    walk.window.show_case(case_lines(session.workbook)[0].ref)
    show_delete_case(walk.window)
    page = walk.window.page
    assert isinstance(page, DeleteCase)
    return page


def _delete_case_held(walk: Walk) -> None:
    page = _delete_case(walk)
    session = walk.window.session
    assert session is not None
    case = case_lines(session.workbook)[0].ref
    session.save(case, {"hold": "yes", "hold_reason": "A complaint is open until June."})
    page.left.emit()
    show_delete_case(walk.window)


def _delete_case_done(walk: Walk) -> None:
    _open(walk)
    session = walk.window.session
    assert session is not None
    start_case(session.workbook, "D.", "", "R-2026-099")
    last = next(line for line in case_lines(session.workbook) if line.reference == "R-2026-099")
    walk.window.show_case(last.ref)
    show_delete_case(walk.window)
    page = walk.window.page
    assert isinstance(page, DeleteCase)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
    page.take_file(str(walk.home / "deleted-R-2026-099.pdf"))
    page.confirm.edit.setText("R-2026-099")
    page.delete.click()
    walk.settle(lambda: page.done is not None)


def _older(walk: Walk) -> None:
    folder = _open(walk)
    session = walk.window.session
    assert session is not None
    older = walk.home / "Older vault.rothvault"
    shutil.rmtree(older, ignore_errors=True)
    shutil.copytree(folder, older)
    (older / "lock").write_bytes(b"")
    start_case(session.workbook, "L.", "", "R-2026-021")
    walk.fresh()
    _unlock(walk, older)


def _damaged(walk: Walk) -> None:
    _open(walk)
    folder = walk.home / "Damaged vault.rothvault"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(walk.home / "Kept vault.rothvault", folder)
    walk.fresh()
    (folder / "data.db").write_bytes(bytes(20_000))
    _unlock(walk, folder)


def _ways_out(walk: Walk) -> None:
    _damaged(walk)
    show_help(walk.window, walk.home / "Damaged vault.rothvault", walk.window.messages.words)


def _unlock(walk: Walk, folder: Path) -> None:
    walk.window.show_unlock(folder)
    page = walk.window.page
    assert isinstance(page, UnlockPage)
    page.secret.edit.setText(PASSPHRASE)
    page.unlock.click()
    walk.settle(lambda: not page.busy)


def _page(walk: Walk) -> SafetyPage:
    page = walk.window.page
    assert isinstance(page, SafetyPage)
    return page
