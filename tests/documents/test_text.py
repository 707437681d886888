"""An outline as plain text: everything in order, as it was typed."""

from __future__ import annotations

import pytest

from roth_planner.documents.outline import (
    Answer,
    Bullets,
    Heading,
    Notice,
    PageBreak,
    Paragraph,
    Quotation,
    Run,
    Table,
    text,
)
from roth_planner.documents.text import render

from .reading import outline


def test_a_whole_document_reads_from_top_to_bottom() -> None:
    document = outline(
        Paragraph(text("The company ", Run("acts first", strong=True), "."), lead=True),
        Notice("Tonight", text("Call the duty team.")),
        PageBreak(),
        Heading(1, "Plan"),
        Heading(2, "For the place"),
        Bullets((text("Lights"), text("Staff\nuntil 7"))),
        Bullets((text("First"), (), text("Then")), numbered=True),
        Quotation("Nobody looks up.", "J., 3 March"),
        Answer("What would help?", "Someone who looks up.\n\nA light."),
        Table("Who does what.", ("Who", "What"), (("Mum", "Rings"), ("Sam", "", "extra"))),
        title="Safety plan",
        practice=True,
        copy_number=2,
    )
    assert render(document) == (
        "Safety plan\n"
        "===========\n"
        "\n"
        "Practice: this is not a real young person\n"
        "\n"
        "Professionals at the conference \u00b7 12 March 2026\n"
        "\n"
        "The company acts first.\n"
        "\n"
        "    Tonight\n"
        "    Call the duty team.\n"
        "\n"
        "Plan\n"
        "----\n"
        "\n"
        "For the place\n"
        "\n"
        "- Lights\n"
        "- Staff\n"
        "  until 7\n"
        "\n"
        "1. First\n"
        "2. Then\n"
        "\n"
        "    Nobody looks up.\n"
        "    J., 3 March\n"
        "\n"
        "What would help?\n"
        "Someone who looks up.\n"
        "\n"
        "A light.\n"
        "\n"
        "Who does what.\n"
        "\n"
        "    Who: Mum\n"
        "    What: Rings\n"
        "\n"
        "    Who: Sam\n"
        "    extra\n"
        "\n"
        "J-2026-014 \u00b7 Professionals at the conference \u00b7 Copy 2 \u00b7"
        " Not for onward sharing\n"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "<b>&amp;</b> &#x110000;",
        "\u0645\u0631\u062d\u0628\u0627",
        "\U0001f44d\U0001f3fd",
        "\u4f60\u597d",
    ],
)
def test_every_script_and_sign_stands_as_it_was_typed(typed: str) -> None:
    assert f"\n{typed}\n" in render(outline(Paragraph(text(typed))))


def test_what_would_mislead_or_cannot_be_saved_is_named() -> None:
    written = render(outline(Answer("x", "pay \u202e001\u202c \ud83d\x00\x1b now")))
    assert (
        "pay [right-to-left override]001[pop directional formatting]"
        " [half of a broken character U+D83D] now" in written
    )
    assert written.encode("utf-8").decode("utf-8") == written


def test_an_empty_document_is_its_first_and_last_line() -> None:
    written = render(outline(Heading(1, " "), Paragraph(()), Table("", (), ()), title=""))
    assert written.splitlines() == [
        "Professionals at the conference \u00b7 12 March 2026",
        "",
        "J-2026-014 \u00b7 Professionals at the conference \u00b7 Copy 1 \u00b7"
        " Not for onward sharing",
    ]
