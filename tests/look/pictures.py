"""Takes the pictures: each scene in light and dark, at 100 % and 200 %, in two sizes of window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from roth_planner.documents import produce
from roth_planner.practice.cases import fleeting_practice, sample_cases
from roth_planner.workbook.caseload import case_lines
from tests.look import scenes
from ui.app import open_window
from ui.window import Surroundings, Window

SIZES = ((1280, 860), (1024, 680))
DOTS_PER_INCH = 80
LONGEST_WAIT = 20.0


class Walk:
    """A window that a scene walks through."""

    def __init__(self, application: QApplication, home: Path) -> None:
        self.application = application
        self.home = home
        self.window = self._open()

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Let the program do what it has to do, until something is true."""
        deadline = time.monotonic() + LONGEST_WAIT
        self.application.processEvents()
        while not until():
            if time.monotonic() > deadline:
                raise TimeoutError("the scene did not come about")
            time.sleep(0.01)
            self.application.processEvents()
        self.application.processEvents()
        # outside a running event loop nothing that was thrown away goes by itself
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def pause(self, seconds: float) -> None:
        """Let the program go on for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.01)

    def fresh(self) -> Window:
        """A new window on its first page, as after a start."""
        old = self.window
        self.window = self._open()
        old.close()
        old.deleteLater()
        self.settle()
        return self.window

    def dress(self, colours: str, per_cent: int, width: int, height: int) -> None:
        """Give the window colours, text size and size."""
        does = self.window.actions_
        does.colours[colours].trigger()
        does.usual_size.trigger()
        while self.window.settings.text_size < per_cent:
            does.larger.trigger()
        self.window.resize(width, height)
        self.settle()

    def _open(self) -> Window:
        window = open_window(self.application, Surroundings(self.home / "settings.json", self.home))
        window.ended.disconnect()
        return window


def draw_all(home: Path, to: Path, only: str) -> int:
    """Draw every scene and document whose name has ``only`` in it; gives the number of pictures."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    walk = Walk(application, home)
    count = 0
    for scene in scenes.all_scenes(walk):
        if only not in scene.name:
            continue
        scene.go(walk)
        for name in _looks(walk, scene.name):
            walk.settle(scene.until(walk))
            walk.pause(scene.seconds)
            _picture(walk).save(str(to / f"{name}.png"))
            count += 1
    for name, image in document_pages():
        if only in name:
            image.save(str(to / f"{name}.png"))
            count += 1
    walk.window.close()
    return count


def document_pages() -> Iterator[tuple[str, QImage]]:
    """Every page of every document of the practice cases, with a name."""
    from ui.pages.printing import PagesInMemory

    with fleeting_practice(sample_cases()) as workbook:
        for line in case_lines(workbook):
            for choice in produce.documents_of(workbook, line.ref):
                made = produce.make(workbook, line.ref, choice)
                pages = PagesInMemory(made.data)
                for number in range(pages.count):
                    stem = Path(choice.file_name).stem
                    yield (
                        f"paper-{line.ref.id}-{stem}-{number + 1:02}",
                        _page(pages.document, number),
                    )


def _looks(walk: Walk, name: str) -> Iterator[str]:
    for width, height in SIZES:
        for per_cent in (100, 200):
            for colours in ("light", "dark"):
                walk.dress(colours, per_cent, width, height)
                yield f"{name}-{width}-{per_cent}-{colours}"
    walk.dress("light", 100, *SIZES[0])


def _picture(walk: Walk) -> QImage:
    image = walk.window.grab().toImage()
    for dialog in walk.window.findChildren(scenes.DIALOG):
        if dialog.isVisible():
            painter = QPainter(image)
            place = (image.width() - dialog.width()) // 2, (image.height() - dialog.height()) // 2
            painter.drawPixmap(*place, dialog.grab())
            painter.end()
    return image


def _page(document: QPdfDocument, number: int) -> QImage:
    points = document.pagePointSize(number)
    scale = DOTS_PER_INCH / 72
    size = QSize(round(points.width() * scale), round(points.height() * scale))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.drawImage(0, 0, document.render(number, size))
    painter.end()
    return image
