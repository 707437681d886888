"""What a local pack may not do, checked against the catalogue it is to be laid over.

The limits guard three things: no answer is ever lost, no key of a later version is taken, and no
pack gives a child's story to a reader whom the core keeps it from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from roth_planner.guides import catalogue as catalogues
from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.lines import Where
from roth_planner.guides.pack import ExtraQuestion, Fault, Pack
from roth_planner.guides.pack_over import apply
from roth_planner.guides.pack_reading import Raw
from roth_planner.guides.spec import LOCAL, Guide, Kind, Question, Section
from roth_planner.guides.timescales import Names

LOCAL_KEY = re.compile(rf"{LOCAL}[a-z0-9_]{{1,50}}")
LONGEST_WORDS = 600
"""Characters of a label, a hint or guidance; the longest of the core has under 300."""
LONGEST_NAME = 60
"""Characters of a name of the area's own: it stands in the middle of sentences and in menus."""

READ_BY_THE_PROGRAM = frozenset(
    {
        *("yes_no_not_sure", "person_kinds", "audience_groups", "papers", "case_stages"),
        *("action_statuses", "action_targets", "context_targets", "directions", "tones"),
        *("presences", "feelings"),
    }
)
"""Lists whose keys decide what is done or who may read: reworded, but not added to or retired."""

NEVER_RETIRED = {"agency_groups": frozenset({"social_work", "advocate", "family"})}
"""Keys that the quorum is counted by; an area adds groups of its own beside them."""

IN_ANSWERS = frozenset(Kind) - {Kind.ROWS, Kind.PERSON, Kind.CONTEXT, Kind.RECORD}
"""Kinds that live in a record's answers and point at nothing, so that nothing can break."""

ABOUT_NO_CHILD = ("context", "context_plan", "guardian")
"""Records that partners of a place may read about."""
PARTNERS = ("context_partners", "guardian")

FEWEST_DIGITS = 3
MOST_PROMPTS = 20
NOT_WORDS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that hold no letter: control, joiners and direction marks, line ends."""


def faults(pack: Pack, raw: Raw, catalogue: Catalogue, *, core: bool) -> tuple[Fault, ...]:
    """Everything that is wrong with a pack, by line; () when it can be applied."""
    check = _Check(pack, raw, catalogue, core)
    check.run()
    return tuple(sorted(raw.faults, key=lambda fault: fault.line))


class _Check:
    """One pack against one catalogue. Faults are noted in ``raw``."""

    def __init__(self, pack: Pack, raw: Raw, catalogue: Catalogue, core: bool) -> None:
        self._pack, self._raw, self._catalogue, self._core = pack, raw, catalogue, core

    def run(self) -> None:
        """Look at every part; the pack as a whole only where each part is sound."""
        self._names()
        self._facts()
        self._choices()
        self._rewording()
        self._questions()
        for section, key in (
            ("timescales", lambda one: one.key),
            ("agencies", lambda one: one.name.casefold()),
            ("help_lines", lambda one: one.number),
            ("choices", lambda one: (one.list, one.key)),
            ("rewording", lambda one: (one.guide, one.section, one.question)),
            ("questions", lambda one: (one.guide, one.key)),
        ):
            self._twice(section, key)
        if not self._raw.faults:
            self._whole()

    def _parts(self, section: str) -> Iterator[tuple[int, Any]]:
        yield from zip(self._raw.places[section], getattr(self._pack, section), strict=True)

    def _twice(self, section: str, key: Callable[[Any], Any]) -> None:
        seen: set[Any] = set()
        for place, one in self._parts(section):
            if key(one) in seen:
                self._raw.blame((section, place), "this stands in the pack twice")
            seen.add(key(one))

    def _names(self) -> None:
        self._words(("area",), self._pack.area, longest=LONGEST_NAME)
        for name in ("edition", "about"):
            self._words((name,), getattr(self._pack, name))
        for name in Names.__struct_fields__:
            if name in self._raw.tables.get("names", ()):
                where = ("names", name)
                held = getattr(self._pack.names, name)
                self._words(where, held, needed=True, longest=LONGEST_NAME)

    def _facts(self) -> None:
        for place, one in self._parts("timescales"):
            where = ("timescales", place)
            self._words((*where, "label"), one.label, needed=True)
            known = one.key in self._catalogue.area.timescales
            if not known and not self._core and not LOCAL_KEY.fullmatch(one.key):
                self._raw.blame(where, f"a timescale of your own is called {LOCAL}..., in a to z")
            if not 1 <= one.figure <= 1000:
                self._raw.blame((*where, "figure"), "a figure is from 1 to 1000")
            self._sourced(where, one)
        quorum = self._pack.quorum
        if quorum is not None:
            if not 0 <= quorum.other_agencies <= 20:
                self._raw.blame(("quorum", "other_agencies"), "this is from 0 to 20")
            self._sourced(("quorum",), quorum)
        listed = self._catalogue.area.agencies
        for place, agency in self._parts("agencies"):
            where = ("agencies", place)
            self._words((*where, "name"), agency.name, needed=True, longest=LONGEST_NAME)
            if agency.retired and agency.name not in listed:
                near = get_close_matches(agency.name, listed, 1)
                instead = f"; did you mean '{near[0]}'?" if near else ""
                self._raw.blame(where, f"there is no agency '{agency.name}' to take away{instead}")
        for place, line in self._parts("help_lines"):
            where = ("help_lines", place)
            self._words((*where, "words"), line.words, needed=True)
            if sum(letter.isdecimal() for letter in line.number) < FEWEST_DIGITS:
                self._raw.blame((*where, "number"), "this is no number that can be rung")
            elif line.number not in line.words:
                self._raw.blame((*where, "words"), "the words do not say the number")

    def _sourced(self, where: Where, one: Any) -> None:
        if not one.source.strip():
            self._raw.blame((*where, "source"), "a figure says where it was read")
        for name in ("source", "edition", "note"):
            self._words((*where, name), getattr(one, name))

    def _choices(self) -> None:
        lists = self._catalogue.lists
        for place, one in self._parts("choices"):
            where = ("choices", place)
            known = any(choice.key == one.key for choice in lists.get(one.list, ()))
            if one.list not in lists and not self._core and not LOCAL_KEY.fullmatch(one.list):
                self._raw.blame(
                    (*where, "list"), f"there is no list '{one.list}'; your own begins with {LOCAL}"
                )
            elif one.list in READ_BY_THE_PROGRAM and (not known or one.retired):
                self._raw.blame(
                    where, f"the program relies on the list '{one.list}': it can only be reworded"
                )
            elif one.retired and one.key in NEVER_RETIRED.get(one.list, ()):
                self._raw.blame(
                    where, f"the program relies on '{one.key}': it can only be reworded"
                )
            elif not known and not self._core and not LOCAL_KEY.fullmatch(one.key):
                self._raw.blame(
                    (*where, "key"), f"a new choice has a key that begins with {LOCAL}, in a to z"
                )
            elif known and not (one.label or one.hint is not None or one.retired):
                self._raw.blame(
                    where, "this changes nothing: say a label, a hint or retired = true"
                )
            said = "label" in self._raw.tables["choices"][place]
            self._words((*where, "label"), one.label, needed=said or not known)
            self._words((*where, "hint"), one.hint or "")

    def _rewording(self) -> None:
        for place, one in self._parts("rewording"):
            where = ("rewording", place)
            guide = self._guide(where, one.guide)
            if guide is None:
                continue
            if one.question and not _asked(guide.questions(), one.question.split(".")):
                self._raw.blame((*where, "question"), f"the guide has no question '{one.question}'")
            if one.section and all(held.key != one.section for held in guide.sections):
                self._raw.blame((*where, "section"), f"the guide has no section '{one.section}'")
            if one.section and one.question:
                self._raw.blame((*where, "section"), "say a section or a question, not both")
            can = one.FOR_QUESTIONS if one.question else one.FOR_TITLES
            for name, held in one.words.items():
                if name not in can:
                    what = "a question" if one.question else "a guide or a section"
                    self._raw.blame(
                        (*where, name), f"{what} has no {name}; it has {', '.join(can)}"
                    )
                elif isinstance(held, tuple):
                    self._prompts((*where, name), held)
                else:
                    needed = name in ("title", "label", "guidance")
                    self._words((*where, name), held, needed=needed)
            if not one.words:
                self._raw.blame(where, f"nothing is said in other words; write {', '.join(can)}")

    def _questions(self) -> None:
        for place, one in self._parts("questions"):
            where = ("questions", place)
            if not LOCAL_KEY.fullmatch(one.key):
                self._raw.blame((*where, "key"), f"the key begins with {LOCAL}, in a to z")
            if one.kind not in IN_ANSWERS:
                self._raw.blame(
                    (*where, "kind"), f"a question of your own cannot be of kind {one.kind.value}"
                )
            for name in (
                *("label", "short", "hint", "guidance", "constraint_message"),
                *("low_label", "high_label", "source"),
            ):
                needed = name in ("label", "guidance")
                self._words((*where, name), getattr(one, name), needed=needed)
            self._prompts((*where, "prompts"), one.prompts)
            if one.prompts_for:
                self._raw.blame((*where, "prompts_for"), "write prompts instead")
            guide = self._guide(where, one.guide)
            if guide is not None:
                self._readers(where, guide, one)
                self._place(where, guide, one)

    def _guide(self, where: Where, key: str) -> Guide | None:
        guide = self._catalogue.guides.get(key)
        if guide is None:
            self._raw.blame((*where, "guide"), f"there is no guide '{key}'")
        return guide

    def _readers(self, where: Where, guide: Guide, question: ExtraQuestion) -> None:
        where = (*where, "audiences")
        if not question.audiences:
            self._raw.blame(where, "say who may read the answer: audiences = [...]")
        elif "chair" not in question.audiences:
            self._raw.blame(where, "the chair reads every answer: add chair to the audiences")
        if guide.record not in ABOUT_NO_CHILD and set(PARTNERS) & set(question.audiences):
            self._raw.blame(
                where, "this guide is about a young person, so partners of a place cannot read it"
            )
        elif others := _too_many(guide, question) & self._catalogue.audiences.keys():
            self._raw.blame(
                where,
                f"nothing in this section is for {' or '.join(sorted(others))}: take them out",
            )

    def _place(self, where: Where, guide: Guide, question: ExtraQuestion) -> None:
        section = _section(guide, question.section)
        if section is None:
            self._raw.blame((*where, "section"), f"the guide has no section '{question.section}'")
            return
        mine = [one for one in self._pack.questions if one.guide == guide.key]
        before = mine[: mine.index(question)]
        keys = {one.key for one in section.questions}
        keys |= {one.key for one in before if one.section == section.key}
        if question.after and question.after not in keys:
            later = any(one.key == question.after for one in mine)
            said = "; it has to stand before this one" if later else ""
            self._raw.blame(
                (*where, "after"), f"the section has no question '{question.after}'{said}"
            )

    def _prompts(self, where: Where, prompts: tuple[str, ...]) -> None:
        if len(prompts) > MOST_PROMPTS:
            self._raw.blame(where, f"these are more than {MOST_PROMPTS} prompts")
        for place, prompt in enumerate(prompts):
            self._words((*where, place), prompt, needed=True)

    def _words(
        self, where: Where, words: str, *, needed: bool = False, longest: int = LONGEST_WORDS
    ) -> None:
        name = where[-1] if isinstance(where[-1], str) else where[-2]
        if needed and not words.strip():
            self._raw.blame(where, f"'{name}' has no words")
        elif len(words) > longest:
            self._raw.blame(where, f"this is longer than {longest} letters")
        elif any(unicodedata.category(letter) in NOT_WORDS for letter in words):
            self._raw.blame(where, f"'{name}' has a line end or a letter that nobody can see in it")

    def _whole(self) -> None:
        """The catalogue as it would be: nothing may be wrong in it that was right before."""
        applied = apply(self._catalogue, self._pack)
        before = set(catalogues.faults(self._catalogue))
        for said in catalogues.faults(applied):
            if said not in before:
                where, _, reason = said.partition(": ")
                self._raw.blame(self._where(where, said), reason or said)
        for place, change in self._parts("choices"):
            if all(choice.retired for choice in applied.lists[change.list]):
                self._raw.blame(("choices", place), "one choice at least has to stay on offer")

    def _where(self, place: str, said: str) -> Where:
        """The part of the pack that a fault of the whole came with."""
        for number, one in self._parts("questions"):
            if place == f"{one.guide}.{one.section}.{one.key}":
                return ("questions", number)
        for number, one in self._parts("choices"):
            if place == f"list {one.list}" and f"'{one.label}'" in said:
                return ("choices", number)
        return ()


def _section(guide: Guide, key: str) -> Section | None:
    return next((one for one in guide.sections if one.key == key), None)


def _too_many(guide: Guide, question: ExtraQuestion) -> set[str]:
    """Readers that nothing in a section of the core is for: it keeps them from its answers."""
    section = _section(guide, question.section)
    if section is None:
        return set()
    let_in = {*section.audiences, *(held for one in section.questions for held in one.audiences)}
    return set(question.audiences) - let_in


def _asked(questions: tuple[Question, ...], path: list[str]) -> bool:
    found = next((one for one in questions if one.key == path[0]), None)
    return found is not None and (len(path) == 1 or _asked(found.questions, path[1:]))
