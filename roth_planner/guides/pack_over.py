"""A local pack laid over a catalogue: an area's own timescales, names, lists, wording, questions.

A pack can add, reword and retire; it cannot take an answer away, change what a core key means, or
widen who may read what is kept (``pack_checks.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import replace

from roth_planner.guides import own_names
from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.pack import ChoiceChange, ExtraQuestion, Pack, Rewording
from roth_planner.guides.spec import LOCAL, Choice, Guide, Section
from roth_planner.guides.timescales import Area, laid_over


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
