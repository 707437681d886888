"""The way from a case to the check-answers page, on to one answer, and back to the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.models.journey import Line, Place
from ui.pages.section_page import SectionPage

if TYPE_CHECKING:
    from ui.pages.check_answers import CheckAnswersPage, Spot
    from ui.pages.workspace import WorkspacePage

WAY_BACK = "Back to checking your answers"


def show(
    workspace: WorkspacePage, only: Place | None = None, spot: Spot | None = None
) -> CheckAnswersPage | None:
    """Show the answers of the case, or of one section; at ``spot`` if it is still there.

    None when what was typed before could not be kept; then it is still on the screen.
    """
    from ui.pages.check_answers import CheckAnswersPage

    if not workspace.commit():
        return None
    page = CheckAnswersPage(workspace.session, workspace.case, only)
    page.change_wanted.connect(lambda spot: change(workspace, only, spot))
    page.left.connect(lambda: leave(workspace, only))
    onward = workspace.show_paper if only is None else lambda: leave(workspace, only)
    page.go_on.clicked.connect(lambda: onward())
    page.back.setVisible(only is None)
    workspace.show_other(Line.CHECK, page)
    if spot is not None and not page.go_to(spot):
        page.arrive()
    return page


def change(workspace: WorkspacePage, only: Place | None, spot: Spot) -> None:
    """Go to one answer, with a way back to the page it was changed from."""
    if not workspace.go_to(spot.place) or not isinstance(workspace.middle, SectionPage):
        return
    page = workspace.middle
    page.offer_way_back(WAY_BACK, lambda: show(workspace, only, spot))
    row = spot.owner if spot.owner != spot.place.ref else None
    if not page.view.go_to(spot.key, row):
        page.arrive()


def leave(workspace: WorkspacePage, only: Place | None) -> None:
    """Back to the section that was checked, or to the list of what there is to do."""
    if only is not None and workspace.go_to(only):
        workspace.middle.arrive()
    else:
        workspace.side.focus_here()


def show_here(workspace: WorkspacePage) -> None:
    """Check the section that is shown; the whole case where no section is."""
    page = show(workspace, workspace.place)
    if page is not None:
        page.arrive()
