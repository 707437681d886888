"""What the file says about itself: title, language, date and kind, and nothing about a person.

The same facts stand in the information dictionary and in XMP, as ISO 19005-2, 6.6.3 asks.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObject,
    PDFStream,
    PDFString,
    PDFZCompress,
)

PRODUCER = "ROTH Planner"

# In characters. A string may have 32,767 bytes (ISO 19005-2, 6.1.13), and at most four for each.
LONGEST_STRING = 2000


class About(NamedTuple):
    """What is said of the document; ``subject`` may be empty. The time of day is left at 0:00."""

    title: str
    subject: str
    language: str
    made_on: dt.date


class _Information(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """The information dictionary, with our keys only: ReportLab's own names an author."""

    def __init__(self, about: About) -> None:
        self._about = about

    def digest(self, signature: Any) -> None:
        """Let the identifier of the file depend on what is said here."""
        signature.update(repr(self._about).encode("utf-8", "backslashreplace"))

    def format(self, document: Any) -> bytes:
        date = PDFString(f"D:{self._about.made_on:%Y%m%d}000000+00'00'")
        entries = {
            "Title": PDFString(self._about.title),
            "Producer": PDFString(PRODUCER),
            "CreationDate": date,
            "ModDate": date,
        }
        if self._about.subject:
            entries["Subject"] = PDFString(self._about.subject)
        written: bytes = PDFDictionary(entries).format(document)
        return written


def describe(document: Any, about: About) -> None:
    """Write metadata, colour profile and viewer's settings into a ReportLab document."""
    catalog = document.Catalog
    document.info = _Information(about)
    catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
    catalog.Metadata = PDFStream(
        dictionary=PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}),
        content=_xmp(about).encode("utf-8"),
    )
    profile = PDFStream(dictionary=PDFDictionary({"N": 3}), content=_srgb(), filters=[PDFZCompress])
    intent = PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB"),
            "Info": PDFString("sRGB"),
            "DestOutputProfile": document.Reference(profile),
        }
    )
    # PDFCatalog writes only the keys it lists.
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = PDFArray([intent])


@cache
def _srgb() -> bytes:
    """The sRGB colour profile, dated 1 January 2000 so that the same document is the same file."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # ICC.1:2010, 7.2: bytes 24 to 35 of the header are the date and time, two bytes each.
    date = b"".join(part.to_bytes(2, "big") for part in (2000, 1, 1, 0, 0, 0))
    return profile[:24] + date + profile[36:]


def _xmp(about: About) -> str:
    """The XMP packet; it declares PDF/UA-1, and PDF/A-2a with the schema that names the former."""
    date = f"{about.made_on:%Y-%m-%d}T00:00:00+00:00"
    subject = (
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(about.subject)}</rdf:li></rdf:Alt></dc:description>"
        if about.subject
        else ""
    )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfuaid:part>1</pdfuaid:part>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(about.title)}</rdf:li></rdf:Alt></dc:title>
{subject}<dc:language><rdf:Bag><rdf:li>{escape(about.language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
