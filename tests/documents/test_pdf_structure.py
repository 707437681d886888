"""What a screen reader finds: the right elements, in reading order, each said once."""

from __future__ import annotations

import pytest

from roth_planner.documents.outline import (
    Answer,
    Bullets,
    Heading,
    Notice,
    Paragraph,
    Quotation,
    Table,
    text,
)

from .reading import bookmarks, contents, copied, elements, opened, page_texts, printed, roles


def test_the_title_is_the_one_heading_of_level_one() -> None:
    rendered = printed(Heading(1, "What each person will do"), Heading(2, "Mum"))
    assert roles(rendered) == ["Document", "H1", "P", "H2", "H3"]


def test_levels_that_jump_are_brought_down_one_at_a_time() -> None:
    rendered = printed(*(Heading(level, "x") for level in (3, 3, 3, 1, 3, 7)))
    assert roles(rendered)[3:] == ["H2", "H3", "H4", "H2", "H3", "H4"]


def test_bookmarks_follow_the_headings() -> None:
    rendered = printed(
        Heading(1, "Account"), Heading(2, "Places"), Heading(1, "Plan"), title="Safety plan"
    )
    assert bookmarks(rendered) == [
        (0, "Safety plan"),
        (1, "Account"),
        (2, "Places"),
        (1, "Plan"),
    ]


def test_a_list_has_labels_and_bodies() -> None:
    rendered = printed(Bullets((text("one"), text("two")), numbered=True))
    assert roles(rendered)[3:] == ["L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody"]
    (bullets,) = elements(rendered, "L")
    assert bullets["/A"]["/ListNumbering"] == "/Decimal"


def test_a_quotation_and_a_notice_hold_their_paragraphs() -> None:
    rendered = printed(Quotation("One.\n\nTwo.", "J."), Notice("Tonight", text("Call.")))
    assert roles(rendered)[3:] == ["BlockQuote", "P", "P", "P", "Div", "P", "P"]


def test_an_answer_is_a_label_and_its_words() -> None:
    assert roles(printed(Answer("Safe?", "No.")))[3:] == ["P", "P"]


def test_every_cell_of_a_table_has_its_place_even_when_empty() -> None:
    rendered = printed(Table("Caption", ("Who", "What"), (("Mum", ""), ("", "Rings"), ("Sam",))))
    assert roles(rendered)[3:] == [
        *("Table", "Caption", "THead", "TR", "TH", "TH", "TBody"),
        *("TR", "TH", "TD") * 3,
    ]
    scopes = [cell["/A"]["/Scope"] for cell in elements(rendered, "TH")]
    assert scopes == ["/Column", "/Column", "/Row", "/Row", "/Row"]


def test_a_head_repeated_on_each_page_is_said_once() -> None:
    rows = tuple((f"Place {number}", "Nobody looks up.") for number in range(90))
    rendered = printed(Table("", ("Where", "Why"), rows))
    assert rendered.pages >= 3
    assert all("Where Why Place" in " ".join(text.split()) for text in page_texts(rendered))
    assert [contents(cell) for cell in elements(rendered, "TH")[:2]] == [1, 1]


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    rendered = printed(Paragraph(text("Nobody who works there looks up. " * 150)))
    assert rendered.pages == 2
    assert contents(elements(rendered, "P")[-1]) == 2


@pytest.mark.parametrize("long", ["Nobody looks up. " * 120, "n" * 2000])
def test_a_tall_cell_is_set_under_its_row_and_stays_one_cell(long: str) -> None:
    rendered = printed(
        Table("", ("Place", "What", "Who"), (("School", long, "Sam"), ("Park", "-", "Mum")))
    )
    cells = elements(rendered, "TD")
    assert len(cells) == 4
    assert [contents(cell) for cell in cells] == [1, 1, 1, 1]
    on_page = copied(rendered)
    assert "".join(long.split()) in on_page
    assert on_page.index("Below") < on_page.index("Sam") < on_page.index("".join(long.split()))


def test_columns_that_cannot_hold_their_words_become_rows_read_one_by_one() -> None:
    names = ("Responsibility", "Safeguarding", "Neighbourhood", "Accommodation", "Organisations")
    rendered = printed(Table("", names, (names, names)), body_size=18)
    assert copied(rendered).startswith(
        "SafetyplanProfessionalsattheconference\u00b712March2026ResponsibilityResponsibility"
    )
    assert len(elements(rendered, "TR")) == 3
    assert [contents(cell) for cell in elements(rendered, "TH")] == [1] * 7


def test_the_language_and_the_title_are_said_first() -> None:
    root = opened(printed(title="Plan for the bus station")).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_practice_is_said_aloud_once_and_stands_on_every_page() -> None:
    rendered = printed(Paragraph(text("word " * 2000)), practice=True)
    assert rendered.pages >= 3
    for page in page_texts(rendered):
        assert "PRACTICE" in page
        assert "Practice: this is not a real young person" in page
    assert roles(rendered) == ["Document", "H1", "P", "P", "P"]
    assert contents(elements(rendered, "P")[1]) == 1


def test_without_practice_nothing_says_so() -> None:
    assert "ractice" not in copied(printed(Paragraph(text("word"))))
