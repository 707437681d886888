"""The map says what the pages say, and to each reader only what that reader may read."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from roth_planner.workbook import Ref, Workbook
from roth_planner.workbook.case_map import CaseMap, Tie, case_map, narrowed
from roth_planner.workbook.caseload import start_case, start_context_plan, start_guardian
from roth_planner.workbook.map_words import Sort, counts, summary, told
from tests.workbook.desk import account_of, add_row, answer, person, place, plan_of


class Jay:
    """A case with a friend, mum, a youth worker, somebody who does harm, a station and a club."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.case = start_case(workbook, "J.", "Jay Ellery")
        self.child = case_map(workbook, self.case).young_person.ref  # type: ignore[union-attr]
        self.account = account_of(workbook, self.case)
        self.plan = plan_of(workbook, self.case)
        self.friend = person(workbook, "peer", code="K.L.", name="Kim Lowe")
        self.mum = person(workbook, "parent", code="S. (mum)", name="Sam Ellery")
        self.worker = person(workbook, "professional", name="Ash Delaney", role="Youth worker")
        self.man = person(workbook, "adult_of_concern", code="F.", name="Frank Sykes")
        for ref in (self.friend, self.mum, self.worker):
            add_row(workbook, self.case, "case.people", person=ref.id, part="Knows them")
        self.station = place(workbook, "Kelderwick station", kind="route")
        self.club = place(workbook, "The Loft", kind="club")
        for ref, weight in ((self.station, 8), (self.club, 1)):
            add_row(workbook, self.account, "account.weightings", context=ref.id, weight=weight)

    def links(self, to: Ref, **answers: str) -> None:
        add_row(self.workbook, self.child, "person.links", other=to.id, **answers)

    def harm(self, *, may_see: tuple[str, ...] = ()) -> Ref:
        return add_row(
            self.workbook,
            self.account,
            "account.harms",
            contexts=(self.station.id,),
            people=(self.man.id,),
            basis="told_us",
            **({"may_see": may_see} if may_see else {}),
        )

    def map(self, audience: str | None = None) -> CaseMap:
        return case_map(self.workbook, self.case, audience)


@pytest.fixture
def jay(workbook: Workbook) -> Jay:
    return Jay(workbook)


def line(shown: CaseMap, start: Ref, end: Ref) -> Tie:
    return next(tie for tie in shown.ties if set(tie.key) == {start, end})


def everything_on(shown: CaseMap) -> str:
    """Every word on a map, and the words it is made of."""
    return " ".join(one.words for one in told(shown)) + repr(shown)


def test_people_are_initials_and_those_who_act_by_their_role_are_names(jay: Jay) -> None:
    shown = jay.map()
    assert shown.young_person is not None
    assert shown.young_person.label == "J."
    assert [one.label for one in shown.people] == ["K.L.", "S. (mum)", "Ash Delaney"]
    assert "Kim Lowe" not in everything_on(shown)
    assert "Jay Ellery" not in everything_on(shown)


def test_a_line_says_what_it_is_which_way_it_runs_what_it_does_and_how_we_know(jay: Jay) -> None:
    jay.links(jay.mum, relation="family", direction="from_other", tone="protective", basis="seen")
    found = line(jay.map(), jay.child, jay.mum)
    assert (found.tone, found.direction) == ("protective", "back")
    said = next(one.words for one in told(jay.map()) if one.about == found.key)
    assert said == (
        "S. (mum) \u2013 family \u2013 J.; protective; runs from S. (mum) to J.; source: seen"
    )


def test_who_does_something_to_the_other_stands_first(jay: Jay) -> None:
    jay.harm()
    jay.links(jay.man, relation="harms", direction="from_other", tone="harmful")
    add_row(jay.workbook, jay.account, "account.strengths", what="Listens", person=jay.mum.id)
    jay.links(jay.friend, relation="friend", direction="both_ways", tone="mixed")
    said = " | ".join(one.words for one in told(jay.map()))
    assert "F. \u2013 is named as harming; harms, controls or exploits \u2013 J.;" in said
    assert "S. (mum) \u2013 helps to keep safe \u2013 J.;" in said
    assert "J. and K.L. \u2013 friend; mixed; runs both ways;" in said
    assert "J. \u2013 is named" not in said
    assert "J. \u2013 harms" not in said
    assert "J. \u2013 helps" not in said


def test_a_harmful_link_whose_way_nobody_knows_blames_neither(jay: Jay) -> None:
    jay.links(jay.friend, relation="harms", direction="not_known", tone="harmful")
    said = " | ".join(one.words for one in told(jay.map()))
    assert "J. and K.L. \u2013 harms, controls or exploits; harmful;" in said


def test_what_several_pages_say_of_two_is_one_line_with_one_tone(jay: Jay) -> None:
    add_row(
        jay.workbook, jay.child, "person.places", context=jay.station.id, relation="spends_time"
    )
    assert line(jay.map(), jay.child, jay.station).tone == "not_known"
    jay.harm()
    assert line(jay.map(), jay.child, jay.station).tone == "harmful"
    add_row(jay.workbook, jay.plan, "plan.places", context=jay.station.id, feels="feel_safe")
    found = line(jay.map(), jay.child, jay.station)
    assert found.tone == "mixed"
    assert {one.source for one in found.said} == {
        "links and places",
        "harm 1 in the account (the young person told us)",
        "their own map",
    }


def test_a_link_is_the_same_line_from_whichever_side_it_was_written(jay: Jay) -> None:
    add_row(
        jay.workbook,
        jay.mum,
        "person.links",
        other=jay.child.id,
        direction="to_other",
        tone="mixed",
    )
    found = line(jay.map(), jay.child, jay.mum)
    assert (found.start, found.end, found.direction) == (jay.child, jay.mum, "back")


def test_the_gaps_are_people_with_no_line_and_places_with_nobody_and_no_plan(jay: Jay) -> None:
    jay.links(jay.friend, tone="mixed")
    gaps = {(gap.about, gap.lacks) for gap in jay.map().gaps}
    assert gaps == {
        (jay.mum, "no_tie"),
        (jay.worker, "no_tie"),
        (jay.station, "no_guardian"),
        (jay.station, "no_plan"),
        (jay.club, "no_guardian"),
        (jay.club, "no_plan"),
    }
    start_context_plan(jay.workbook, jay.case, jay.station.id)
    guardian = start_guardian(jay.workbook, jay.case, jay.club.id)
    answer(jay.workbook, guardian, person=jay.worker.id, kind="adult")
    shown = jay.map()
    gaps = {(gap.about, gap.lacks) for gap in shown.gaps}
    assert gaps == {(jay.mum, "no_tie"), (jay.station, "no_guardian"), (jay.club, "no_plan")}
    assert line(shown, jay.worker, jay.club).tone == "protective"


def test_two_with_the_same_initials_or_the_same_name_are_told_apart(jay: Jay) -> None:
    twin = person(jay.workbook, "sibling", code="k.l.")
    add_row(jay.workbook, jay.case, "case.people", person=twin.id, part="Knows them")
    loft = place(jay.workbook, "The Loft", kind="park")
    add_row(jay.workbook, jay.account, "account.weightings", context=loft.id)
    jay.links(jay.friend, tone="mixed")
    jay.links(twin, tone="protective")
    shown = jay.map()
    labels = [one.label for one in (*shown.everybody, *shown.places)]
    assert len(set(labels)) == len(labels)
    assert f"K.L. (no. {jay.friend.id})" in labels
    assert f"k.l. (no. {twin.id})" in labels
    assert f"The Loft (no. {loft.id})" in labels
    assert "J." in labels, "the young person keeps their own"
    said = " ".join(one.words for one in told(shown))
    assert f"J. and K.L. (no. {jay.friend.id}) \u2013 are linked;" in said


def test_those_who_may_not_read_initials_read_kinds_that_are_counted(jay: Jay) -> None:
    other = person(jay.workbook, "peer", code="Z.Z.")
    for one in (jay.friend, other):
        add_row(jay.workbook, jay.plan, "plan.trusted", person=one.id)
    shown = jay.map("young_person")
    assert [one.label for one in shown.people] == ["Friend or peer 1", "Friend or peer 2"]


def test_whoever_is_a_guardian_of_a_place_is_marked_as_one(jay: Jay) -> None:
    start_context_plan(jay.workbook, jay.case, jay.club.id)
    guardian = start_guardian(jay.workbook, jay.case, jay.club.id)
    answer(jay.workbook, guardian, person=jay.worker.id, kind="adult")
    for audience in (None, "agencies"):
        marked = [one.ref for one in jay.map(audience).people if one.guards]
        assert marked == [jay.worker]
    assert not any(one.guards for one in jay.map("young_person").people)


def test_a_home_needs_no_guardian_and_no_plan_of_its_own(jay: Jay) -> None:
    answer(jay.workbook, jay.club, kind="home")
    assert all(gap.about != jay.club for gap in jay.map().gaps)


def test_the_heaviest_place_comes_first(jay: Jay) -> None:
    assert [(one.label, one.weight) for one in jay.map().places] == [
        ("Kelderwick station", 8),
        ("The Loft", 1),
    ]


def test_a_harm_kept_from_the_agencies_brings_nobody_on_to_their_map(jay: Jay) -> None:
    jay.harm(may_see=("chair",))
    assert "F." in everything_on(jay.map())
    shown = jay.map("agencies")
    assert all(one.ref != jay.man for one in shown.people)
    assert not shown.ties
    assert "harm 1" not in everything_on(shown)


def test_people_of_a_place_see_no_child_no_line_and_no_weight(jay: Jay) -> None:
    jay.harm()
    jay.links(jay.friend, tone="mixed")
    start_context_plan(jay.workbook, jay.case, jay.station.id)
    for audience in ("context_partners", "guardian"):
        shown = jay.map(audience)
        assert shown.young_person is None
        assert not shown.people
        assert not shown.ties
        assert [(one.label, one.weight) for one in shown.places] == [("Kelderwick station", None)]
        for name in ("J.", "Jay", "K.L.", "Kim", "S. (mum)", "F."):
            assert name not in everything_on(shown)


def test_the_young_person_sees_their_own_map_and_whom_they_trust_and_no_initials(jay: Jay) -> None:
    jay.links(jay.friend, tone="mixed")
    add_row(jay.workbook, jay.plan, "plan.trusted", person=jay.friend.id)
    add_row(jay.workbook, jay.plan, "plan.trusted", person=jay.worker.id)
    add_row(jay.workbook, jay.plan, "plan.places", context=jay.club.id, feels="feel_safe")
    shown = jay.map("young_person")
    assert shown.young_person is not None
    assert shown.young_person.label == "You"
    assert [one.label for one in shown.people] == ["Friend or peer", "Ash Delaney"]
    assert [(one.label, one.weight) for one in shown.places] == [("The Loft", None)]
    assert "K.L." not in everything_on(shown)
    assert not shown.gaps


def test_the_young_person_s_map_speaks_to_them(jay: Jay) -> None:
    jay.harm(may_see=("young_person",))
    add_row(jay.workbook, jay.plan, "plan.trusted", person=jay.worker.id)
    said = " ".join(one.words for one in told(jay.map("young_person")))
    assert "You \u2013 were harmed here \u2013 Kelderwick station" in said
    assert "You \u2013 trust \u2013 Ash Delaney; protective; runs from you to Ash Delaney" in said


def test_parents_see_no_peer_and_nobody_who_causes_harm(jay: Jay) -> None:
    jay.harm(may_see=("parents",))
    jay.links(jay.friend, tone="mixed")
    shown = jay.map("parents")
    assert not shown.people
    assert [one.label for one in shown.places] == ["Kelderwick station"]
    assert "F." not in everything_on(shown)


def test_a_map_holds_nothing_of_another_case_a_friend_is_in(jay: Jay) -> None:
    other = start_case(jay.workbook, "O.", "Olu Grant")
    theirs = person(jay.workbook, "adult_of_concern", code="Z.")
    elsewhere = place(jay.workbook, "Another town", kind="park")
    add_row(jay.workbook, other, "case.people", person=jay.friend.id, part="Friend")
    add_row(jay.workbook, other, "case.people", person=theirs.id, part="Causes harm")
    add_row(jay.workbook, jay.friend, "person.links", other=theirs.id, tone="harmful")
    add_row(jay.workbook, jay.friend, "person.places", context=elsewhere.id, relation="lives")
    assert "Z." not in everything_on(jay.map())
    assert "Another town" not in everything_on(jay.map())
    assert "Z." in everything_on(case_map(jay.workbook, other))


def test_a_reader_nobody_knows_gets_no_map(jay: Jay) -> None:
    with pytest.raises(KeyError):
        jay.map("everybody")


def test_a_map_can_be_narrowed_and_makes_nobody_seem_alone(jay: Jay) -> None:
    jay.links(jay.friend, tone="mixed")
    jay.links(jay.mum, tone="protective")
    jay.harm()
    fewer = narrowed(jay.map(), frozenset(("parent", "route")), frozenset(("protective",)))
    assert [one.label for one in fewer.everybody] == ["J.", "S. (mum)"]
    assert [one.label for one in fewer.places] == ["Kelderwick station"]
    assert [tie.tone for tie in fewer.ties] == ["protective"]
    assert all(gap.lacks != "no_tie" for gap in fewer.gaps)


def test_the_list_says_everybody_every_place_every_line_and_every_gap_once(jay: Jay) -> None:
    jay.links(jay.friend, tone="mixed")
    jay.harm()
    add_row(jay.workbook, jay.friend, "person.links", other=jay.man.id, tone="harmful")
    shown = jay.map()
    said = told(shown)
    nodes = [one.about for one in said if one.sort is Sort.NODE]
    ties = [one.about for one in said if one.sort is Sort.TIE]
    gaps = [one for one in said if one.sort is Sort.GAP]
    assert sorted(nodes) == sorted(one.ref for one in (*shown.everybody, *shown.places))  # type: ignore[type-var]
    assert sorted(ties) == sorted(tie.key for tie in shown.ties)  # type: ignore[type-var]
    assert len(gaps) == len(shown.gaps)
    assert counts(shown).startswith("4 people, 2 places, ")
    assert "Kelderwick station (8 of 10)" in summary(shown)


def test_a_map_is_read_in_a_few_queries_however_many_are_on_it(jay: Jay) -> None:
    for number in range(12):
        one = person(jay.workbook, "peer", code=f"P{number}")
        add_row(jay.workbook, jay.case, "case.people", person=one.id, part="Friend")
        jay.links(one, tone="mixed")
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(jay.workbook.vault.engine, "before_cursor_execute", note)
    jay.map()
    event.remove(jay.workbook.vault.engine, "before_cursor_execute", note)
    assert len([one for one in asked if one.lstrip().upper().startswith("SELECT")]) <= 22
