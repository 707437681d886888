"""What the chair should look at before a copy with names on it goes out.

It warns and stops nothing: in somebody's own words a friend's name may be right.
"""

from __future__ import annotations

import re

import msgspec

from roth_planner.documents.outline import Outline
from roth_planner.documents.preflight import NameSearch, folded, partners_of, places, typed
from roth_planner.records import CHILD_KINDS
from roth_planner.workbook import Workbook
from roth_planner.workbook.caseload import CaseParts


def not_theirs(workbook: Workbook, case: CaseParts, audience: str) -> NameSearch | None:
    """A search for those of a case whom a reader may not have by name; None for other readers.

    Agencies have other children by their initials. On the young person's copy stand neither, nor
    an adult of concern; brothers and sisters are theirs to name.
    """
    sorts = {"agencies": CHILD_KINDS, "young_person": ("young_person", "peer", "adult_of_concern")}
    if audience not in sorts:
        return None
    people = [workbook.read(one) for one in case.people]
    others = [
        one for one in people if one.get("kind") in sorts[audience] and one.ref != case.person
    ]
    theirs = {
        word
        for one in people
        if one not in others
        for word in re.split(r"[\W_]+", folded(typed(one, "name")))
    }
    searched = []
    for one in others:
        names = {key: _without(typed(one, key), theirs) for key in ("name", "aliases")}
        coded = audience == "young_person" and one.get("kind") in CHILD_KINDS
        code = typed(one, "code") if coded else ""
        searched.append(msgspec.structs.replace(one, values={**names, "code": code}))
    return NameSearch(searched, partners_of(workbook), derived=audience == "young_person")


def warnings_of(outline: Outline, search: NameSearch | None) -> tuple[str, ...]:
    """What the chair should look at before this goes out; it repeats no name."""
    named = places(outline, search.finds, search) if search else ""
    if not named:
        return ()
    return (
        f"Before this goes out, look at {named}: a name seems to stand there that is not this"
        " reader\u2019s to hold. In somebody\u2019s own words it may be right. Elsewhere write"
        " \u201ca friend\u201d, or the initials where the reader may have those.",
    )


def _without(names: str, words: set[str]) -> str:
    """Names without the parts that somebody has too whom this reader may have by name."""
    return " ".join(
        part
        for part in re.split(r"([,;/\n])|\s+", names)
        if part and not words & set(re.split(r"[\W_]+", folded(part))) - {""}
    )
