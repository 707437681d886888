"""From pages in memory to the printer the chair chose, without a file in between."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

DOTS_PER_INCH = 300
"""Sharp for 12 pt text; 25 MiB a page while it is drawn."""
NEUTRAL = "Document"
"""What the print queue shows; a queue is seen by others."""


def print_pages(data: bytes, parent: QWidget, printed: Callable[[], None]) -> QPrintDialog:
    """Ask how to print, then print; the system's own dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(NEUTRAL)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    document = PagesInMemory(data)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, document.count)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def accepted() -> None:
        draw(document, printer)
        printed()

    dialog.accepted.connect(accepted)
    QDialog.open(dialog)  # Qt's own overload with a slot hides the one without
    return dialog


class PagesInMemory:
    """A PDF in memory, with everything Qt needs to stay alive beside it."""

    def __init__(self, data: bytes) -> None:
        self._bytes = QByteArray(data)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument()
        self.document.load(self._buffer)
        self.count = self.document.pageCount()


def draw(pages: PagesInMemory, printer: QPrinter) -> None:
    """Put the chosen pages on paper, each as large as the sheet."""
    first = printer.fromPage() or 1
    last = printer.toPage() or pages.count
    painter = QPainter(printer)
    try:
        for number in range(first - 1, min(last, pages.count)):
            if number > first - 1:
                printer.newPage()
            points = pages.document.pagePointSize(number)
            size = QSize(
                round(points.width() / 72 * DOTS_PER_INCH),
                round(points.height() / 72 * DOTS_PER_INCH),
            )
            sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
            painter.drawImage(sheet, pages.document.render(number, size))
    finally:
        painter.end()
