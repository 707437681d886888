"""What the window could leave behind on the computer, and does not: the clipboard, and Qt's notes
of folders that were looked into.

Copies of answers are marked, so that clipboard histories pass them over, and are taken back after
a minute and at every lock, unless somebody else has copied something since. Which marks are
honoured is up to each system: Windows's own history and cloud clipboard, KDE's Klipper and most
clipboard managers of macOS do. Tested here: that the marks are there and the text goes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from roth_planner import log

TAKEN_BACK_MS = 60_000
SOON_MS = 500
OURS = "application/x-roth-planner"
"""A mark of our own, to know our copy again; its value is of no meaning."""
MARKS: dict[str, bytes] = {
    OURS: b"1",
    # Windows: Clipboard Formats, learn.microsoft.com; 0 is a DWORD
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
    "x-kde-passwordManagerHint": b"secret",  # KDE's Klipper
    "application/x-nspasteboard-concealed-type": b"1",  # nspasteboard.org, as KeePassXC says it
}


class Leftovers(QObject):
    """Watches over the clipboard while a vault is open; ``stop`` clears away."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.take_back_later = QTimer(self)
        self.take_back_later.setSingleShot(True)
        self.take_back_later.setInterval(TAKEN_BACK_MS)
        self.take_back_later.timeout.connect(self.take_back)
        self._stopped = False
        clipboard = QGuiApplication.clipboard()
        clipboard.dataChanged.connect(self._copied)
        clipboard.selectionChanged.connect(self._selected)
        self._dialog_gone = QTimer(self)
        self._dialog_gone.setSingleShot(True)
        self._dialog_gone.setInterval(SOON_MS)  # once the dialog is deleted, not only closed
        self._dialog_gone.timeout.connect(lambda: forget_folders())
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._look_soon)
        forget_folders()  # of a dialog before the unlocking, or before a power cut
        self._copied()  # a recovery code may have been copied before

    def take_back(self) -> None:
        """Clear the clipboard if what is in it is still ours."""
        self.take_back_later.stop()
        clipboard = QGuiApplication.clipboard()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            held = clipboard.mimeData(mode) if _has(clipboard, mode) else None
            if held is not None and held.hasFormat(OURS):
                clipboard.clear(mode)
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    def stop(self) -> None:
        """The window is left: take back what was copied, and forget which folders were seen."""
        self._stopped = True
        self._dialog_gone.stop()
        self.take_back()
        forget_folders()

    def _look_soon(self) -> None:
        """Another window has the keyboard: perhaps a dialog has just gone."""
        if not self._stopped:
            self._dialog_gone.start()

    def _copied(self) -> None:
        clipboard = QGuiApplication.clipboard()
        held = clipboard.mimeData()
        if self._stopped or held is None or not held.hasText():
            return
        if held.hasFormat(OURS):  # copied with its marks already
            self.take_back_later.start()
            return
        text = held.text()
        if not text or not (clipboard.ownsClipboard() or text == _marked_text()):
            return  # somebody else's
        clipboard.setMimeData(marked(text))
        self.take_back_later.start()

    def _selected(self) -> None:
        """What is only marked with the mouse goes to X11's other clipboard: let it hold nothing."""
        clipboard = QGuiApplication.clipboard()
        if not self._stopped and clipboard.supportsSelection() and clipboard.ownsSelection():
            self.take_back_later.start()


def marked(text: str) -> QMimeData:
    """A text for the clipboard, with the marks that keep it out of histories."""
    data = QMimeData()
    data.setText(text)
    for name, value in MARKS.items():
        data.setData(name, value)
    return data


def forget_folders(file: Path | None = None) -> None:
    """Take the folders that file dialogs were in out of Qt's own settings.

    Qt writes them when a dialog closes, whatever the program wants (``QFileDialog``, in the group
    FileDialog of QtProject). On Linux they are in ``QtProject.conf``; Windows has them in the
    registry, macOS in its preferences, and both are not tested here.
    """
    try:
        if sys.platform == "win32":
            _forget_in_registry()
        else:
            _forget_in_file(file or qt_settings())
    except OSError:
        log.note("folders-kept")


def qt_settings() -> Path:
    """Where Qt keeps its own settings of this person."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / "com.qtproject.plist"
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "QtProject.conf"


def _forget_in_file(file: Path) -> None:
    if not file.is_file():
        return
    if sys.platform == "darwin":
        import plistlib

        found = plistlib.loads(file.read_bytes())
        kept = {key: value for key, value in found.items() if not key.startswith("FileDialog.")}
        if kept != found:
            file.write_bytes(plistlib.dumps(kept, fmt=plistlib.FMT_BINARY))
        return
    lines, kept_lines, inside = file.read_text("utf-8").splitlines(), [], False
    for line in lines:
        if line.startswith("["):
            inside = line.strip() == "[FileDialog]"
        if not inside:
            kept_lines.append(line)
    if kept_lines != lines:
        file.write_text("\n".join(kept_lines) + "\n" if kept_lines else "", "utf-8")


def _forget_in_registry() -> None:
    import winreg

    place = r"Software\QtProject\OrganizationDefaults\FileDialog"
    with winreg.OpenKey(  # type: ignore[attr-defined,unused-ignore]
        winreg.HKEY_CURRENT_USER,  # type: ignore[attr-defined,unused-ignore]
        place,
        access=winreg.KEY_SET_VALUE,  # type: ignore[attr-defined,unused-ignore]
    ) as key:
        for name in ("history", "lastVisited", "shortcuts"):
            try:
                winreg.DeleteValue(key, name)  # type: ignore[attr-defined,unused-ignore]
            except FileNotFoundError:
                continue


def _has(clipboard: QClipboard, mode: QClipboard.Mode) -> bool:
    return mode is QClipboard.Mode.Clipboard or clipboard.supportsSelection()


def _marked_text() -> str:
    """The text that is marked in the field one is in; where Qt cannot say whose a copy is."""
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit):
        return field.selectedText()
    if isinstance(field, QPlainTextEdit | QTextEdit):
        return field.textCursor().selection().toPlainText()
    return ""
