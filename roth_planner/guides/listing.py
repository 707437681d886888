"""What is asked, as a list to read and as JSON for other programs."""

from __future__ import annotations

from typing import Any

import msgspec

from roth_planner.guides import sources
from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.spec import LOCAL, Guide, Kind, Question
from roth_planner.guides.timescales import CHECK_YOUR_EDITION, Area

ABOUT = (
    "What ROTH Planner asks. A topic is one of the resource packs; each has one guide or more, a"
    " guide has sections, a section has questions, and a question of kind rows has questions of its"
    " own for each row. 'required' is asked when a section is finished and never before; an answer"
    " is seen by the readers in 'audiences' and by nobody else. 'guidance' says why it is asked,"
    " 'source' where the practice behind it comes from, and 'sources' the same with the title and"
    " the address of each page."
)
KINDS = {
    Kind.SHORT_TEXT: "A few words in one line.",
    Kind.LONG_TEXT: "Words, as many as are needed.",
    Kind.CHOICE: "One of the options.",
    Kind.CHOICES: "As many of the options as fit.",
    Kind.YES_NO_NOT_SURE: "Yes, no or not sure.",
    Kind.WHOLE_NUMBER: "A whole number, between 'low' and 'high' where they are said.",
    Kind.SCALE: "A number from 'low' to 'high', whose ends have words.",
    Kind.DATE: "A day.",
    Kind.PART_DATE: "A day, a month, a season or a year: as much as is known.",
    Kind.TIME_WINDOW: "Days of the week and hours.",
    Kind.PERSON: "A person, or several, of the kinds in 'people'; of any kind where it is empty.",
    Kind.CONTEXT: "A place, or several, of the kinds in 'contexts'; of any kind where it is empty.",
    Kind.RECORD: "Another record of the case, named in 'record'.",
    Kind.ROWS: "A list; each row answers the questions inside.",
}


def as_json(catalogue: Catalogue) -> str:
    """One JSON document, to be understood without this program.

    ``topics`` are the eight titles, ``guides_by_topic`` their guides' keys. Every question has its
    ``options`` and its ``sources`` with it; the lists they come from stand apart as well. A
    question of a local pack has only the ``source`` that its writer put there.
    """
    guides = list(catalogue.guides.values())
    topics = list(dict.fromkeys(guide.topic for guide in guides if guide.topic))
    whole = {
        "about": ABOUT,
        "topics": topics,
        "guides_by_topic": {
            topic: [guide.key for guide in guides if guide.topic == topic] for topic in topics
        },
        "kinds": {kind.value: words for kind, words in KINDS.items()},
        "audiences": list(catalogue.audiences.values()),
        "guides": [_guide(catalogue, guide) for guide in guides],
        "lists": catalogue.lists,
        "sources": catalogue.sources,
        "area": catalogue.area,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()


def as_text(catalogue: Catalogue) -> str:
    """Guides, sections and questions, one line each, with kind, audiences and sources."""
    lines: list[str] = []
    for guide in catalogue.guides.values():
        topic = f"; topic: {guide.topic}" if guide.topic else ""
        lines.append(f"{guide.title}  [{guide.key}{topic}]")
        for section in guide.sections:
            lines.append(f"  {section.title}  [{section.key}]")
            for question in section.questions:
                lines += _question_lines(question, "    ")
    lines.append("Lists of choices")
    for key, choices in catalogue.lists.items():
        lines.append(f"  [{key}]")
        lines += [
            f"    {one.label}  [{one.key}{'; retired' if one.retired else ''}]" for one in choices
        ]
    return "\n".join([*lines, *_source_lines(catalogue), *_area_lines(catalogue.area)])


def _guide(catalogue: Catalogue, guide: Guide) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(guide)
    found["sources"] = _sources(catalogue, guide)
    for section, told in zip(guide.sections, found["sections"], strict=True):
        told["questions"] = [_question(catalogue, one) for one in section.questions]
    return found


def _question(catalogue: Catalogue, question: Question) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(question)
    found["options"] = msgspec.to_builtins(catalogue.choices(question))
    found["sources"] = _sources(catalogue, question)
    found["questions"] = [_question(catalogue, one) for one in question.questions]
    return found


def _sources(catalogue: Catalogue, asked: Guide | Question) -> list[dict[str, str]]:
    if asked.key.startswith(LOCAL):
        return []
    return [
        {"key": part.key, "title": known.title, "address": known.address, "says": part.says}
        for part in sources.parts(asked.source)
        if (known := catalogue.sources.get(part.key))
    ]


def _source_lines(catalogue: Catalogue) -> list[str]:
    told = []
    for key, source in catalogue.sources.items():
        page = f"  {source.address}" if source.address else ""
        read = f"  read {source.read.isoformat()}" if source.read else ""
        told.append(f"  {source.title}  [{key}]{page}{read}")
    return ["Sources", *told]


def _area_lines(area: Area) -> list[str]:
    if not area.name:
        return []
    figures = [
        f"  {one.label}: {one.words}  [{one.key}; {one.source}; read {one.read.isoformat()};"
        f" {one.edition or 'no edition seen'}]"
        for one in area.timescales.values()
    ]
    quorum = [f"  Quorum: {area.quorum.words}  [{area.quorum.source}]"] if area.quorum else []
    agencies = [f"  Agencies: {', '.join(area.agencies)}"] if area.agencies else []
    return [f"{area.name}. {CHECK_YOUR_EDITION}", *figures, *quorum, *agencies]


def _question_lines(question: Question, indent: str) -> list[str]:
    required = ", required at finish" if question.required else ""
    seen = ", ".join(question.audiences)
    kind = question.kind.value + (f" from {question.choices}" if question.choices else "")
    unknown = ", no_answer" if question.no_answer else ""
    source = f"; from {question.source}" if question.source else ""
    line = f"{indent}{question.label}  [{question.key}: {kind}{unknown}{required}; {seen}{source}]"
    inner = [row for one in question.questions for row in _question_lines(one, indent + "  ")]
    return [line, *inner]
