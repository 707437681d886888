"""The people who act by their role, kept once and used again: professionals, guardians, advocates.

Also who looks like somebody already kept, so that nobody is written down twice by mistake.
Whoever is private is called by code, here as everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from msgspec import Struct
from sqlalchemy import select

from roth_planner.guides.values import NoAnswer, Value
from roth_planner.records import PARTNER_KINDS, Person
from roth_planner.workbook.alike_words import heard, plain
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.uses import case_codes, uses
from roth_planner.workbook.workbook import Workbook

ACT_BY_ROLE = PARTNER_KINDS
"""Kinds of person that stand in the directory."""

NEAR = 0.82
"""How alike two spellings are to be worth asking about: 'Elery' and 'Ellery', not 'Ellis'."""
SOUNDS_SO = 0.86
"""How alike two names are that are heard alike: 'Katherine' and 'Catherine'."""
PART_OF = 0.83
"""How alike a place and a shorter name of it are: 'the Loft' and 'Loft'."""
MOST_ALIKE = 4
"""More than a person compares at a glance."""
SHORT = 3
"""Letters of words that say nothing alone, as 'the', 'of' and 'St'."""
FEW = 2
"""Places that have a word in common and are still worth asking about: not every park."""


class DirectoryLine(Struct, frozen=True):
    """What the directory shows of one person; ``cases`` are the codes of the cases they are in."""

    ref: Ref
    called: str
    kind: str
    role: str
    agency: str
    cases: tuple[str, ...]


class Alike(Struct, frozen=True):
    """Somebody, or some place, that may be meant already, and what they are."""

    ref: Ref
    called: str
    about: str


def directory(workbook: Workbook) -> tuple[DirectoryLine, ...]:
    """Everybody who acts by their role, by name."""
    ties, codes = uses(workbook), case_codes(workbook)
    kinds = {choice.key: choice.label for choice in workbook.catalogue.lists["person_kinds"]}
    with workbook.reading() as session:
        found = session.scalars(select(Person).where(Person.kind.in_(ACT_BY_ROLE)))
        lines = [
            DirectoryLine(
                Ref("person", one.id),
                one.name or one.code or one.role or "Nobody is named yet",
                kinds.get(one.kind, one.kind),
                one.role or "",
                one.agency or "",
                tuple(sorted(codes[n] for n in ties.cases(Ref("person", one.id)))),
            )
            for one in found
        ]
    return tuple(sorted(lines, key=lambda line: (line.called.casefold(), line.ref.id)))


def agencies(workbook: Workbook) -> tuple[str, ...]:
    """The area's agencies, and those that people in the directory are from."""
    with workbook.reading() as session:
        kept = {one for one in session.scalars(select(Person.agency).distinct()) if one}
    return tuple(sorted({*workbook.catalogue.area.agencies, *kept}, key=str.casefold))


def near_agencies(workbook: Workbook, agency: str) -> tuple[str, ...]:
    """Agencies spelt nearly like this one: a team written down twice is two teams to a search."""
    said = plain(agency)
    found = []
    for other in agencies(workbook):
        match = SequenceMatcher(None, said, plain(other), autojunk=False)
        if other != agency and match.quick_ratio() >= NEAR and match.ratio() >= NEAR:
            found.append(other)
    return tuple(found[:MOST_ALIKE])


def alike(
    workbook: Workbook, record: str, answers: Mapping[str, Value], *, but: Ref | None = None
) -> tuple[Alike, ...]:
    """Who or what is kept already and looks like these answers, the likeliest first.

    ``record`` is ``person`` or ``context``. A hint and no more: two people can have one name.
    """
    said = [_text(answers.get(key)) for key in ("name", "aliases")]
    new_names = _names_in(said)
    new_code = _letters(_text(answers.get("code")))
    found: list[tuple[float, Ref]] = []
    for kept in workbook.all(record):
        known = _names_in([_text(kept.get("name")), _text(kept.get("aliases"))])
        code = _letters(_text(kept.get("code")))
        likeness = _likeness(new_code, new_names, code, known)
        if likeness >= NEAR and kept.ref != but:
            found.append((likeness, kept.ref))
    if record == "context":
        found += _parts_of(workbook, new_names, (but, *(ref for _likeness_, ref in found)))
    found.sort(key=lambda one: (-one[0], one[1].id))
    ties, codes = (uses(workbook), case_codes(workbook)) if found else (None, {})
    return tuple(
        Alike(
            ref,
            workbook.label(*ref),
            _about(workbook, ref, [codes[n] for n in sorted(ties.cases(ref))] if ties else []),
        )
        for _likeness_, ref in found[:MOST_ALIKE]
    )


def initials_instead(code: str, name: str) -> str:
    """Initials to show in place of a code that is a name, or of none; "" where a code will do.

    A full name in the box for the code would stand on every screen and on paper.
    """
    words, known = re.findall(r"[^\W\d_]+", code), re.findall(r"[^\W\d_]+", name)
    written = " ".join(words).casefold()
    is_name = len(words) > 1 and all(len(word) > 1 and word != word.lower() for word in words[:2])
    part_of_name = len(written) > 2 and written in " ".join(known).casefold()
    if known and (not words or part_of_name):
        return _initials(known)
    return _initials(words) if is_name else ""


def _initials(words: Iterable[str]) -> str:
    return "".join(f"{word[0].upper()}." for word in words)


def _parts_of(
    workbook: Workbook, names: Iterable[tuple[str, ...]], but: tuple[Ref | None, ...]
) -> list[tuple[float, Ref]]:
    """Places that have all words of this name, or whose words it all has, if they are few."""
    said = {word for name in names for word in name if len(word) > SHORT}
    found = []
    for kept in workbook.all("context"):
        known = {word for name in _names_in([_text(kept.get("name"))]) for word in name}
        known = {word for word in known if len(word) > SHORT}
        if said and known and kept.ref not in but and (said <= known or known <= said):
            found.append((PART_OF, kept.ref))
    return found if len(found) <= FEW else []


def _about(workbook: Workbook, ref: Ref, cases: list[str]) -> str:
    """What somebody is, in a few words: kind, agency, cases."""
    kept = workbook.read(ref)
    kinds = "person_kinds" if ref.record == "person" else "context_kinds"
    labels = {choice.key: choice.label for choice in workbook.catalogue.lists[kinds]}
    kind = _text(kept.get("kind"))
    parts = [labels.get(kind, ""), _text(kept.get("agency"))]
    if cases:
        more = f" and {len(cases) - 3} more" if len(cases) > 3 else ""
        parts.append(f"in the case of {', '.join(cases[:3])}{more}")
    else:
        parts.append("in no case yet")
    return ", ".join(part for part in parts if part)


def _likeness(
    code: str, new: Iterable[tuple[str, ...]], known_code: str, known: Iterable[tuple[str, ...]]
) -> float:
    """How alike two are, from 0 to 1: same code, same name, near spelling, initials of a name."""
    best = 1.0 if code and code == known_code else 0.0
    known = tuple(known)
    for name in known:
        if len(code) > 1 and code == "".join(word[0] for word in name):
            best = max(best, 0.9)
    for name in new:
        if len(known_code) > 1 and known_code == "".join(word[0] for word in name):
            best = max(best, 0.9)
        for other in known:
            best = max(best, _near(name, other))
    return best


def _near(name: tuple[str, ...], other: tuple[str, ...]) -> float:
    if min(len(name), len(other)) == 1 and len(name) != len(other):
        name, other = name[:1], other[:1]  # a first name alone may be anybody's of that name
    if "".join(name) == "".join(other):
        return 1.0
    left, right = " ".join(sorted(name)), " ".join(sorted(other))
    if min(len(left), len(right)) > SHORT and _sound(name) == _sound(other):
        return SOUNDS_SO
    match = SequenceMatcher(None, left, right, autojunk=False)
    return match.ratio() if match.quick_ratio() >= NEAR else 0.0


def _sound(name: Iterable[str]) -> list[str]:
    return sorted(heard(word) for word in name)


def _names_in(said: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Each name as its words, in small plain letters; aliases stand one a line or after commas."""
    found = []
    for text in said:
        for name in re.split(r"[,;\n]", text):
            words = tuple(re.findall(r"\w+", re.sub("[\u2019\u02bc']", "", plain(name))))
            if words:
                found.append(words)
    return tuple(found)


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", plain(text)))


def _text(value: Value) -> str:
    return value if isinstance(value, str) and not isinstance(value, NoAnswer) else ""
