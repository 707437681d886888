"""How answers become headings, paragraphs and tables; the same in every document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from roth_planner.documents.audiences import Reader, Told, ToldRow
from roth_planner.documents.outline import (
    Answer,
    Block,
    Bullets,
    Heading,
    Paragraph,
    Quotation,
    Run,
    Table,
    text,
)
from roth_planner.guides.spec import LOCAL, Kind
from roth_planner.workbook import Ref
from roth_planner.workbook.caseload import CaseParts

WIDEST_TABLE = 4
"""Columns that still leave room to read at 12 pt on A4."""

LONGEST_CELL = 170
"""Characters in one cell before a row is set as a passage of its own instead."""

NOT_WRITTEN = "Not written yet"
"""What stands for an action that has an owner or a date and no words yet."""

SHORT = 70
"""Characters of an answer that shares a line with others."""

ENDS = (".", "?", "!", ".\u2019", ".'", "?'")
"""How words end that need no full stop."""

RUNS_ON = 700
"""Characters of a row's answers that are read as one paragraph before each gets its own."""


def told_blocks(told: Iterable[Told], level: int, *, apart: bool = False) -> list[Block]:
    """Answers in order: text under its label, short rows as a table, long rows as passages.

    Short answers that follow each other share a line, unless they are to stand ``apart``, and what
    nobody knows yet stands together.
    """
    blocks: list[Block] = []
    line: list[Run] = []
    unknown: dict[str, list[str]] = {}

    def written() -> list[Block]:
        found: list[Block] = [Paragraph(tuple(line))] if line else []
        line.clear()
        return found

    for one in told:
        if one.unknown:
            unknown.setdefault(one.words, []).append(_plain(one.label))
        elif _is_short(one) and not apart:
            line += _said_in_line(one, bool(line))
        elif _is_short(one):
            blocks.append(Paragraph(tuple(_said_in_line(one, follows=False))))
        elif one.kind is not Kind.ROWS:
            blocks += [*written(), Answer(one.label, one.words)]
        else:
            blocks += [*written(), Heading(level, one.label), *rows_blocks(one, level + 1)]
    return [*blocks, *written(), *_unknown_blocks(unknown)]


def _unknown_blocks(unknown: Mapping[str, Sequence[str]]) -> list[Block]:
    """What nobody knows or asked yet, in a line: the reason, and after it the questions."""
    return [labelled(reason, f"{'; '.join(labels)}.") for reason, labels in unknown.items()]


def _is_short(one: Told) -> bool:
    return one.kind is not Kind.ROWS and len(one.words) <= SHORT and "\n" not in one.words


def _said_in_line(one: Told, follows: bool) -> list[Run]:
    """A short answer after its label, in a line that it shares with others."""
    end = "" if one.words.endswith(ENDS) else "."
    return [
        Run("   " if follows else ""),
        Run(_in_line(one.label), strong=True),
        Run(f"{one.words}{end}"),
    ]


def _in_line(label: str) -> str:
    """A label before its answer: a question keeps its mark, a name gets a colon."""
    return f"{label} " if label.endswith("?") else f"{_plain(label)}: "


def rows_blocks(told: Told, level: int) -> list[Block]:
    """The rows of one question: a list, a table, or a passage for each, whichever they fit."""
    if told.key == "agreements":
        return [_agreements_table(told.rows)]
    if all(len(row.told) == 1 and row.told[0].words for row in told.rows):
        return [Bullets(tuple(text(row.told[0].words) for row in told.rows))]
    if _are_pairs(told.rows):
        pairs = (_of_two(row) for row in told.rows)
        return [Bullets(tuple(text(Run(first, strong=True), after) for first, after in pairs))]
    if fits_table(told.rows):
        return [rows_table("", told.rows)]
    return [block for row in told.rows for block in row_blocks(row, level)]


def _are_pairs(rows: Sequence[ToldRow]) -> bool:
    """Whether each row is a name and a few words about it, which need no table."""
    keys = list(columns(rows))
    return len(keys) == 2 and all(
        row.told[0].key == keys[0] and all(_is_short(one) for one in row.told) for row in rows
    )


def _of_two(row: ToldRow) -> tuple[str, str]:
    first, *others = (one.words for one in row.told)
    return first, "".join(f": {words}" for words in others)


def row_blocks(row: ToldRow, level: int) -> list[Block]:
    """One row as a passage: its name, then what the name does not say already.

    Answers follow each other in one paragraph, in the order asked, as long as it can be read so.
    """
    kept = [one for one in row.told if one.key not in row.named_by and one.words]
    together = sum(len(one.words) for one in kept) <= RUNS_ON
    line = [Run(f"{row.name}{'' if row.name.endswith(ENDS) else '.'}", strong=True)]
    line = line if row.name else []
    rest: list[Block] = []
    for one in kept:
        if "\n" not in one.words and (together or _is_short(one)):
            line += _said_in_line(one, bool(line))
        else:
            rest.append(labelled(one.label, one.words))
    for one in row.told:
        if one.kind is Kind.ROWS:
            rest += [Heading(level + 1, one.label), *rows_blocks(one, level + 2)]
    return [*([Paragraph(tuple(line))] if line else []), *rest]


def labelled(label: str, words: str) -> Paragraph:
    """A paragraph that begins with its label in bold."""
    return Paragraph(text(Run(f"{_plain(label)}: ", strong=True), words))


def _plain(label: str) -> str:
    return label.rstrip("?:. ")


def fits_table(rows: Sequence[ToldRow]) -> bool:
    """Whether rows are short and alike enough to be read across."""
    keys = columns(rows)
    cells = [one for row in rows for one in row.told]
    return 2 <= len(keys) <= WIDEST_TABLE and all(
        one.kind is not Kind.ROWS and len(one.words) <= LONGEST_CELL for one in cells
    )


def columns(rows: Sequence[ToldRow]) -> dict[str, str]:
    """Key and label of each question that some row answers, in the order asked."""
    return {one.key: one.label for row in rows for one in row.told}


def _agreements_table(rows: Sequence[ToldRow]) -> Table:
    """Both sides beside each other, so that no ask of a parent stands alone."""
    head = ("The parent or carer offers", "Services will do", "Who answers for it")
    cells = tuple(
        (
            row.words("parent_offers") or "Nothing is asked",
            row.words("services_will") or "Not settled",
            _who_answers(row),
        )
        for row in rows
    )
    return Table("What each side brings", head, cells, (0.34, 0.38, 0.28))


def _who_answers(agreement: ToldRow) -> str:
    due = agreement.words("due")
    by = f"By {due}" if due else ""
    sides = ("parent_offers", "services_will", "person", "due", "status")
    rest = [f"{one.label}: {one.words}" for one in agreement.told if one.key not in sides]
    said = (agreement.words("person"), by, agreement.words("status"), *rest)
    return ". ".join(words for words in said if words)


def rows_table(caption: str, rows: Sequence[ToldRow]) -> Table:
    """Rows with a column for each question."""
    keys = columns(rows)
    cells = tuple(tuple(row.words(key) for key in keys) for row in rows)
    return Table(caption, tuple(keys.values()), cells)


def actions_table(caption: str, actions: Sequence[ToldRow], *, place: bool) -> Table:
    """Who does what by when, in the chair's order; with the place where asked."""
    head = ("Who", "What", "By when", *(["Which place"] if place else []))
    keys = ("owner", "what", "due", *(["contexts"] if place else []))
    widths = (0.22, 0.44, 0.14, 0.2) if place else (0.26, 0.58, 0.16)
    rows = tuple(tuple(action.words(key) or "Not settled" for key in keys) for action in actions)
    return Table(caption, head, rows, widths)


def by_owner_blocks(actions: Sequence[ToldRow], level: int) -> list[Block]:
    """What each person has to do, soonest first; the page a busy person looks for."""
    owners: dict[str, list[ToldRow]] = {}
    for action in sorted(actions, key=lambda one: one.keys.get("due", "9999")):
        owners.setdefault(action.words("owner") or "Not settled yet who", []).append(action)
    blocks: list[Block] = []
    for owner in sorted(owners, key=str.casefold):
        items = (
            text(
                Run(
                    f"By {one.words('due')}: " if one.words("due") else "No date yet: ", strong=True
                ),
                one.words("what") or NOT_WRITTEN,
            )
            for one in owners[owner]
        )
        blocks += [Heading(level, owner), Bullets(tuple(items))]
    return blocks


def quotation_blocks(quotes: Iterable[ToldRow], words: str, by: Sequence[str]) -> list[Block]:
    """People's own words, each with who said it and when."""
    found = []
    for quote in quotes:
        said_by = ", ".join(part for part in (quote.words(key) for key in by) if part)
        found.append(Quotation(quote.words(words), said_by))
    return [quote for quote in found if quote.words]


def goals_and_actions(goals: int, actions: int) -> str:
    """How many there are: "1 goal and 4 actions", "2 goals"; "" where there is none."""
    return listing([counted(n, one) for n, one in ((goals, "goal"), (actions, "action")) if n])


def listing(words: Sequence[str]) -> str:
    """Words as a person lists them: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def goals_blocks(goals: Sequence[ToldRow], level: int) -> list[Block]:
    """Each goal with its measures and its actions; the same for a person's plan and a place's."""
    blocks: list[Block] = []
    for number, goal in enumerate(goals, 1):
        statement = goal.words("statement") or "not written yet"
        blocks.append(Heading(level, f"Goal {number}: {statement}"))
        blocks += [
            labelled(one.label, one.words)
            for one in goal.told
            if one.kind is not Kind.ROWS and one.key != "statement"
        ]
        if goal.rows("measures"):
            blocks.append(_measures_table(goal.rows("measures")))
        if goal.rows("actions"):
            blocks += [Heading(level + 1, "Who does what"), actions_list(goal.rows("actions"))]
    return blocks


def _measures_table(measures: Sequence[ToldRow]) -> Table:
    head = ("What we will see", "How we find out", "How it is now", "Looked at again")
    keys = ("evidence", "method", "baseline", "review_on")
    kept = [place for place, key in enumerate(keys) if any(one.words(key) for one in measures)]
    rows = tuple(tuple(one.words(keys[place]) for place in kept) for one in measures)
    return Table("How change towards this goal will be seen", tuple(head[p] for p in kept), rows)


def actions_list(actions: Sequence[ToldRow]) -> Bullets:
    """Each action whole: what, who, by when and where, then everything else it says."""
    items = []
    for action in actions:
        due = action.words("due")
        who = [
            action.words("owner") or "Nobody is named yet",
            f"by {due}" if due else "no date yet",
            action.words("contexts"),
        ]
        said = [
            f"{_plain(one.label)}: {one.words.rstrip('.')}."
            for one in action.told
            if one.key not in ("what", "owner", "due", "contexts") and one.words
        ]
        what = Run(f"{action.words('what').rstrip('.') or NOT_WRITTEN}. ", strong=True)
        items.append(text(what, f"{', '.join(part for part in who if part)}. ", " ".join(said)))
    return Bullets(tuple(items))


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its noun: 1 action, 4 actions."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def own_questions(
    reader: Reader, case: CaseParts, guides: Iterable[str], level: int
) -> list[Block]:
    """Answers to a local pack's questions, for a page that is composed by hand and knows none."""
    refs = {"case": case.case, "account": case.account, "plan": case.plan, **case.once}
    refs |= {"person": case.person}
    told = [
        one
        for guide in guides
        if guide in refs
        for one in reader.row(guide, refs[guide]).told
        if one.key.startswith(LOCAL)
    ]
    return told_blocks(told, level)


def about_the_place(reader: Reader, context: int, level: int) -> list[Block]:
    """What a place is, where it begins and ends, and when young people are there."""
    sections = reader.sections("context", Ref("context", context))
    told = [one for section in sections for one in section.told if one.key != "name"]
    return [Heading(level, "The place"), *told_blocks(told, level + 1, apart=True)] if told else []
