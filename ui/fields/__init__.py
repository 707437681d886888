"""One editor for each kind of question, all with the contract of ``editor.Editor``."""

from ui.fields.editor import Chooser, Editor
from ui.fields.registry import editor_for

__all__ = ["Chooser", "Editor", "editor_for"]
