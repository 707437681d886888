"""From a case to the documents that can be made of it, and to the bytes of each."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from roth_planner.documents import preflight, second_look
from roth_planner.documents.audiences import Reader
from roth_planner.documents.builders import (
    context_plan,
    full_plan,
    guardianship_sheet,
    young_persons_copy,
)
from roth_planner.documents.outline import Outline
from roth_planner.errors import CannotWrite
from roth_planner.vault import translate_errors
from roth_planner.workbook import Changes, Ref, Workbook, copies
from roth_planner.workbook.caseload import CaseParts, parts

Build = Callable[[Reader, CaseParts, Ref, str], Outline]
"""A builder: reader, the case's parts, the record the document is about, the footer reference."""

BUILDERS: dict[str, tuple[str, str, Build]] = {
    "full_plan": ("Full plan", "agencies", full_plan.build),
    "young_persons_copy": (
        "The young person\u2019s copy",
        "young_person",
        young_persons_copy.build,
    ),
    "context_plan": ("Plan for a place", "context_partners", context_plan.build),
    "guardianship_sheet": ("Guardianship sheet", "guardian", guardianship_sheet.build),
}
"""Each document by its key: title, audience, builder."""


class DocumentChoice(Struct, frozen=True):
    """A document that can be made of a case, before it is made.

    ``subject`` is the record it is about; ``folder`` and ``file_name`` say where it goes below
    the folder the chair chooses, and never hold a name of a person.
    """

    key: str
    title: str
    audience: str
    may_read: str
    subject: Ref
    reference: str
    folder: str
    file_name: str


class Made(Struct, frozen=True):
    """A finished document: its outline, the PDF and what the chair should know about it."""

    outline: Outline
    data: bytes
    pages: int
    notices: tuple[str, ...]


def documents_of(workbook: Workbook, case: Ref) -> tuple[DocumentChoice, ...]:
    """Every document of a case, in the order they are offered."""
    whole = parts(workbook, case)
    reference = str(workbook.read(case).get("reference") or f"Case {case.id}")
    folder = _folder_of(workbook, case)
    choices = []
    for key, (title, audience, _build) in BUILDERS.items():
        for subject, about, printed in _subjects(key, whole, reference):
            reader = workbook.catalogue.audiences[audience]
            name = key.replace("_", "-") + (f"-{subject.id}" if about else "")
            choices.append(
                DocumentChoice(
                    key,
                    f"{title}: {about}" if about else title,
                    reader.label,
                    reader.may_read,
                    subject,
                    printed,
                    folder,
                    f"{name}.pdf",
                )
            )
    return tuple(choices)


def outline_of(
    workbook: Workbook, case: Ref, choice: DocumentChoice, *, today: dt.date | None = None
) -> Outline:
    """The outline of a document. Raises ``BlockedDocument`` where it may not be made."""
    _title, audience, build = BUILDERS[choice.key]
    reader = Reader(workbook, audience, today=today or dt.date.today())
    whole = parts(workbook, case)
    outline = build(reader, whole, choice.subject, choice.reference)
    search = preflight.NameSearch(preflight.children_of(workbook), preflight.partners_of(workbook))
    preflight.refuse_names(outline, search, audience)
    others = second_look.not_theirs(workbook, whole, audience)
    return msgspec.structs.replace(outline, warnings=second_look.warnings_of(outline, others))


def set_on_pages(outline: Outline) -> Made:
    """The PDF of an outline; touches no workbook, so it can run beside the window."""
    from roth_planner.documents import pdf

    rendered = pdf.render(outline)
    notices = outline.warnings
    if rendered.unprintable:
        listed = ", ".join(f"{one.name} ({one.count})" for one in rendered.unprintable[:8])
        notices += (
            f"Some characters cannot be printed and stand as their name in brackets: {listed}."
            " What you typed is safe in the workbook.",
        )
    return Made(outline, rendered.data, rendered.pages, notices)


def make(workbook: Workbook, case: Ref, choice: DocumentChoice) -> Made:
    """A document as a PDF. Raises ``BlockedDocument`` where it may not be made."""
    return set_on_pages(outline_of(workbook, case, choice))


def note_copy(
    workbook: Workbook,
    case: Ref,
    choice: DocumentChoice,
    made: Made,
    way: copies.Way,
    reader: str = "",
) -> Changes | None:
    """Write down that a document was printed or saved, for whom, and how to know it again.

    Raises what a save does; the paper is out all the same.
    """
    title = BUILDERS[choice.key][0]
    return copies.note_copy(
        workbook,
        case,
        document=choice.key,
        subject=choice.subject,
        # What a document is about can be a person's name; its reference never is.
        title=title if choice.title == title else f"{title} ({choice.reference})",
        audience=choice.audience,
        way=way,
        pages=made.pages,
        data=made.data,
        reader=reader,
    )


def save(data: bytes, file: Path) -> Path:
    """Write a document where the chair says, whole or not at all; gives the file.

    Raises ``CannotWrite`` when the disk is full, read-only or gone.
    """
    try:
        with translate_errors():
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(prefix=".roth-", suffix=".part", dir=file.parent)
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(data)
                    out.flush()
                    os.fsync(out.fileno())
                os.replace(beside, file)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise
    except CannotWrite:
        raise CannotWrite(
            "The document could not be written there: the disk is full, read-only or gone. Nothing"
            " half-written was left and your workbook is untouched. Choose another place."
        ) from None
    return file


def safe_name(words: str, otherwise: str) -> str:
    """A folder or file name from what a person typed: letters, digits, dashes; never a path."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    reserved = re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", name)
    return otherwise if not name or reserved else name


def _folder_of(workbook: Workbook, case: Ref) -> str:
    """A folder of the case's own; of two that come down to one name the older case has it.

    A reference with a child's name in it does not become a name on the disk.
    """
    search = preflight.NameSearch(preflight.children_of(workbook))
    taken: set[str] = set()
    name = ""
    for one in workbook.all("case"):
        reference = str(one.get("reference") or "")
        named = search.finds(reference)
        name = safe_name("" if named else reference, f"case-{one.ref.id}")
        while name.casefold() in taken:
            name = f"{name}-{one.ref.id}"
        if one.ref == case:
            break
        taken.add(name.casefold())
    return name


def _subjects(key: str, whole: CaseParts, reference: str) -> list[tuple[Ref, str, str]]:
    """The records a kind of document is made for: record, what it is about, footer reference."""
    if key == "context_plan":
        return [(part.ref, part.label, f"Place {part.ref.id}") for part in whole.context_plans]
    if key == "guardianship_sheet":
        return [(part.ref, part.label, f"Guardian {part.ref.id}") for part in whole.guardians]
    return [(whole.plan, "", reference)]
