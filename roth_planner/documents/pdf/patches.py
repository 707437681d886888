"""The two places where ReportLab 5.1 writes what PDF/UA-1 and PDF/A-2 forbid, put right.

And one where two documents made at a time would spoil each other's letters.

They are not settings, so functions inside ReportLab are replaced, once and for the whole process.
That is only safe for the version they were read in; with another version nothing is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import reportlab
from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, ttfonts

VERSION = "5.1."

# Adobe Technical Note 5014, CMap syntax: at most 100 entries in one block.
_BLOCK = 100
_NOT_CHARACTERS = (0x0000, 0xFEFF, 0xFFFE)


class WrongReportLab(RuntimeError):
    """The installed ReportLab is not the version our corrections were made for."""


def apply(version: str = reportlab.__version__) -> None:
    """Replace the three functions; doing it again changes nothing."""
    if not version.startswith(VERSION):
        raise WrongReportLab(
            f"ReportLab {version} is installed, and tagged PDF is made with {VERSION}x only."
            " Compare roth_planner/documents/pdf/patches.py with the new version, run the"
            " conformance tests, then change VERSION there and the pin in pyproject.toml."
        )
    # A settings file or the environment of this computer could set these otherwise: streams of
    # text take a quarter more room, and comments would name the path of each font file.
    rl_config.useA85 = 0
    rl_config.pdfComments = 0
    ttfonts.makeToUnicodeCMap = to_unicode_map
    if pdfdoc.PDFStream.format is not _format_stream:
        pdfdoc.PDFStream.format = _format_stream
    if ttfonts.TTFontFace.makeSubset is not _subset_alone:
        ttfonts.TTFontFace.makeSubset = _subset_alone


def to_unicode_map(font: str, subset: Sequence[int]) -> str:
    """The map from the codes of a font subset back to characters, so that text can be copied.

    ReportLab maps unused codes to U+0000, which PDF/UA-1 7.21.7 forbids, puts all entries in one
    block, and writes characters beyond U+FFFF as five digits where UTF-16 is asked for.
    """
    entries = [
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character not in _NOT_CHARACTERS
    ]
    blocks = [entries[at : at + _BLOCK] for at in range(0, len(entries), _BLOCK)]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo",
            f"<< /Registry ({font})",
            f"/Ordering ({font})",
            "/Supplement 0",
            ">> def",
            f"/CMapName /{font} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *("\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


_plain_subset = ttfonts.TTFontFace.makeSubset
_subsetting = Lock()


def _subset_alone(face: Any, subset: Sequence[int]) -> bytes:
    """The letters of one document, cut out of a font that all documents share.

    The font keeps one reading place: read by two at a time, it gives either one wrong letters.
    """
    with _subsetting:
        letters: bytes = _plain_subset(face, subset)
    return letters


_plain_format = pdfdoc.PDFStream.format
_END = b"endstream\n"


def _format_stream(stream: Any, document: Any) -> bytes:
    """A stream with a line end before ``endstream``, as PDF/A-2 6.1.7.1 asks.

    Both characters of it: a stream whose last byte is a carriage return would seem one byte
    shorter before a line feed alone.
    """
    written: bytes = _plain_format(stream, document)
    return written.removesuffix(_END) + b"\r\n" + _END
