"""An area's own names for the pathway, its plan, its conference and its chair, in any sentence.

The core says "conference", "safety plan", "ROTH" and "chair". Where a local pack has names of its
own, every sentence of the guides, the window and the papers is said with those instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial

from msgspec.structs import replace

from roth_planner.guides.spec import Choice, Guide, Kind, Question, Section
from roth_planner.guides.timescales import Names

_CORE = re.compile(
    r"\b(?:(?P<article>an?)\s+)?"
    r"(?P<word>(?P<conference>conference)|(?P<plan>safety\ plan)|(?P<chair>chair)"
    r"|(?P<pathway>risk\ outside\ of\ the\ home)|(?P<pathway_short>(?-i:ROTH)))(?P<several>s?)\b",
    re.IGNORECASE,
)
"""The words of the core that a name of the area can stand for, with the article before them."""

_TEXTS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)


def said(words: str, names: Names) -> str:
    """A sentence of the core with the area's own names in it."""
    own = _own(names)
    return _CORE.sub(partial(_put, own), words) if own else words


def renamed(guide: Guide, names: Names) -> Guide:
    """A guide said with the area's own names; keys, rules and sources stay as they are."""
    if not _own(names):
        return guide
    return replace(
        guide,
        title=said(guide.title, names),
        intro=said(guide.intro, names),
        sections=tuple(_section(section, names) for section in guide.sections),
    )


def renamed_choices(choices: tuple[Choice, ...], names: Names) -> tuple[Choice, ...]:
    """A list of choices said with the area's own names."""
    if not _own(names):
        return choices
    return tuple(
        replace(one, label=said(one.label, names), hint=said(one.hint, names)) for one in choices
    )


def _section(section: Section, names: Names) -> Section:
    return replace(
        section,
        title=said(section.title, names),
        intro=said(section.intro, names),
        questions=tuple(_question(question, names) for question in section.questions),
    )


def _question(question: Question, names: Names) -> Question:
    texts = {
        name: said(getattr(question, name), names)
        for name in (
            *("label", "short", "hint", "guidance", "one"),
            *("low_label", "high_label", "constraint_message"),
        )
    }
    typed = {inner.key for inner in question.questions if inner.kind in _TEXTS}
    usual = tuple(
        {key: said(held, names) if key in typed else held for key, held in row.items()}
        for row in question.usual
    )
    return replace(
        question,
        **texts,
        prompts=tuple(said(prompt, names) for prompt in question.prompts),
        prompts_for=tuple(
            replace(one, prompts=tuple(said(prompt, names) for prompt in one.prompts))
            for one in question.prompts_for
        ),
        usual=usual,
        questions=tuple(_question(inner, names) for inner in question.questions),
    )


@cache
def _own(names: Names) -> dict[str, str]:
    """What is said instead, as it stands inside a sentence; only what differs from the core."""
    core = {
        "conference": "conference",
        "plan": "safety plan",
        "chair": "chair",
        "pathway": "Risk Outside of the Home",
        "pathway_short": "ROTH",
    }
    inside = {key: _inside(_bare(getattr(names, key) or core[key])) for key in core}
    kept = {key: word for key, word in inside.items() if word.casefold() != core[key].casefold()}
    return kept


def _put(own: Mapping[str, str], found: re.Match[str]) -> str:
    article, word = found["article"] or "", found["word"]
    key = next(one for one in own if found[one]) if any(found[one] for one in own) else ""
    if not key:
        return found.group()
    new = own[key] + (_ending(own[key]) if found["several"] else "")
    if found["several"] and own[key].endswith("y") and own[key][-2:-1] not in "aeiou":
        new = f"{own[key][:-1]}ies"
    if not article:
        return new[:1].upper() + new[1:] if word[:1].isupper() else new
    vowel = new[:1].lower() in "aeiou"
    a_or_an = article[:1] + ("n" if vowel else "")
    return f"{a_or_an} {new}"


def _ending(word: str) -> str:
    return "es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s"


def _bare(name: str) -> str:
    """A name without the article that some write before it: independent chair."""
    return re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE)


def _inside(name: str) -> str:
    """A name as it stands inside a sentence: a capital that only begins it is taken off.

    An abbreviation keeps its capitals, and so does a name with a capital further on.
    """
    first, *others = name.split(" ") or [""]
    if first[1:] != first[1:].lower() or any(one[:1].isupper() for one in others):
        return name
    return name[:1].lower() + name[1:]
