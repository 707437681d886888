"""The young person's own copy: their words first, then what adults will do for them.

Plain words at 14 pt, no tables, and no names that are not theirs to hold. It is not made at all
where they said that paper is not safe for them, and says less until they said that it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from roth_planner.documents.audiences import SOMEBODY, Reader, ToldRow, begun
from roth_planner.documents.builders import conferences, from_services, passages, their_meetings
from roth_planner.documents.builders.called import roles_once
from roth_planner.documents.builders.help_lines import help_notice
from roth_planner.documents.builders.own_map_figure import own_map_figure, own_places
from roth_planner.documents.letters import in_print, measure
from roth_planner.documents.outline import (
    Answer,
    Block,
    Bullets,
    Heading,
    Outline,
    Paragraph,
    Run,
    Text,
    text,
)
from roth_planner.errors import BlockedDocument
from roth_planner.guides.spec import LOCAL
from roth_planner.workbook import Ref
from roth_planner.workbook.caseload import CaseParts

VIEWS = {
    "agree": "You agreed with this.",
    "not_sure": "You were not sure about this.",
    "no": "You did not want this.",
}
"""What the young person thinks of an action, said to them."""

MANY = 4
"""Actions from which on it is said once that the young person agreed, and not of each."""
AGREED = "You agreed with these, unless it says something else."
AGREED_SAVE = {"agree": "", "": "We do not know yet what you think of this."}

A_FRIEND = "A friend"
"""What a young person they trust is called: another child's name is not for paper."""


def build(reader: Reader, case: CaseParts, _subject: Ref, reference: str) -> Outline:
    """The outline of the young person's copy. Raises ``BlockedDocument`` where paper is unsafe."""
    paper = reader.decision("plan", case.plan, "paper")
    if paper == "no":
        raise BlockedDocument(
            "This copy was not made, because the plan says that paper is not safe for the young"
            " person to hold. Your answers are as you left them. Go through the plan with them in"
            " the way they chose."
        )
    told = reader.row("account", case.account)
    plan = reader.row("plan", case.plan)
    makers = _FULL if paper == "full" else _SHORT
    latest = conferences.latest_decision(reader, case)
    places = partial(_places, feelings=reader.labels("feelings"))
    blocks: list[Block] = []
    services = from_services.blocks if paper == "full" else from_services.short_blocks
    for make in makers:
        blocks += (places if make is _places else make)(told, plan)
        blocks += their_meetings.decided(latest) if make is _their_words else []
    blocks += services(reader, case)
    blocks += _asked_here(reader, case, latest) if paper == "full" else []
    blocks += their_meetings.dates(
        reader.row("case", case.case), latest, reader.today, full=paper == "full"
    )
    blocks.append(help_notice(plan.words("help_numbers"), reader.area.help_lines))
    return Outline(
        document="young_persons_copy",
        title="Your plan",
        audience="You",
        reference=reference,
        made_on=reader.today,
        blocks=roles_once(blocks),
        body_size=14,
        practice=reader.practice,
        subject="A plan about what adults will do",
    )


def _opening(told: ToldRow, plan: ToldRow) -> list[Block]:
    goals = plan.rows("goals")
    actions = sum(bool(action.words("what")) for goal in goals for action in _for_them(goal))
    lead = (
        "This is your copy of the plan. It says what adults will do to make places safer for you."
        " It is not a list of rules for you."
    )
    count = f" Adults have {passages.counted(actions, 'thing')} to do." if actions else ""
    return [Paragraph(text(lead + count), lead=True)]


def _short_opening(_told: ToldRow, _plan: ToldRow) -> list[Block]:
    lead = "This is a short copy. Adults are working to make places safer for you."
    return [Paragraph(text(lead), lead=True)]


def _their_words(told: ToldRow, plan: ToldRow) -> list[Block]:
    blocks: list[Block] = []
    for words in (
        told.words("in_their_words"),
        plan.words("what_matters"),
        plan.words("good_week"),
    ):
        if words:
            blocks.append(Paragraph(text(words)))
    for quote in told.rows("quotes"):
        blocks += passages.quotation_blocks((quote,), "said", ("when",))
        blocks += _what_came_of_it(quote)
    if plan.words("changed_by_them"):
        blocks.append(
            Answer("What changed because of what you said", plan.words("changed_by_them"))
        )
    return [Heading(1, "What you told us"), *blocks] if blocks else []


def _what_came_of_it(quote: ToldRow) -> list[Block]:
    """What their words changed, and where in the plan that stands."""
    pinned = [quote.words(key) for key in ("shaped_goals", "shaped_actions")]
    in_plan = "; ".join(words for words in pinned if words)
    # What the plan then does stands among what adults will do; it is not said twice.
    said = (
        [("What these words changed", quote.words("shaped"))]
        if quote.words("shaped")
        else [("In your plan", in_plan)]
    )
    return [passages.labelled(label, words) for label, words in said if words]


def _adults_will(_told: ToldRow, plan: ToldRow) -> list[Block]:
    views = [
        one.keys.get("their_view", "") for goal in plan.rows("goals") for one in _for_them(goal)
    ]
    agreed = len(views) >= MANY and views.count("agree") * 2 > len(views)
    blocks: list[Block] = [Paragraph(text(AGREED))] if agreed else []
    for goal in plan.rows("goals"):
        words = goal.words("their_words") or goal.words("statement")
        items = tuple(_promise(one, agreed) for one in _for_them(goal) if one.words("what"))
        if words and items:
            blocks.append(Heading(2, words))
        elif words:
            blocks.append(Paragraph(text(words)))
        if items:
            blocks.append(Bullets(items))
    return [Heading(1, "What adults will do"), *blocks] if blocks else []


def _for_them(goal: ToldRow) -> tuple[ToldRow, ...]:
    """The actions of a goal, without what is for a parent and was never talked over with them.

    Money, health or a home can be a parent's private matter (domain, section 5). What the young
    person was asked about is none.
    """
    return tuple(
        one
        for one in goal.rows("actions")
        if one.keys.get("target") != "parents" or one.words("their_view")
    )


def _promise(action: ToldRow, agreed: bool) -> Text:
    owner = action.words("owner")
    due = action.words("due")
    views = VIEWS | AGREED_SAVE if agreed else VIEWS
    view = views.get(action.keys.get("their_view", ""), "")
    return text(
        Run(f"{owner}: " if owner else "Still to be settled: ", strong=True),
        action.words("what").rstrip("."),
        f", by {due}." if due else ".",
        f" {view}" if view else "",
    )


def _places(
    _told: ToldRow, plan: ToldRow, feelings: Mapping[str, str] | None = None
) -> list[Block]:
    blocks: list[Block] = []
    for place in plan.rows("places"):
        times = place.words("times")
        feels = ", ".join(part for part in (place.words("feels"), _inside(times)) if part)
        said = " ".join(part for part in (f"{feels}." if feels else "", place.words("why")) if part)
        name = begun(place.words("context")) or "A place"
        blocks += _named(name, said, place.words("adults_will"))
    places = own_places(plan.rows("places"), in_print())
    figure = own_map_figure(places, measure(), feelings)
    picture = [figure] if figure else []
    return [Heading(1, "Your places"), *picture, *blocks] if blocks else []


def _ways(_told: ToldRow, plan: ToldRow) -> list[Block]:
    blocks: list[Block] = []
    for way in plan.rows("journeys"):
        name = way.words("journey") or way.words("way") or "A journey"
        blocks += _named(name, way.words("what_helps"), way.words("adults_do"))
    for part in plan.rows("online"):
        area = part.words("area").lower()
        name = f"Online: {area}" if area else "Online"
        blocks += _named(name, part.words("what_happens"), part.words("adults_do"))
    return [Heading(1, "Getting about and being online"), *blocks] if blocks else []


def _named(name: str, said: str, adults: str) -> list[Block]:
    """A place or a journey in one paragraph: what it is like, then what adults will do."""
    if not said and not adults:
        return []
    runs: list[str | Run] = [Run(f"{name}. ", strong=True), said]
    if adults:
        runs += [Run(f"{' ' if said else ''}What adults will do: ", strong=True), adults]
    return [Paragraph(text(*runs))]


def _inside(words: str) -> str:
    """Words as they go on after a comma; days of the week keep their capital."""
    return words[:1].lower() + words[1:] if words.startswith("Every") else words


def _people(_told: ToldRow, plan: ToldRow) -> list[Block]:
    items = tuple(
        text(
            Run(_trusted(row.words("person")), strong=True), _after(": ", row.words("how_reached"))
        )
        for row in plan.rows("trusted")
        if row.words("person")
    )
    return [Heading(1, "People you trust"), Bullets(items)] if items else []


def _trusted(words: str) -> str:
    return A_FRIEND if words == SOMEBODY["peer"] else begun(words)


def _signals(_told: ToldRow, plan: ToldRow) -> list[Block]:
    items = tuple(
        text(
            f"If this happens: {row.words('signal').rstrip('.')}. ",
            Run(begun(row.words("person")) or "An adult", strong=True),
            _after(" will do this: ", row.words("adult_action")) or " will act.",
        )
        for row in plan.rows("signals")
        if row.words("signal")
    )
    return [Heading(1, "If somebody is worried"), Bullets(items)] if items else []


def _if_not(_told: ToldRow, plan: ToldRow) -> list[Block]:
    items = tuple(
        text(
            f"If this happens: {row.words('trigger').rstrip('.')}. ",
            Run(begun(row.words("person")) or "An adult", strong=True),
            _after(" will do this: ", row.words("step").rstrip(".")) or " will act",
            _after(", ", row.words("by_when").rstrip(".")),
            ".",
            _after(" At night or at the weekend: ", row.words("out_of_hours")),
        )
        for row in plan.rows("contingencies")
        if row.words("trigger")
    )
    return [Heading(1, "If the plan does not work"), Bullets(items)] if items else []


def _dropped(_told: ToldRow, plan: ToldRow) -> list[Block]:
    words = plan.words("dropped")
    return [Heading(1, "What we will not do"), Paragraph(text(words))] if words else []


def _what_you_will_notice(_told: ToldRow, plan: ToldRow) -> list[Block]:
    words = plan.words("place_news")
    return [Heading(1, "What you may notice"), Paragraph(text(words))] if words else []


def _asked_here(reader: Reader, case: CaseParts, latest: ToldRow) -> list[Block]:
    """What the area asks besides, where the answer is for the young person."""
    guides = ("case", "account", "plan", "person", "education", "services")
    blocks = passages.own_questions(reader, case, guides, 2)
    at_the_meeting = [one for one in latest.told if one.key.startswith(LOCAL)]
    blocks += passages.told_blocks(at_the_meeting, 2)
    return [Heading(1, "Also for you"), *blocks] if blocks else []


def _after(before: str, words: str) -> str:
    return f"{before}{words}" if words else ""


_Maker = Callable[[ToldRow, ToldRow], list[Block]]
_FULL: tuple[_Maker, ...] = (
    _opening,
    _their_words,
    _people,
    _adults_will,
    _signals,
    _if_not,
    _ways,
    _places,
    _what_you_will_notice,
    _dropped,
)
_SHORT: tuple[_Maker, ...] = (_short_opening, _people)
