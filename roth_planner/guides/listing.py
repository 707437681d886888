"""What is asked, as a list to read and as JSON for other programs."""

from __future__ import annotations

import msgspec

from roth_planner.guides.catalogue import Catalogue
from roth_planner.guides.spec import Question
from roth_planner.guides.timescales import CHECK_YOUR_EDITION, Area


def as_json(catalogue: Catalogue) -> str:
    """One JSON document: topics, guides, lists of choices, audiences, and the area's own facts."""
    topics = list(dict.fromkeys(guide.topic for guide in catalogue.guides.values() if guide.topic))
    whole = {
        "topics": topics,
        "guides": list(catalogue.guides.values()),
        "lists": catalogue.lists,
        "audiences": list(catalogue.audiences.values()),
        "area": catalogue.area,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()


def as_text(catalogue: Catalogue) -> str:
    """Guides, sections and questions, one line each, with kind and audiences."""
    lines: list[str] = []
    for guide in catalogue.guides.values():
        lines.append(f"{guide.title}  [{guide.key}]")
        for section in guide.sections:
            lines.append(f"  {section.title}")
            for question in section.questions:
                lines += _question_lines(question, "    ")
    return "\n".join([*lines, *_area_lines(catalogue.area)])


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
    line = f"{indent}{question.label}  [{question.key}: {kind}{unknown}{required}; {seen}]"
    inner = [row for one in question.questions for row in _question_lines(one, indent + "  ")]
    return [line, *inner]
