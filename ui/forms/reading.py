"""Forms in which nothing can be changed, because the vault is open to be read only.

Text can still be reached by Tab, read aloud, marked and copied; what chooses or adds is greyed out.
"""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ui.forms.repeat_view import RepeatView


def hold_still(form: QWidget) -> None:
    """Let nothing in a form be changed; rows can still be opened and read."""
    views = form.findChildren(RepeatView)
    opening = {view.open_button for view in views}
    for view in views:
        view.list.removal_wanted.disconnect(view.remove_row)
        view.list.move_wanted.disconnect(view.move_row)
        for button in (view.add_button, view.remove_button, view.up_button, view.down_button):
            button.hide()
    for line in form.findChildren(QLineEdit):
        line.setReadOnly(True)
    for box in form.findChildren(QPlainTextEdit):
        box.setReadOnly(True)
    for chooser in (*form.findChildren(QAbstractButton), *form.findChildren(QComboBox)):
        if chooser not in opening:
            chooser.setEnabled(False)
