"""The structure of a tagged PDF: what is a heading, a list, a table, and in what order it is read.

ReportLab draws pages but knows no tags. Here every stretch of drawing is either content of an
element or an artifact (decoration), and the elements are written as the structure tree that
ISO 14289-1 (PDF/UA-1) and ISO 19005-2 (PDF/A-2a) ask for; clauses named are of ISO 32000-1.
"""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject, PDFString
from reportlab.pdfgen.canvas import Canvas

from roth_planner.documents.pdf import fonts, patches
from roth_planner.documents.pdf.styles import PAGE_HEIGHT, PAGE_WIDTH

patches.apply()

# Attribute objects, 14.8.5.
COLUMN_SCOPE = b"<</O /Table /Scope /Column>>"
ROW_SCOPE = b"<</O /Table /Scope /Row>>"
BULLETED = b"<</O /List /ListNumbering /Disc>>"
NUMBERED = b"<</O /List /ListNumbering /Decimal>>"

# Properties of artifacts, 14.8.2.2.
LAYOUT = "<</Type /Layout>>"
PAGE_HEADER = "<</Type /Pagination /Subtype /Header>>"
PAGE_FOOTER = "<</Type /Pagination /Subtype /Footer>>"
REPEATED = "<</Type /Pagination>>"


class Element:
    """One element of the structure tree: a standard role (14.8.4) and what it holds, in order.

    ``kids`` are elements, and pairs of page index and marked-content number for what was drawn.
    ``alternative`` is read out in place of a figure (14.9.3).
    """

    __slots__ = ("alternative", "attributes", "kids", "role")

    def __init__(self, role: str, attributes: bytes = b"") -> None:
        self.role = role
        self.attributes = attributes
        self.alternative = ""
        self.kids: list[Element | tuple[int, int]] = []

    def add(self, role: str, attributes: bytes = b"") -> Element:
        """A new last kid."""
        kid = Element(role, attributes)
        self.kids.append(kid)
        return kid


class _Written(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object of the file whose text we write ourselves."""

    def __init__(self) -> None:
        self.content = b""

    def format(self, document: Any) -> bytes:
        return self.content


class TaggedCanvas:
    """A ReportLab canvas (``canvas``, for drawing) that keeps account of what was drawn for whom.

    Between ``content`` or ``artifact`` and the next call of either, ``close`` or ``end_page``,
    all that is drawn belongs to that element or artifact.
    """

    def __init__(self, root: Element, language: str) -> None:
        self.canvas: Any = Canvas(
            None,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName=fonts.regular().main.name,
            lang=language,
        )
        self.document: Any = self.canvas._doc
        self._root = root
        self._marked: list[list[Element]] = [[]]
        self._open = False

    def content(self, element: Element) -> None:
        """What is drawn next is content of this element."""
        self.close()
        marked = self._marked[-1]
        element.kids.append((len(self._marked) - 1, len(marked)))
        self.canvas.addLiteral(f"/{element.role} <</MCID {len(marked)}>> BDC")
        marked.append(element)
        self._open = True

    def artifact(self, properties: str) -> None:
        """What is drawn next is decoration, or repeats what was already said."""
        self.close()
        self.canvas.addLiteral(f"/Artifact {properties} BDC")
        self._open = True

    def close(self) -> None:
        """End the stretch of drawing, if one is open."""
        if self._open:
            self.canvas.addLiteral("EMC")
            self._open = False

    def end_page(self) -> None:
        """Finish the page; the next begins."""
        self.close()
        self.canvas.showPage()
        page = self.document.Pages.pages[-1]
        # PDFPage writes only the keys it lists.
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._marked) - 1
        page.Tabs = PDFName("S")
        self._marked.append([])

    def data(self) -> bytes:
        """The finished file."""
        self._write_tree()
        data: bytes = self.canvas.getpdfdata()
        return data

    def _write_tree(self) -> None:
        """Write the structure tree (14.7.2) and the parent tree that leads back (14.7.4.4)."""
        document = self.document
        pages = [self._reference(page) for page in document.Pages.pages]
        tree, parents = _Written(), _Written()
        tree_reference, parents_reference = self._reference(tree), self._reference(parents)
        references: dict[Element, bytes] = {}
        written: list[tuple[Element, bytes, _Written]] = []
        waiting = [(self._root, tree_reference)]
        while waiting:
            element, parent = waiting.pop()
            target = _Written()
            references[element] = reference = self._reference(target)
            written.append((element, parent, target))
            waiting += [
                (kid, reference) for kid in reversed(element.kids) if isinstance(kid, Element)
            ]
        for element, parent, target in written:
            kids = b" ".join(
                references[kid]
                if isinstance(kid, Element)
                else b"<</Type /MCR /Pg %s /MCID %d>>" % (pages[kid[0]], kid[1])
                for kid in element.kids
            )
            attributes = b" /A " + element.attributes if element.attributes else b""
            if element.alternative:
                attributes += b" /Alt " + PDFString(element.alternative).format(document)
            target.content = b"<</Type /StructElem /S /%s /P %s%s /K [%s]>>" % (
                element.role.encode("ascii"),
                parent,
                attributes,
                kids,
            )
        entries = (
            b"%d [%s]" % (page, b" ".join(references[element] for element in marked))
            for page, marked in enumerate(self._marked[: len(pages)])
        )
        parents.content = b"<</Nums [%s]>>" % b" ".join(entries)
        tree.content = b"<</Type /StructTreeRoot /K %s /ParentTree %s /ParentTreeNextKey %d>>" % (
            references[self._root],
            parents_reference,
            len(pages),
        )
        document.Catalog.StructTreeRoot = tree
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _reference(self, target: Any) -> bytes:
        reference: bytes = self.document.Reference(target).format(self.document)
        return reference
