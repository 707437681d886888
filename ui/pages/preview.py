"""The pages of a document as they will be printed, shown from memory and never from a file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice
from PySide6.QtGui import QKeyEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.theme import Role

SMALLEST, LARGEST = 0.4, 4.0


class Preview(QWidget):
    """Shows a PDF of bytes; the arrow keys scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bytes = QByteArray()
        self._buffer = QBuffer(self._bytes, self)
        self._document = QPdfDocument(self)
        self.view = _View(self)
        self.view.setDocument(self._document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName("Pages of the document")
        self.view.setPageSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._colour()

    @property
    def pages(self) -> int:
        """Pages on show."""
        return self._document.pageCount()

    def show_pages(self, data: bytes) -> None:
        """Show the pages of a PDF, or none for b"" ."""
        self._document.close()
        self._buffer.close()
        self._bytes = QByteArray(data)
        self._buffer.setBuffer(self._bytes)
        if data:
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self._document.load(self._buffer)

    def zoom(self, by: float) -> None:
        """Show the pages larger or smaller."""
        now = self.view.zoomFactor()
        if self.view.zoomMode() is not QPdfView.ZoomMode.Custom and self.pages:
            wide = self._document.pagePointSize(0).width() * self.view.logicalDpiX() / 72
            now = (self.view.viewport().width() - 12) / max(wide, 1)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(now * by, SMALLEST), LARGEST))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._colour()

    def _colour(self) -> None:
        palette = self.view.palette()
        palette.setColor(palette.ColorRole.Dark, theme.current().colour(Role.SOFT))
        self.view.setPalette(palette)


class _View(QPdfView):
    """Tab leaves the pages, as it leaves everything."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by keys; what is not ours goes on."""
        super().keyPressEvent(event)
