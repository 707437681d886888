"""What stands around every page: the header, the banner, the practice frame, colours and size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from roth_planner.settings import (
    SMALLEST_WINDOW,
    Settings,
    larger,
    read_settings,
    write_settings,
)
from ui import theme
from ui.actions import Actions
from ui.messages import Messages
from ui.pages.header import Header
from ui.pages.page import Page

if TYPE_CHECKING:
    from roth_planner.vault import Cost, Device
    from ui.widgets.banner import Banner
    from ui.widgets.ring import FocusRing

NAME = "ROTH Planner"


class Surroundings(NamedTuple):
    """What the window meets outside itself.

    ``home`` is the folder for new vaults and for the practice vault; ``cost`` the key cost of a
    new vault, ``start_again`` what starts a fresh, locked program with these arguments, ``device``
    the keyring of this computer; None is the usual one.
    """

    settings_file: Path
    home: Path
    cost: Cost | None = None
    start_again: Callable[[tuple[str, ...]], bool] | None = None
    device: Device | None = None


class Frame(QMainWindow):
    """A window that shows one page at a time and remembers how it looked."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self.surroundings = surroundings
        self.settings: Settings = read_settings(surroundings.settings_file)
        self.apply_theme()  # first, because widgets take their font when they are made
        self.actions_ = Actions(self)
        self.header = Header(self.actions_)
        self.messages = Messages(self._make_banner, self)
        self._ring: FocusRing | None = None
        self._pages = QStackedWidget()
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addWidget(self._pages, 1)
        self.setCentralWidget(self._body)
        self.setWindowTitle(NAME)
        self.setMinimumSize(*SMALLEST_WINDOW)
        self.resize(self.settings.window_width, self.settings.window_height)
        self._connect_looks()

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        page = self._pages.currentWidget()
        return page if isinstance(page, Page) else None

    def show_page(self, page: Page) -> None:
        """Show a page in place of the one before, which is thrown away."""
        old = self.page
        self.messages.clear()
        page.told.connect(self.messages.tell)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if old is not None:
            old.leave()
            self._pages.removeWidget(old)
            old.deleteLater()
        self.header.show_cases_button(False)
        page.arrive()

    def drop_page(self) -> None:
        """Show nothing any more; fields save when they hide, so this comes before the closing."""
        page = self.page
        if page is not None:
            page.leave()
            self._pages.removeWidget(page)
            page.hide()
            page.deleteLater()

    def show_standing(self, words: str) -> None:
        """Say something above every page that stays until the program ends."""
        from ui.widgets.banner import Banner

        standing = Banner(closable=False)
        self._column.insertWidget(1, standing)
        standing.show_message("note", words)

    def show_practice_frame(self, practice: bool) -> None:
        """Say in the title and around every page that this is only practice."""
        self.setWindowTitle(f"{NAME} - practice" if practice else NAME)
        if practice:
            from ui.widgets.frames import PracticeFrame

            self.takeCentralWidget()
            self.setCentralWidget(PracticeFrame(self._body))
            if self._ring is not None:
                self._ring.raise_()

    def apply_theme(self) -> None:
        """Give the program the colours and the text size of the settings."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, chosen_theme(application, self.settings))

    def change_settings(self, **changed: object) -> None:
        """Remember something about the window."""
        self.settings = self.settings._replace(**changed)  # type: ignore[arg-type]
        write_settings(self.surroundings.settings_file, self.settings)

    def remember_size(self) -> None:
        """Remember how large the window is; the size before it was maximised, if it is."""
        if not self.isMaximized():
            self.change_settings(window_width=self.width(), window_height=self.height())
        self.change_settings(maximised=self.isMaximized())

    def showEvent(self, event: QShowEvent) -> None:
        """Ring the focus from the first page on; the page itself need not wait for the ring."""
        super().showEvent(event)
        QTimer.singleShot(theme.SOON, self, self._make_ring)

    def _connect_looks(self) -> None:
        does = self.actions_
        does.keys.triggered.connect(self._show_keys)
        does.larger.triggered.connect(lambda: self._resize_text(1))
        does.smaller.triggered.connect(lambda: self._resize_text(-1))
        does.usual_size.triggered.connect(lambda: self._resize_text(0))
        does.colours[self.settings.colours].setChecked(True)
        for key, action in does.colours.items():
            action.triggered.connect(lambda _on=True, key=key: self._recolour(key))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _show_keys(self) -> None:
        from ui.pages.keys import KeysDialog

        KeysDialog(self.actions_, self).open()

    def _resize_text(self, steps: int) -> None:
        self.change_settings(text_size=larger(self.settings, steps).text_size)
        self.apply_theme()

    def _recolour(self, colours: str) -> None:
        self.change_settings(colours=colours)
        self.apply_theme()

    def _follow_system(self) -> None:
        if self.settings.colours == "system":
            QTimer.singleShot(0, self, self.apply_theme)

    def _make_ring(self) -> None:
        if self._ring is None:
            from ui.widgets.ring import FocusRing

            self._ring = FocusRing(self)

    def _make_banner(self) -> Banner:
        from ui.widgets.banner import Banner

        banner = Banner()
        self._column.insertWidget(1, banner)
        return banner


def chosen_theme(application: QApplication, settings: Settings) -> theme.Theme:
    """The theme that the settings ask for."""
    scale = settings.text_size / 100
    if settings.colours == "system":
        return theme.of_system(application, scale)
    return theme.Theme("dark" if settings.colours == "dark" else "light", scale)
