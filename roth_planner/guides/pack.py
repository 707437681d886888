"""What a local pack can hold, part by part, and what is said of one that cannot be used.

One TOML file, described in ``assets/local/README.md``; ``assets/local/england.toml`` is the one
that is always there.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import asdict

from roth_planner.errors import BadContent
from roth_planner.guides.spec import Question
from roth_planner.guides.timescales import HelpLine, Names, Quorum, Timescale


class Agency(Struct, frozen=True, forbid_unknown_fields=True):
    """One agency of the area. A retired one is offered no more; people keep it."""

    name: str
    retired: bool = False


class ChoiceChange(Struct, frozen=True, forbid_unknown_fields=True):
    """One value of a list: a new one, a reworded one or a retired one."""

    list: str
    key: str
    label: str = ""
    hint: str | None = None
    retired: bool = False


class Rewording(Struct, frozen=True, forbid_unknown_fields=True):
    """Other words for a guide, one of its sections or one of its questions.

    A question in the rows of another is ``harms.what_happened``. A guide and a section have a
    ``title`` and an ``intro``, a question all the rest. None leaves what is there.
    """

    guide: str
    section: str = ""
    question: str = ""
    title: str | None = None
    intro: str | None = None
    label: str | None = None
    short: str | None = None
    hint: str | None = None
    guidance: str | None = None
    prompts: tuple[str, ...] | None = None

    FOR_TITLES: ClassVar[tuple[str, ...]] = ("title", "intro")
    FOR_QUESTIONS: ClassVar[tuple[str, ...]] = ("label", "short", "hint", "guidance", "prompts")

    @property
    def words(self) -> dict[str, Any]:
        """What is said otherwise, by field."""
        names = (*self.FOR_TITLES, *self.FOR_QUESTIONS)
        return {name: held for name in names if (held := getattr(self, name)) is not None}


class ExtraQuestion(Question, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A question of the area's own, in a section of a guide, after another or at the end."""

    guide: str
    section: str
    after: str = ""

    @property
    def plain(self) -> Question:
        """The question as the catalogue holds it."""
        held = asdict(self)
        return Question(**{name: held[name] for name in Question.__struct_fields__})


class Pack(Struct, frozen=True):
    """A pack as written."""

    area: str
    edition: str = ""
    checked: dt.date | None = None
    about: str = ""
    names: Names = Names()
    quorum: Quorum | None = None
    timescales: tuple[Timescale, ...] = ()
    agencies: tuple[Agency, ...] = ()
    help_lines: tuple[HelpLine, ...] = ()
    choices: tuple[ChoiceChange, ...] = ()
    rewording: tuple[Rewording, ...] = ()
    questions: tuple[ExtraQuestion, ...] = ()


class Fault(Struct, frozen=True):
    """Something in a pack that cannot be used: the file, the line and the reason."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class BadPack(BadContent):
    """A local pack that cannot be used, with all that is wrong in it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        others = len(faults) - 1
        more = f" ({others} more fault{'s' * (others > 1)})" if others else ""
        first = faults[0]
        super().__init__(
            f"The local pack {first.file} was not taken, because of line {first.line}:"
            f" {first.reason}{more}. Your answers are untouched. Mend the file and choose it again."
        )
