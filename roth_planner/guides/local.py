"""A local pack: an area's own timescales, names, lists, wording and questions over the core.

One TOML file, described in ``assets/local/README.md``; ``assets/local/england.toml`` is the one
that is always there. ``apply`` lays a pack over a catalogue. A pack can add, reword and retire; it
cannot take an answer away, change what a core key means, or widen who may read what is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from roth_planner import paths
from roth_planner.errors import BadContent
from roth_planner.guides import own_names
from roth_planner.guides.catalogue import Catalogue, read_catalogue
from roth_planner.guides.spec import LOCAL, Choice, Guide, Question, Section
from roth_planner.guides.timescales import Area, HelpLine, Names, Quorum, Timescale, laid_over

CORE = "england.toml"


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


def apply(catalogue: Catalogue, pack: Pack) -> Catalogue:
    """The catalogue with a checked pack over it; the catalogue itself is not changed."""
    names = pack.names.over(catalogue.area.names)
    say = partial(own_names.said, names=names)
    lists = {
        key: own_names.renamed_choices(choices, names) for key, choices in catalogue.lists.items()
    }
    for choice in pack.choices:
        lists[choice.list] = _changed(lists.get(choice.list, ()), choice)
    guides = {key: own_names.renamed(guide, names) for key, guide in catalogue.guides.items()}
    for words in pack.rewording:
        guides[words.guide] = _in_other_words(guides[words.guide], words)
    for extra in pack.questions:
        guides[extra.guide] = _in_sections(guides[extra.guide], partial(_extended, extra))
    area = Area(
        name=pack.area,
        edition=pack.edition,
        timescales={one.key: one for one in pack.timescales},
        quorum=pack.quorum,
        names=pack.names,
        agencies=tuple(one.name for one in pack.agencies if not one.retired),
        help_lines=pack.help_lines,
    )
    retired = [one.name for one in pack.agencies if one.retired]
    core = replace(
        catalogue.area,
        timescales={
            key: replace(one, label=say(one.label), note=say(one.note))
            for key, one in catalogue.area.timescales.items()
        },
    )
    area = laid_over(core, area, retired_agencies=retired)
    audiences = {
        key: replace(one, label=say(one.label), may_read=say(one.may_read))
        for key, one in catalogue.audiences.items()
    }
    return Catalogue(guides, lists, audiences, catalogue.sources, area)


def read_pack(file: Path, catalogue: Catalogue, *, core: bool = False) -> Pack:
    """The pack of a file, to be laid over this catalogue.

    ``core`` is for the pack that comes with the program, whose keys are the core's own. Raises
    ``BadPack`` with every fault that was found, each with its line, and ``BadContent`` where the
    file cannot be read at all.
    """
    from roth_planner.guides import pack_checks, pack_reading

    raw = pack_reading.read(file)
    pack = pack_reading.pack_of(raw)
    found = pack_checks.faults(pack, raw, catalogue, core=core)
    if found:
        raise BadPack(found)
    return pack


@cache
def core_catalogue() -> Catalogue:
    """What is asked where no local pack is chosen: the guides and the facts for England."""
    catalogue = read_catalogue()
    file = paths.assets("local", CORE)
    return apply(catalogue, read_pack(file, catalogue, core=True))


def catalogue_with(file: Path) -> Catalogue:
    """The core with the local pack of a file over it. Raises as ``read_pack`` does."""
    catalogue = core_catalogue()
    return apply(catalogue, read_pack(file, catalogue))


def _changed(choices: tuple[Choice, ...], change: ChoiceChange) -> tuple[Choice, ...]:
    """A list with one value added at its end, or changed in its place."""
    if all(choice.key != change.key for choice in choices):
        new = Choice(change.key, change.label, change.hint or "", change.retired)
        return (*choices, new)
    return tuple(
        Choice(
            choice.key,
            change.label or choice.label,
            choice.hint if change.hint is None else change.hint,
            choice.retired or change.retired,
        )
        if choice.key == change.key
        else choice
        for choice in choices
    )


def _in_sections(guide: Guide, change: Callable[[Section], Section]) -> Guide:
    return replace(guide, sections=tuple(change(section) for section in guide.sections))


def _in_other_words(guide: Guide, words: Rewording) -> Guide:
    if words.question:
        return _in_sections(guide, partial(_reworded, words, words.question.split(".")))
    if not words.section:
        return replace(guide, **words.words)
    change = [
        replace(one, **words.words) if one.key == words.section else one for one in guide.sections
    ]
    return replace(guide, sections=tuple(change))


def _reworded(words: Rewording, path: list[str], owner: Any) -> Any:
    """A section or a rows question with one question in it said in other words."""
    questions = []
    for question in owner.questions:
        if question.key == path[0] and len(path) > 1:
            question = _reworded(words, path[1:], question)
        elif question.key == path[0]:
            question = replace(question, **words.words)
        questions.append(question)
    return replace(owner, questions=tuple(questions))


def _extended(extra: ExtraQuestion, section: Section) -> Section:
    if section.key != extra.section:
        return section
    keys = [question.key for question in section.questions]
    place = keys.index(extra.after) + 1 if extra.after else len(keys)
    while place < len(keys) and keys[place].startswith(LOCAL):
        place += 1  # several after the same question stand in the order of the pack
    questions = list(section.questions)
    questions.insert(place, extra.plain)
    return replace(section, questions=tuple(questions))


__all__ = [
    "BadPack",
    "Fault",
    "Pack",
    "apply",
    "catalogue_with",
    "core_catalogue",
    "read_pack",
]
