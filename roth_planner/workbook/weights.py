"""How much each place weighs at the conference that is being prepared, and how much last time."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import select

from roth_planner.guides.kinds import day_in_words
from roth_planner.records import Account, Conference, Context, Weighting
from roth_planner.workbook import names
from roth_planner.workbook.parts import Ref
from roth_planner.workbook.workbook import Workbook


class Weighed(Struct, frozen=True):
    """A place on the board.

    ``row`` is the weighting of this conference, None if it was not weighed yet; ``last`` is the
    weight at the conference before, and ``last_at`` which that was, in words.
    """

    context: Ref
    label: str
    row: Ref | None
    weight: int | None
    why: str
    change_first: str
    last: int | None
    last_at: str


class Board(Struct, frozen=True):
    """All places of a case with their weights; ``meeting`` is the conference it is for, "" if none.

    The heaviest come first, by this conference's weight or else the last one's.
    """

    account: Ref
    meeting: str
    places: tuple[Weighed, ...]


def board(workbook: Workbook, case: Ref) -> Board:
    """The weighting board of a case, in five queries."""
    with workbook.reading() as session:
        number = session.scalars(select(Account.id).where(Account.case == case.id)).one()
        account = Ref("account", number)
        here = names.case_contexts(session, case)
        contexts = session.execute(
            select(Context.id, Context.name).where(Context.id.in_(here)).order_by(Context.id)
        ).all()
        now = names.current_conference(session, account)
        meetings = {
            meeting.id: meeting
            for meeting in session.scalars(select(Conference).where(Conference.case == case.id))
        }
        rows = session.scalars(
            select(Weighting)
            .outerjoin(Conference, Conference.id == Weighting.conference)
            .where(Weighting.account == number)
            .order_by(Conference.held_on, Weighting.position, Weighting.id)
        ).all()
        current: dict[int, Weighting] = {}
        before: dict[int, Weighting] = {}
        for row in rows:
            if row.context is None:
                continue
            if row.conference == now:
                current.setdefault(row.context, row)
            elif row.weight is not None:
                before[row.context] = row  # the last one read is the latest

        def words(meeting: int | None) -> str:
            found = meetings.get(meeting or 0)
            if found is None:
                return ""
            labels = workbook.catalogue.labels(
                workbook.catalogue.guide("case").question("conferences").question("meeting")
            )
            label = labels.get(found.meeting, "").lower()
            return f"{label}, {day_in_words(found.held_on)}" if found.held_on else label

        places = []
        for context, name in contexts:
            mine, last = current.get(context), before.get(context)
            places.append(
                Weighed(
                    Ref("context", context),
                    name or names.UNNAMED["context"],
                    Ref("weighting", mine.id) if mine else None,
                    mine.weight if mine else None,
                    mine.answers.get("why", "") if mine else "",
                    mine.answers.get("change_first", "") if mine else "",
                    last.weight if last else None,
                    words(last.conference) if last else "",
                )
            )
        meeting = words(now)
    places.sort(key=lambda one: (-_heavy(one), one.label.casefold(), one.context))
    return Board(account, meeting, tuple(places))


def _heavy(place: Weighed) -> int:
    if place.weight is not None:
        return place.weight
    return place.last if place.last is not None else -1
