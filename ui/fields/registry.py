"""Which editor edits which kind."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.spec import Kind, Question
from ui.fields.choices import Choices, Radios, Selection
from ui.fields.chosen import RecordChooser
from ui.fields.dates import DateLine
from ui.fields.editor import Chooser, Editor
from ui.fields.scale import Scale
from ui.fields.text import LongText, ShortText, WholeNumber
from ui.fields.time_window import TimeWindowEditor

RADIOS = 5
"""Up to this many choices are all in sight; more are a list that opens."""


def editor_for(
    question: Question,
    catalogue: Catalogue,
    chooser: Chooser | None = None,
    parent: QWidget | None = None,
) -> Editor:
    """The editor of a question. ``rows`` has none: a list of records is ``forms.RepeatView``."""
    match question.kind:
        case Kind.SHORT_TEXT:
            return ShortText(question, parent)
        case Kind.LONG_TEXT:
            return LongText(question, parent)
        case Kind.WHOLE_NUMBER:
            return WholeNumber(question, parent)
        case Kind.CHOICE:
            choices = catalogue.choices(question)
            offered = [one for one in choices if not one.retired]
            editor = Radios if len(offered) <= RADIOS else Selection
            return editor(question, choices, parent)
        case Kind.YES_NO_NOT_SURE:
            return Radios(question, catalogue.choices(question), parent, side_by_side=True)
        case Kind.CHOICES:
            return Choices(question, catalogue.choices(question), parent)
        case Kind.SCALE:
            return Scale(question, parent)
        case Kind.DATE | Kind.PART_DATE:
            return DateLine(question, parent)
        case Kind.TIME_WINDOW:
            return TimeWindowEditor(question, parent)
        case Kind.PERSON | Kind.CONTEXT | Kind.RECORD:
            if chooser is None:
                raise TypeError(f"a chooser is needed to ask {question.key}")
            return RecordChooser(question, chooser, parent)
    raise TypeError(f"no editor edits {question.kind}")
