"""What is typed is what is printed; what cannot be printed is named, never dropped."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roth_planner.documents.outline import (
    Answer,
    Block,
    Bullets,
    Heading,
    Notice,
    Paragraph,
    Quotation,
    Run,
    Table,
    text,
)

from .reading import bookmarks, copied, opened, printed, words

HOSTILE = (
    '<img src="/etc/passwd" width="10" height="10"/>',
    '<img src="file:///etc/passwd"/>',
    '<img src="http://localhost:9/x.png"/>',
    '<img src="data:image/png;base64,AAAA"/>',
    '<a href="https://example.org/">press here</a>',
    "<b>bold</b> <b>unclosed",
    "<font color=white>hidden</font>",
    '<onDraw name="print" label="x"/>',
    '<seq id="x"/> <unichar code="65"/> <br/>',
    "<para><font color=\"[[getattr(pow,'__globals__')['os'].system('true') for x in [1]]]\">",
    "&amp; &lt; &#x110000; &xxe; &nbsp;",
    "<!DOCTYPE x [<!ENTITY a 'b'>]> ]]> <![CDATA[x]]> <?xml?>",
    "%s {0} \\( \\) ) ( ET BT EMC /P BDC",
    "[1] [grinning face] 100% C:\\temp\\x",
)

# Names as they are written by young people and families in England.
NAMES = (
    "\u0141ukasz Wi\u015bniewski",
    "Si\u00e2n \u0174yn O\u2019Neill",
    "Zo\u00eb S\u00f8ren Fran\u00e7ois \u0130brahim",
    "\u00c8k\u1ecd\u0301 Ad\u00e9b\u00e1y\u1ecd\u0300 (\u1eb9\u0300k\u1ecd\u0301)",
    "Nguy\u1ec5n \u0110\u1eb7ng Th\u1ecb",
    "\u041f\u0451\u0442\u0440 \u0406\u0432\u0430\u043d\u0435\u043d\u043a\u043e",
    "\u0395\u03bb\u03ad\u03bd\u03b7",
    "e\u0301 written as two, x\u0323\u0304 as three",
    "\u2713 \u2610 \u2192 \u2264 \u20ac\u00a3 \u2026 \u2013 \u2014 \u00bd",
    "\u2764\ufe0f \u2018x\u2019 \u201cy\u201d",
)


def blocks_with(words: str) -> tuple[Block, ...]:
    """The words in every place where words can be."""
    return (
        Heading(1, words),
        Paragraph(text(words)),
        Paragraph(text(Run(words, strong=True)), lead=True),
        Quotation(words, words),
        Bullets((text(words),)),
        Answer(words, words),
        Table(words, (words, words), ((words, words),)),
        Notice(words, text(words)),
    )


def squeezed(words: str) -> str:
    return "".join(unicodedata.normalize("NFC", words).split())


@pytest.mark.parametrize("typed", HOSTILE)
def test_markup_is_printed_as_it_was_typed(typed: str) -> None:
    rendered = printed(*blocks_with(typed), title=typed, audience=typed, reference=typed)
    assert copied(rendered).count(squeezed(typed)) == 17
    assert opened(rendered).metadata.title == " ".join(typed.split())
    for page in opened(rendered).pages:
        assert not page.images
        assert "/Annots" not in page
    assert rendered.unprintable == ()


@pytest.mark.parametrize("name", NAMES)
def test_names_are_printed_with_every_accent(name: str) -> None:
    rendered = printed(*blocks_with(name))
    assert copied(rendered).count(squeezed(name)) == 15
    assert rendered.unprintable == ()


def test_words_keep_their_order_and_stay_apart() -> None:
    typed = [f"word{number}" for number in range(2000)]
    rendered = printed(Paragraph(text(" ".join(typed))))
    assert [word for word in words(rendered) if word.startswith("word")] == typed


def test_a_line_break_stays_and_a_blank_line_starts_a_paragraph() -> None:
    rendered = printed(Answer("Safe?", "Someone who looks up.\r\nA light.\n\n\n \nA way out."))
    lines = opened(rendered).pages[0].extract_text().splitlines()
    start = lines.index("Safe?")
    assert [line.strip() for line in lines[start + 1 : start + 4]] == [
        "Someone who looks up.",
        "A light.",
        "A way out.",
    ]


def test_bold_and_plain_words_meet_without_a_gap() -> None:
    rendered = printed(Paragraph(text("out", Run("reach", strong=True), "es")))
    assert "outreaches" in words(rendered)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\U0001f600", "[grinning face]"),
        ("\U0001f44d\U0001f3fd", "[thumbs up sign, medium skin tone]"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "[man, woman, girl]"),
        ("\u2764\ufe0f\u200d\U0001f525", "[heavy black heart, fire]"),
        ("\U0001f1ec\U0001f1e7", "[flag: GB]"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", "[flag: Wales]"),
        ("1\ufe0f\u20e3", "[keycap 1]"),
        (
            "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
            "[Arabic text: 12 letters]",
        ),
        ("\u05e9\u05dc\u05d5\u05dd", "[Hebrew text: 4 letters]"),
        ("\u0627", "[arabic letter alef]"),
        ("\u09ac\u09be\u0982\u09b2\u09be", "[Bengali text: 2 letters]"),
        ("\u4f60\u597d\u4e16\u754c", "[Chinese or Japanese text: 4 characters]"),
        ("\U0001d4db\U0001d4fe\U0001d4f7\U0001d4ea", "[styled letters: Luna]"),
        ("\u202e", "[right-to-left override]"),
        ("\u2067", "[right-to-left isolate]"),
        ("\ue000", "[private use character U+E000]"),
        ("\ud83d", "[half of a broken character U+D83D]"),
        ("\U0010ffff", "[character U+10FFFF]"),
        ("\U000e0041", "[tag latin capital letter a]"),
    ],
)
def test_what_cannot_be_printed_is_named_in_its_place(typed: str, shown: str) -> None:
    rendered = printed(Paragraph(text(f"before {typed} after")), Answer("Label", typed))
    assert f"before{squeezed(shown)}after" in copied(rendered)
    (found,) = rendered.unprintable
    assert found.name == shown.strip("[]").partition(":")[0] or found.name in shown
    assert found.character in typed
    assert "\u25a0" not in copied(rendered)


def test_a_script_is_counted_once_for_all_its_letters() -> None:
    rendered = printed(
        Paragraph(text("J. said: \u0645\u0631\u062d\u0628\u0627, \u0645\u0631\u062d\u0628\u0627.")),
        Table("", ("Who", "What"), (("Mum", "\u0645\u0631\u062d\u0628\u0627"),)),
        title="\u0645\u0631\u062d\u0628\u0627 and \U0001f600 \U0001f600",
        audience="\U0001f600",
    )
    counted = {found.name: found.count for found in rendered.unprintable}
    assert counted == {"Arabic text": 20, "grinning face": 3}


def test_controls_and_marks_that_show_nothing_are_left_out() -> None:
    rendered = printed(Paragraph(text("a\x00b\x07c\x1b[0m\ufeffd\xade\x7ff\x85g\tg\u2028h")))
    assert "abc[0mdefggh" in copied(rendered)
    assert rendered.unprintable == ()


def test_titles_and_bookmarks_keep_letters_that_pages_cannot_show() -> None:
    rendered = printed(Heading(1, "\u0645\u0631\u062d\u0628\u0627 \U0001f600"), title="\u202eplan")
    assert opened(rendered).metadata.title == "[right-to-left override]plan"
    assert bookmarks(rendered)[1] == (1, "\u0645\u0631\u062d\u0628\u0627 \U0001f600")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_letter_is_lost(typed: str) -> None:
    """Every letter is on the page, or something in ``unprintable`` stands for it."""
    rendered = printed(Paragraph(text(typed)))
    on_page = copied(rendered)
    if not rendered.unprintable:
        kept = [letter for letter in squeezed(typed) if letter.isprintable()]
        assert all(letter in on_page for letter in kept)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(max_codepoint=0x17F, categories=["L", "N", "P", "S", "Zs"])))
def test_european_text_can_be_copied_back_whole(typed: str) -> None:
    rendered = printed(Paragraph(text(typed)), Answer("Label", typed))
    assert copied(rendered).count(squeezed(typed)) >= 2
