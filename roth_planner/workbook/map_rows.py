"""What the pages of a case say about who is tied to whom and where, read in a few queries.

Only pages of this case bring somebody or some place on to its map. A link or a place of somebody
who is also in another case is read where both ends are here anyway, so no map tells of a case it
is not about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from roth_planner.guides.catalogue import Catalogue
from roth_planner.records import (
    Account,
    Case,
    Conference,
    Context,
    ContextPlan,
    Guardian,
    Harm,
    Involvement,
    Person,
    PersonContext,
    PersonLink,
    Plan,
    PlanPlace,
    Strength,
    TrustedPerson,
    Weighting,
)
from roth_planner.workbook.map_facts import (
    FEELING_TONES,
    PLACE_TONES,
    RUNS,
    Allowed,
    Found,
    Said,
)
from roth_planner.workbook.parts import Ref


def read(session: Session, catalogue: Catalogue, case: Ref, may: Allowed) -> Found:
    """All that the pages of a case say, as far as an audience may read it."""
    reading = _Reading(session, catalogue, case, may)
    reading.everything()
    return reading.found


class _Reading:
    """One reading of one case."""

    def __init__(self, session: Session, catalogue: Catalogue, case: Ref, may: Allowed) -> None:
        self._session, self._catalogue, self._may = session, catalogue, may
        self._case = case.id
        self.found = Found()
        child, account, plan = session.execute(
            select(Case.person, Account.id, Plan.id)
            .join(Account, Account.case == Case.id)
            .join(Plan, Plan.case == Case.id)
            .where(Case.id == case.id)
        ).one()
        self._child_number = child
        self._child = Ref("person", child)
        self._account, self._plan = Ref("account", account), Ref("plan", plan)

    def everything(self) -> None:
        self._of_the_case()
        self._harms()
        self._weights()
        self._strengths()
        self._own_map()
        self._trusted()
        self._plans()
        self._places_of_people(only_child=True)
        self._links_of_people(only_child=True)
        self._guardians()
        self._places_of_people(only_child=False)
        self._links_of_people(only_child=False)

    def _of_the_case(self) -> None:
        if not self._may.read("case", "people", "person"):
            return
        rows = select(Involvement.person).where(Involvement.case == self._case)
        for number in self._session.scalars(rows.order_by(Involvement.position, Involvement.id)):
            self._somebody(number)
        chairs = select(Conference.chair).where(Conference.case == self._case)
        self.found.chairs |= {one for one in self._session.scalars(chairs) if one is not None}

    def _harms(self) -> None:
        shows_place = self._may.read("account", "harms", "contexts")
        shows_people = self._may.read("account", "harms", "people")
        shows_basis = self._may.read("account", "harms", "basis")
        rows = select(Harm.id, Harm.basis, Harm.may_see).where(Harm.account == self._account.id)
        # Counted among those that this audience may see, so that no gap tells of another.
        seen = (
            (number, basis)
            for number, basis, may_see in self._session.execute(
                rows.order_by(Harm.position, Harm.id)
            )
            if self._may.harm(may_see)
        )
        harms: dict[int, str] = {}
        for place, (number, basis) in enumerate(seen, 1):
            known = self._words("account", "harms", "basis").get(basis or "", "")
            how = f" ({_small(known)})" if known and shows_basis else ""
            harms[number] = f"harm {place} in the account{how}"
        if shows_place:
            for number, context in self._tied(
                select(Harm.id, Context.id).join(Harm.contexts), harms
            ):
                place_ref = self._somewhere(context)
                said = self._harm_said(self._may.of_child("was harmed here"), "", harms[number])
                self.found.say(self._child, place_ref, said)
        if shows_people:
            for number, person in self._tied(select(Harm.id, Person.id).join(Harm.people), harms):
                self._somebody(person)
                said = self._harm_said("is named as harming", "out", harms[number])
                self.found.say(Ref("person", person), self._child, said)

    def _tied(self, rows: Select[int, int], harms: Mapping[int, str]) -> Iterator[tuple[int, int]]:
        ordered = rows.where(Harm.id.in_(harms)).order_by(Harm.position, Harm.id)
        yield from sorted((harm, other) for harm, other in self._session.execute(ordered))

    def _harm_said(self, relation: str, direction: str, source: str) -> Said:
        return Said(relation, "harmful", direction, source, self._account, "harms")

    def _weights(self) -> None:
        if not self._may.read("account", "weightings", "context"):
            return
        rows = (
            select(Weighting.context, Weighting.weight)
            .outerjoin(Conference, Conference.id == Weighting.conference)
            .where(Weighting.account == self._account.id)
            .order_by(Conference.held_on, Weighting.conference, Weighting.position, Weighting.id)
        )
        shows_weight = self._may.read("account", "weightings", "weight")
        for context, weight in self._session.execute(rows):
            if context is None:
                continue
            self._somewhere(context)
            if weight is not None and shows_weight:
                self.found.weights[context] = weight  # the last one read is the latest

    def _strengths(self) -> None:
        if not self._may.read("account", "strengths"):
            return
        rows = select(Strength.person, Strength.context).where(Strength.account == self._account.id)
        shows_person = self._may.read("account", "strengths", "person")
        shows_place = self._may.read("account", "strengths", "context")
        source = "a strength in the account"
        for person, context in self._session.execute(rows.order_by(Strength.position, Strength.id)):
            if person is not None and shows_person:
                said = Said(
                    "helps to keep safe", "protective", "back", source, self._account, "strengths"
                )
                self.found.say(self._child, self._somebody(person), said)
            if context is not None and shows_place:
                said = Said(
                    self._may.of_child("is stronger here"),
                    "protective",
                    "",
                    source,
                    self._account,
                    "strengths",
                )
                self.found.say(self._child, self._somewhere(context), said)

    def _own_map(self) -> None:
        if not self._may.read("plan", "places", "context"):
            return
        rows = select(PlanPlace.context, PlanPlace.feels).where(PlanPlace.plan == self._plan.id)
        shows = self._may.read("plan", "places", "feels")
        words = self._words("plan", "places", "feels")
        for context, feels in self._session.execute(
            rows.order_by(PlanPlace.position, PlanPlace.id)
        ):
            if context is None:
                continue
            place = self._somewhere(context)
            if feels in words and shows:
                tone = FEELING_TONES.get(feels, "not_known")
                said = Said(
                    f"\u201c{words[feels]}\u201d", tone, "", "their own map", self._plan, "places"
                )
                self.found.say(self._child, place, said)

    def _trusted(self) -> None:
        if not self._may.read("plan", "trusted", "person"):
            return
        rows = select(TrustedPerson.person).where(TrustedPerson.plan == self._plan.id)
        for number in self._session.scalars(
            rows.order_by(TrustedPerson.position, TrustedPerson.id)
        ):
            if number is not None:
                said = Said(
                    self._may.of_child("trusts"),
                    "protective",
                    "out",
                    "people they trust in the plan",
                    self._plan,
                    "people",
                )
                self.found.say(self._child, self._somebody(number), said)

    def _plans(self) -> None:
        rows = select(ContextPlan.context).join(Plan.context_plans).where(Plan.id == self._plan.id)
        planned = sorted(self._session.scalars(rows))
        self.found.planned |= set(planned)
        if self._may.read("plan", "context_plans"):
            for context in planned:
                self._somewhere(context)

    def _guardians(self) -> None:
        shows_person = self._may.read("guardian", "person")
        shows_kind = self._may.read("guardian", "kind")
        if not shows_person and not shows_kind:
            return
        here = set(self.found.places) | (self.found.planned if not shows_person else set())
        kinds = self._words("guardian", "kind")
        rows = select(
            Guardian.id, Guardian.context, Guardian.person, Guardian.kind, Guardian.answers
        ).where(Guardian.context.in_(here))
        for number, context, person, kind, answers in self._session.execute(
            rows.order_by(Guardian.id)
        ):
            words = answers.get("organisation", "") or _small(kinds.get(kind or "", ""))
            if person is not None and shows_person:
                holder = Ref("guardian", number)
                said = Said(
                    "is a guardian here",
                    "protective",
                    "",
                    "their page as a guardian",
                    holder,
                    "who",
                )
                self.found.say(self._somebody(person), Ref("context", context), said)
                self.found.guarding.add(person)
            self.found.guardians.setdefault(context, []).append(words or "somebody not named yet")

    def _places_of_people(self, *, only_child: bool) -> None:
        if not self._may.read("person", "places", "context"):
            return
        whose = {self._child_number} if only_child else set(self.found.people)
        rows = select(PersonContext.person, PersonContext.context, PersonContext.relation).where(
            PersonContext.person.in_(whose)
        )
        words = self._words("person", "places", "relation")
        for person, context, relation in self._session.execute(
            rows.order_by(PersonContext.person, PersonContext.position, PersonContext.id)
        ):
            if context is None or (not only_child and person == self._child_number):
                continue
            if only_child:
                self._somewhere(context)
            holder = Ref("person", person)
            tone = PLACE_TONES.get(relation or "", "not_known")
            plain = _small(words.get(relation or "", "Is tied to it"))
            said = Said(plain, tone, "", "links and places", holder, "ties", relation or "")
            self.found.say(holder, Ref("context", context), said)

    def _links_of_people(self, *, only_child: bool) -> None:
        if not self._may.read("person", "links", "other"):
            return
        child = self._child_number
        rows = select(
            PersonLink.person,
            PersonLink.other,
            PersonLink.relation,
            PersonLink.tone,
            PersonLink.direction,
            PersonLink.basis,
        )
        if only_child:
            rows = rows.where(or_(PersonLink.person == child, PersonLink.other == child))
        else:
            rows = rows.where(PersonLink.person.in_(set(self.found.people)))
        relations = self._words("person", "links", "relation")
        known = self._words("person", "links", "basis")
        for person, other, relation, tone, direction, basis in self._session.execute(
            rows.order_by(PersonLink.person, PersonLink.position, PersonLink.id)
        ):
            if other is None or (not only_child and child in (person, other)):
                continue
            if only_child:
                self._somebody(other if person == child else person)
            said = Said(
                _small(relations.get(relation or "", "Are linked")),
                tone or "not_known",
                RUNS.get(direction or "", ""),
                _small(known.get(basis or "", "links and places")),
                Ref("person", person),
                "ties",
            )
            self.found.say(Ref("person", person), Ref("person", other), said)

    def _somebody(self, number: int | None) -> Ref:
        if number is not None:
            self.found.people.setdefault(number)
        return Ref("person", number or 0)

    def _somewhere(self, number: int) -> Ref:
        self.found.places.setdefault(number)
        return Ref("context", number)

    def _words(self, guide: str, *keys: str) -> dict[str, str]:
        question = self._catalogue.guide(guide).question(keys[0])
        for key in keys[1:]:
            question = question.question(key)
        return self._catalogue.labels(question)


def _small(words: str) -> str:
    """Words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
