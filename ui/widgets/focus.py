"""Knowing which part of a page has the keyboard, and the order in which Tab goes round it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget


class FocusGroup(QWidget):
    """A part of a page that knows when the keyboard comes into it and goes out of it."""

    entered = Signal()
    left = Signal()
    """The focus went elsewhere: time to save."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _watch_focus()


def tab_after(anchor: QWidget, container: QWidget) -> QWidget:
    """Let Tab go from ``anchor`` into a part that was made later, in the order it was made.

    Qt puts every late widget at the end of its window's chain. Gives the last one of the part.
    """
    previous, window = anchor, anchor.window()
    for widget in container.findChildren(QWidget):
        takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if takes_tab and widget.window() is window:  # the list of a combo box is a window
            QWidget.setTabOrder(previous, widget)
            previous = widget
    return previous


class _FocusWatch(QObject):
    """One for the program: an event filter in each of a hundred editors would be slow."""

    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        before, after = _groups_of(old), _groups_of(new)
        for group in before:
            if group not in after:
                group.left.emit()
        for group in reversed(after):
            if group not in before:
                group.entered.emit()


def _groups_of(widget: QWidget | None) -> list[FocusGroup]:
    """The groups around a widget, from the inside out."""
    found = []
    while widget is not None:
        if isinstance(widget, FocusGroup):
            found.append(widget)
        widget = widget.parentWidget()
    return found


_watch: _FocusWatch | None = None


def _watch_focus() -> None:
    global _watch
    if _watch is None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        _watch = _FocusWatch(app)
        app.focusChanged.connect(_watch.follow)
