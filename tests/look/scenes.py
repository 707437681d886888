"""The scenes a person looks at, by name: how to come there, and when it is complete."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QLineEdit

from roth_planner.errors import CannotWrite
from roth_planner.vault import FLOOR
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import case_lines
from tests.fixtures.large_case import large_case
from tests.look.safety_scenes import safety_scenes
from ui.maps.map_page import MapPage
from ui.maps.weighting_board import WeightingBoard
from ui.models.journey import Line, Place
from ui.pages.caseload import CaseloadPage
from ui.pages.directory import DirectoryPage
from ui.pages.make_vault import MakeVaultPage
from ui.pages.paper import PaperPage
from ui.pages.section_page import SectionPage
from ui.pages.unlock import UnlockPage
from ui.pages.workspace import WorkspacePage

if TYPE_CHECKING:
    from tests.look.pictures import Walk

DIALOG = QDialog
CODE = "7KQ2-M9XT-4HVB-2C8D-PR5N-J3WG-6YAZ"
PASSPHRASE = "kettle orbit walnut drizzle"


@dataclass(frozen=True)
class Scene:
    """One picture's subject. ``seconds`` are for what Qt draws in its own time, as pages are."""

    name: str
    go: Callable[[Walk], None]
    done: Callable[[Walk], bool] = lambda walk: True
    seconds: float = 0

    def until(self, walk: Walk) -> Callable[[], bool]:
        """Whether the scene is complete."""
        return partial(self.done, walk)


def all_scenes(walk: Walk) -> Iterator[Scene]:
    """Every scene, those without a vault first."""
    yield Scene("welcome", lambda walk: walk.fresh().show_welcome())
    yield Scene(
        "unlock", lambda walk: walk.window.show_unlock(Path("/home/chair/My vault.rothvault"))
    )
    yield Scene("unlock-wrong", _unlock_wrong)
    yield Scene("unlock-missing", _unlock_missing)
    yield Scene("make-vault", _make_vault)
    yield Scene("make-vault-weak", _make_vault_weak)
    yield Scene("recovery-code", _recovery_code)
    yield Scene("type-back", _type_back)
    for name, go in safety_scenes():
        yield Scene(name, go)
    yield Scene("cases-empty", _cases_empty)
    yield Scene("cases", _practise)
    yield Scene("cases-new", _new_case)
    yield Scene("cases-nothing-found", _nothing_found)
    _practise(walk)
    _enter_case(walk)
    page = _workspace(walk)
    seen: set[str] = set()
    places: list[Place] = []
    for entry in page.side.entries:
        if entry.leads_to is not None and entry.leads_to.guide not in seen:
            seen.add(entry.leads_to.guide)
            guide = page.session.workbook.catalogue.guide(entry.leads_to.guide)
            places += [Place(guide.key, one.key, entry.leads_to.ref) for one in guide.sections]
    for place in places:
        yield Scene(f"section-{place.guide}-{place.section}", partial(_section, place))
    yield Scene("guidance", _guidance)
    yield Scene("row-open", _row_open)
    yield Scene("gaps", _gaps)
    yield Scene("map", partial(_picture, Line.MAP))
    yield Scene("map-chosen", _map_chosen)
    yield Scene("weighting-board", partial(_picture, Line.BOARD))
    yield Scene("weighting-board-why", _board_why)
    yield Scene("own-map", partial(_picture, Line.OWN_MAP))
    yield Scene("timeline", partial(_picture, Line.TIMELINE))
    yield Scene("every-change", partial(_picture, Line.CHANGES))
    yield Scene("directory", _directory)
    yield Scene("directory-person", _directory_person)
    yield Scene("name-shown", _name_shown)
    yield Scene("add-context_plan", partial(_add, "context_plan"))
    yield Scene("add-guardian", partial(_add, "guardian"))
    yield Scene("add-conference", partial(_add, "conference"))
    yield Scene("documents", _documents, _pages_shown, 0.5)
    yield Scene("documents-warning", _documents_warning, _pages_shown, 0.5)
    yield Scene("not-saved", _not_saved)
    yield Scene("keys", lambda walk: walk.window.actions_.keys.trigger())
    yield Scene("map-large", _map_large)
    yield Scene("crash", _crash)


def _unlock_wrong(walk: Walk) -> None:
    folder = walk.home / "Another vault.rothvault"
    if not folder.exists():
        Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0].close()
    walk.window.show_unlock(folder)
    page = _shown(walk, UnlockPage)
    page.secret.edit.setText("not this one")
    page.unlock.click()
    walk.settle(lambda: not page.busy)


def _unlock_missing(walk: Walk) -> None:
    folder = walk.home / "Broken vault.rothvault"
    folder.mkdir(exist_ok=True)
    walk.window.show_unlock(folder)
    page = _shown(walk, UnlockPage)
    page.secret.edit.setText("some words")
    page.unlock.click()
    walk.settle(lambda: not page.busy)


def _make_vault(walk: Walk) -> None:
    walk.window.show_make_vault()


def _make_vault_weak(walk: Walk) -> None:
    walk.window.show_make_vault()
    step = _shown(walk, MakeVaultPage).passphrase
    step.first.edit.setText("password2026")
    step.again.edit.setText("password2026")
    step.make.click()


def _recovery_code(walk: Walk) -> None:
    walk.window.show_make_vault()
    page = _shown(walk, MakeVaultPage)
    page.code.show_code(CODE)
    page.type_back.ask_about(CODE)
    page.go_to(page.code)


def _type_back(walk: Walk) -> None:
    _recovery_code(walk)
    page = _shown(walk, MakeVaultPage)
    page.code.noted_down.click()
    page.type_back.fields[1].edit.setText("XXXX")
    page.type_back.open.click()


def _cases_empty(walk: Walk) -> None:
    window = walk.fresh()
    folder = walk.home / "Empty vault.rothvault"
    workbook = (
        Workbook.open(folder, PASSPHRASE)
        if folder.exists()
        else Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
    )
    window.open_workbook(workbook, folder)


def _practise(walk: Walk) -> None:
    window = walk.fresh()
    window.show_practice()
    walk.settle(lambda: isinstance(window.page, CaseloadPage))


def _new_case(walk: Walk) -> None:
    _practise(walk)
    _shown(walk, CaseloadPage).new_case.click()


def _nothing_found(walk: Walk) -> None:
    _practise(walk)
    _shown(walk, CaseloadPage).search.setText("zebra")


def _enter_case(walk: Walk) -> None:
    if isinstance(walk.window.page, WorkspacePage):
        return
    if walk.window.session is None:
        _practise(walk)
    session = walk.window.session
    assert session is not None
    walk.window.show_case(case_lines(session.workbook)[0].ref)
    walk.settle()


def _workspace(walk: Walk) -> WorkspacePage:
    _enter_case(walk)
    page: WorkspacePage = _shown(walk, WorkspacePage)
    return page


def _section(place: Place, walk: Walk) -> None:
    _workspace(walk).go_to(place)


def _first(walk: Walk, guide: str, section: str) -> SectionPage:
    page = _workspace(walk)
    ref = next(
        entry.leads_to.ref
        for entry in page.side.entries
        if entry.leads_to is not None and entry.leads_to.guide == guide
    )
    page.go_to(Place(guide, section, ref))
    walk.settle()
    assert isinstance(page.middle, SectionPage)
    return page.middle


def _guidance(walk: Walk) -> None:
    page = _first(walk, "case", "case")
    question = page.section.questions[-1]
    page.view.go_to(question.key)
    _workspace(walk).guidance.show_question(question)


def _row_open(walk: Walk) -> None:
    page = _first(walk, "account", "harms")
    row: Any = page.view.form.rows["harms"]
    row.open_row(row.model.refs[0])


def _gaps(walk: Walk) -> None:
    page = _first(walk, "case", "case")
    page.view.go_to("reference")
    field = walk.window.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    field.del_()
    page.view.finish()


def _picture(line: Line, walk: Walk) -> None:
    _workspace(walk).show_picture(line)


def _map_chosen(walk: Walk) -> None:
    _picture(Line.MAP, walk)
    page = _workspace(walk).middle
    assert isinstance(page, MapPage)
    page.list.setCurrentIndex(page.lines.index(page.lines.row_of(page.shown.places[0].ref)))


def _board_why(walk: Walk) -> None:
    _picture(Line.BOARD, walk)
    page = _workspace(walk).middle
    assert isinstance(page, WeightingBoard)
    row = next(iter(page.rows.values()))
    row.rail.put.emit(7)
    walk.settle()
    if row.form is None:
        row.more.click()


def _directory(walk: Walk) -> None:
    _enter_case(walk)
    walk.window.actions_.directory.trigger()


def _directory_person(walk: Walk) -> None:
    _directory(walk)
    page = _shown(walk, DirectoryPage)
    page.open(page._people.lines[0].ref)


def _name_shown(walk: Walk) -> None:
    assert walk.window.session is not None
    while walk.window.session.workbook.can_undo:
        walk.window.session.undo()
    _first(walk, "account", "words")
    side = _workspace(walk).side
    if not side.name_shown:
        side.show_name.click()


def _not_saved(walk: Walk) -> None:
    _enter_case(walk)
    side = _workspace(walk).side
    side.hide_name()
    assert walk.window.session is not None
    walk.window.session.failed.emit(
        str(
            CannotWrite(
                "The disk is full, so the last answer is not saved. It is still on the screen."
                " Make room on the disk; we try again at every change."
            )
        )
    )


def _add(record: str, walk: Walk) -> None:
    walk.window.messages.clear()
    _workspace(walk).show_add(record)


def _documents(walk: Walk) -> None:
    walk.window.messages.clear()
    _workspace(walk).show_paper()


def _documents_warning(walk: Walk) -> None:
    _documents(walk)
    page = _workspace(walk).middle
    assert isinstance(page, PaperPage)
    walk.settle(lambda: page.ready)
    page.save.click()


def _pages_shown(walk: Walk) -> bool:
    page = _workspace(walk).middle
    return isinstance(page, PaperPage) and page.ready


def _map_large(walk: Walk) -> None:
    """A case of 60 people and 25 places, as hardly any case is."""
    window = walk.fresh()
    folder = walk.home / "Large vault.rothvault"
    if folder.exists():
        workbook = Workbook.open(folder, PASSPHRASE)
    else:
        workbook = Workbook.create(folder, PASSPHRASE, cost=FLOOR)[0]
        large_case(workbook)
    window.open_workbook(workbook, folder)
    window.show_case(case_lines(workbook)[0].ref)
    _picture(Line.MAP, walk)


def _crash(walk: Walk) -> None:
    for dialog in walk.window.findChildren(DIALOG):
        dialog.close()
    try:
        raise LookupError("a fault made for the picture")
    except LookupError as error:
        walk.window.meet(error)


def _shown(walk: Walk, kind: type[Any]) -> Any:
    page = walk.window.page
    assert isinstance(page, kind), type(page)
    return page
