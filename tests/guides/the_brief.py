"""The practice as the domain brief lists it, field by field: its section 2, and what 1 and 4 ask.

It is the brief's list and not the guides': nothing here is read from them. A line is the section,
the field in the brief's words, its type, and where it is asked. Types are the brief's: T text,
C choice, M several choices, Y yes or no, R rows, S scale 0 to 10, N number, D date, P person,
X context, W days and hours, L a link to another record. ``*`` is essential. "C/D" is either.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One field of the brief, and the question that asks it."""

    section: str
    words: str
    types: str
    essential: bool
    place: str


def fields() -> tuple[Field, ...]:
    """Every field, in the order of the brief."""
    found = []
    for line in LINES.strip().splitlines():
        section, words, kind, place = (part.strip() for part in line.split("|"))
        found.append(Field(section, words, kind.rstrip("*"), kind.endswith("*"), place))
    return tuple(found)


LINES = """
2.1 | harms | R* | account.harms
2.1 | harm: type | M* | account.harms.types
2.1 | harm: what happened | T* | account.harms.what_happened
2.1 | harm: where | X* | account.harms.contexts
2.1 | harm: people causing it | P | account.harms.people
2.1 | harm: first known | D | account.harms.first_known
2.1 | harm: basis | C | account.harms.basis
2.1 | harm: who may see it | M* | account.harms.may_see
2.1 | in their words | T* | account.in_their_words
2.1 | in their words: how sought | T | account.how_sought
2.1 | in their words: why absent | T* | account.words_absent
2.1 | how harms connect | T* | account.how_connect
2.1 | needs the situation meets | R | account.needs
2.1 | need: need | T | account.needs.need
2.1 | need: where met now | T | account.needs.met_now
2.1 | need: safer way adults will provide | T | account.needs.safer_way
2.1 | push, pull, control | R | account.factors
2.1 | factor | T | account.factors.factor
2.1 | factor: side | C | account.factors.side
2.1 | factor: what adults can change | T | account.factors.adults_change
2.1 | home: offers | T* | account.home_offers
2.1 | home: harm inside home too | C* | account.harm_in_home
2.1 | inequality | R | account.inequalities
2.1 | inequality: how it shaped our response | T | account.inequalities.our_response
2.1 | adultification check | C* | account.adultification
2.1 | adultification check in words | T* | account.adultification_how
2.1 | strengths and existing safety | R* | account.strengths
2.1 | missing: pattern | T | account.missing_pattern
2.1 | missing: Philomena form | C | account.philomena
2.1 | context weighting | R* | account.weightings
2.1 | weighting: context | X* | account.weightings.context
2.1 | weighting: weight | S* | account.weightings.weight
2.1 | weighting: why | T* | account.weightings.why
2.1 | weighting: change needed first | T | account.weightings.change_first
2.1 | unknowns and contradictions | R | account.unknowns
2.1 | why significant | T* | account.why_significant
2.2 | preparation checklist | R* | chairing.checklist
2.2 | checklist: item | T* | chairing.checklist.item
2.2 | checklist: done | D | chairing.checklist.done_on
2.2 | agenda | R* | chairing.agenda
2.2 | agenda: item | T* | chairing.agenda.item
2.2 | agenda: minutes | N | chairing.agenda.minutes
2.2 | agenda: lead | P | chairing.agenda.lead
2.2 | agenda: crib | T | chairing.agenda.crib
2.2 | attendance | R* | chairing.attendance
2.2 | attendance: person | P* | chairing.attendance.person
2.2 | attendance: agency | C | chairing.attendance.agency
2.2 | attendance: role | T | chairing.attendance.here_as
2.2 | attendance: present, remote, report, apology, absent | C | chairing.attendance.presence
2.2 | attendance: influence over | X | chairing.attendance.contexts
2.2 | attendance: report | D | chairing.attendance.report_on
2.2 | attendance: shared with family | D | chairing.attendance.shared_on
2.2 | quorum | C* | chairing.quorum
2.2 | quorum: reason if proceeding | T* | chairing.quorum_reason
2.2 | young person's participation | M* | chairing.took_part
2.2 | what changed because of it | T* | chairing.because_of_them
2.3 | meeting type | C* | case.meetings.kind
2.3 | purpose | T* | meetings.purpose
2.3 | level 1 child or 2 context | C | meetings.level
2.3 | influence map | R | meetings.influence
2.3 | influence: context | X | meetings.influence.context
2.3 | influence: who can change it | P | meetings.influence.person
2.3 | influence: invited | C | meetings.influence.invited
2.3 | links | R | meetings.links
2.3 | link: other meeting kept here | L | meetings.links.conference
2.3 | link: other meeting | T | meetings.links.other_name
2.3 | link: what passes there | T | meetings.links.goes_there
2.3 | link: what passes back | T | meetings.links.comes_back
2.3 | link: who carries it | P | meetings.links.carrier
2.3 | link: what may not pass | T | meetings.links.may_not_pass
2.3 | action log | R* | meetings.log
2.3 | action: action | T* | meetings.log.what
2.3 | action: owner | P* | meetings.log.owner
2.3 | action: due | D* | meetings.log.due
2.3 | action: status | C* | meetings.log.status
2.3 | drift check | C | meetings.drift
2.3 | escalation | R | meetings.escalations
2.3 | escalation: issue | T | meetings.escalations.issue
2.3 | escalation: to whom | P | meetings.escalations.person
2.3 | escalation: by when | D | meetings.escalations.by_when
2.3 | escalation: answer | T | meetings.escalations.answer
2.4a | what matters to me | T* | plan.what_matters
2.4a | places | R* | plan.places
2.4a | place: context | X | plan.places.context
2.4a | place: colour | C | plan.places.feels
2.4a | place: time | W | plan.places.times
2.4a | place: why | T | plan.places.why
2.4a | place: what adults will do | T* | plan.places.adults_will
2.4a | people I trust | R* | plan.trusted
2.4a | trusted: person | P* | plan.trusted.person
2.4a | trusted: how reached | T | plan.trusted.how_reached
2.4a | trusted: agreed | Y | plan.trusted.agreed
2.4a | when worried, who acts | R* | plan.signals
2.4a | worried: signal | T | plan.signals.signal
2.4a | worried: adult | P* | plan.signals.person
2.4a | worried: adult's action | T* | plan.signals.adult_action
2.4a | getting home and out | R | plan.journeys
2.4a | getting home and out: which | C | plan.journeys.way
2.4a | getting home and out: what adults will do | T | plan.journeys.adults_do
2.4a | online | R | plan.online
2.4a | online: content, contact, conduct, commerce | C | plan.online.area
2.4a | goals | R* | plan.goals
2.4a | contingency | R* | plan.contingencies
2.4a | contingency: if | T | plan.contingencies.trigger
2.4a | contingency: who | P* | plan.contingencies.person
2.4a | contingency: what | T* | plan.contingencies.step
2.4a | contingency: by | T | plan.contingencies.by_when
2.4a | safe to hold paper | C* | plan.paper
2.4a | safety that is physical, relational and psychological | T* | plan.move_safety
2.4b | context: name | T* | context.name
2.4b | context: type | C | context.kind
2.4b | context: boundary | T | context.boundary
2.4b | context: times | W | context.times
2.4b | concern without names | T* | context_plan.concern
2.4b | three sides | R* | context_plan.sides
2.4b | three sides: which | C* | context_plan.sides.side
2.4b | three sides: what is there | T* | context_plan.sides.there
2.4b | how young people were consulted | T* | context_plan.consulted
2.4b | goals | R* | context_plan.goals
2.4b | goal: positive statement | T* | context_plan.goals.statement
2.4b | goal: hoped change | T | context_plan.goals.hoped_change
2.4b | goal: evidence | T* | context_plan.goals.measures.evidence
2.4b | goal: method | T* | context_plan.goals.measures.method
2.4b | goal: baseline | T* | context_plan.goals.measures.baseline
2.4b | goal: review | D* | context_plan.goals.measures.review_on
2.4b | actions | R* | context_plan.goals.actions
2.4b | action: target | C* | context_plan.goals.actions.target
2.4b | action: owner | P* | context_plan.goals.actions.owner
2.4b | action: due | D* | context_plan.goals.actions.due
2.4b | action: likely effect on young people | T* | context_plan.goals.actions.likely_effect
2.4b | privacy and surveillance check | C* | context_plan.privacy
2.4b | two forms of context conference | C | chairing.led_as
2.4b | peer assessment: policy, sharing limits, storage, notice | T | context_plan.group_rules
2.5 | each parent and carer | R* | partnership.partners
2.5 | each parent and carer: who | P* | partnership.partners.person
2.5 | each parent and carer: non-resident | C | partnership.partners.home
2.5 | what they see | T* | partnership.partners.sees
2.5 | what they want | T* | partnership.partners.wants
2.5 | what they have tried | R | partnership.partners.attempts
2.5 | what blocks them | R | partnership.partners.barriers
2.5 | barrier | T | partnership.partners.barriers.barrier
2.5 | barrier: outside their control | Y | partnership.partners.barriers.outside_control
2.5 | barrier: who removes it | P* | partnership.partners.barriers.remover
2.5 | threats and safety | R | partnership.partners.threats
2.5 | threats: household, siblings, work, housing | M | partnership.partners.threats.to_whom
2.5 | support for them | R* | partnership.partners.supports
2.5 | how information they share is protected | T* | partnership.partners.protected
2.5 | what should never be repeated | R | partnership.partners.confidences
2.5 | and to whom | P | partnership.partners.confidences.people
2.5 | shared agreements | R | partnership.partners.agreements
2.5 | agreement: parent will | T | partnership.partners.agreements.parent_offers
2.5 | agreement: services will | T* | partnership.partners.agreements.services_will
2.5 | disagreement | T | partnership.partners.disagreement
2.5 | parenting concern, apart | R | partnership.parenting_concerns
2.5 | parenting concern: its route | C* | partnership.parenting_concerns.route
2.6 | guardian: person | P* | guardian.person
2.6 | guardian: organisation | T* | guardian.organisation
2.6 | guardian: when present | R | guardian.presence
2.6 | guardian: when present, hours | W | guardian.presence.times
2.6 | guardian: kind | C | guardian.kind
2.6 | relationship with young people | S | guardian.relationship
2.6 | do young people trust them | C* | guardian.trusted
2.6 | willing | D | guardian.willing
2.6 | ask | T* | guardian.ask
2.6 | support and training given | T | guardian.support
2.6 | back-up | P* | guardian.backup
2.6 | must not do | T | guardian.must_not
2.6 | suitability check | C* | guardian.suitability
2.6 | told what | C* | guardian.told
2.6 | peer: benefit to them | T* | guardian.benefit
2.6 | peer: adult behind them | P* | guardian.adult_behind
2.6 | peer: never responsible for another's safety | C* | guardian.not_responsible
2.7 | setting | X* | education.settings.context
2.7 | safeguarding lead | P* | education.settings.safeguarding_lead
2.7 | status | C | education.settings.status
2.7 | hours | N | education.settings.hours
2.7 | exclusion or managed-move risk | C* | education.settings.exclusion
2.7 | who prevents it | P* | education.settings.prevented_by
2.7 | trusted adult | P* | education.settings.trusted_adult
2.7 | hotspots and journey | R | education.spots
2.7 | hotspot: place | T | education.spots.where
2.7 | hotspot: time | W | education.spots.times
2.7 | hotspot: change | T | education.spots.change
2.7 | peer dynamics | T | education.peer_dynamics
2.7 | what the school will change | R* | education.changes
2.7 | policy or practice | C | education.changes.sort
2.7 | harmed and harming child both there | C | education.both_there
2.7 | separation burden on whom | T* | education.burden
2.7 | SEND | R | education.learning_needs
2.7 | information rule | T | education.information_rule
2.8 | lead trusted worker | P* | services.lead
2.8 | chosen by young person | C | services.chosen
2.8 | needs | R* | services.needs
2.8 | need | C* | services.needs.need
2.8 | need: offer | T | services.needs.offer
2.8 | need: who | P | services.needs.person
2.8 | need: start | D* | services.needs.starts
2.8 | need: gap | T | services.needs.gap
2.8 | need: escalated | D | services.needs.escalated
2.8 | promises | R | services.promises
2.8 | promise: we said | T | services.promises.said
2.8 | promise: done | C | services.promises.kept
2.8 | what we'll share and with whom | T* | services.share_what
2.8 | contact that works | T | services.contact_works
2.8 | what made it worse | T | services.made_worse
2.8 | feedback each review | R | services.feedback
2.8 | feedback: which review | L | services.feedback.meeting
2.8 | feedback: scale | S | services.feedback.helped
2.8 | nearing 18 plan | C | services.nearing_18
3 | person: kind | C* | person.kind
3 | person: link to a person | P* | person.links.other
3 | link: direction | C | person.links.direction
3 | link: evidence | T | person.links.about
3 | strength of a person | P | account.strengths.person
3 | strength of a context | X | account.strengths.context
3 | action: harms | L | plan.goals.actions.harms
3 | action: contexts | X | plan.goals.actions.contexts
3 | action: owner, one | P* | plan.goals.actions.owner
3 | action: due | D* | plan.goals.actions.due
3 | action: target | C* | plan.goals.actions.target
3 | action: status | C | plan.goals.actions.status
3 | action: evidence | T | plan.goals.actions.status_note
3 | measure: baseline | T* | plan.goals.measures.baseline
3 | sharing rule: reason | T | account.harms.may_see_why
3 | context plans linked to the child's plan | L | plan.context_plans
4 | suffering or likely significant harm | C* | chairing.significant_harm
4 | outside home, inside, both | C* | chairing.harm_where
4 | does a protection plan add safety | Y* | chairing.adds_safety
4 | which route | C* | chairing.route
4 | outcome | C* | chairing.decision
4 | reasons | T* | chairing.reasons
4 | category used locally | C* | chairing.category
4 | what would end it | T* | chairing.ends_when
4 | chair's analysis | T* | chairing.analysis
4 | interim plan where deferred | T* | chairing.interim_plan
4 | inquorate: interim plan and new date | T* | chairing.put_off
4 | dissent asked | C* | chairing.disagreement
4 | dissent | R* | chairing.dissents
4 | dissent: who | P* | chairing.dissents.person
4 | dissent: route | C* | chairing.dissents.route
4 | section 47 outcome | T | chairing.enquiry
4 | NRM | C | account.nrm
4 | Channel | C | account.channel
1 | see family beforehand | R* | chairing.parents_part
1 | attendance and exclusions | T | chairing.left_out
1 | access needs | T | chairing.access
1 | date of the core group | D* | chairing.core_group_on
1 | core group named | P* | chairing.core_group
1 | date of the review | D* | chairing.review_on
1 | record out | D* | chairing.record_out_on
1 | chair's letter | T | chairing.letter
1 | review: what changed at the places | T* | chairing.places_changed
1 | review: does harm continue | T* | chairing.how_it_is_now
1 | review: re-weigh contexts | Y* | chairing.weighed_again
"""

OPTIONS: dict[str, tuple[str, ...]] = {
    "account.harms.types": (
        *("criminal", "sexual", "violence", "peer_sexual", "relationship", "online"),
        *("radicalisation", "financial", "trafficking", "other"),
    ),
    "account.harms.basis": ("seen", "told_us", "third_party", "suspected"),
    "account.harm_in_home": ("none", "support_needed", "possible", "significant"),
    "account.factors.side": ("push", "pull", "control"),
    "account.inequalities.inequality": (
        *("racism", "poverty", "gender", "send", "immigration", "care"),
    ),
    "chairing.attendance.presence": ("in_room", "remote", "report", "apology", "absent"),
    "chairing.took_part": (
        *("attended", "part", "advocate", "recording", "letter", "direct_work", "declined"),
    ),
    "chairing.decision": (
        *("roth_plan", "cp_plan", "both_strands", "family_help", "defer", "none"),
    ),
    "case.meetings.kind": ("roth", "core_group", "context", "panel", "strategy", "peer_group"),
    "meetings.level": ("child", "context"),
    "meetings.drift": ("behaviour", "welfare", "context"),
    "plan.paper": ("no", "short", "full"),
    "plan.online.area": ("content", "contact", "conduct", "commerce"),
    "context.kind": (
        *("peer_group", "school", "route", "park", "street", "business", "online"),
        *("home_of_another", "short_let", "club", "service", "other"),
    ),
    "context_plan.sides.side": ("young_people", "guardianship", "surroundings"),
    "context_plan.goals.actions.target": (
        *("physical", "guardianship", "policy", "service", "norms", "resources", "disruption"),
    ),
    "guardian.kind": ("adult", "peer", "organisation"),
    "education.settings.status": (
        *("full", "part", "alternative", "excluded", "home_educated", "none"),
    ),
    "services.needs.need": (
        *("safety", "belonging", "money", "home", "fun", "learning", "health"),
        *("identity", "justice"),
    ),
    "person.kind": (
        *("young_person", "peer", "sibling", "parent", "family_network", "professional"),
        *("guardian", "advocate", "adult_of_concern"),
    ),
    "partnership.partners.threats.to_whom": ("siblings", "work", "home"),
}
"""The options that the brief lists, by the keys they have; an area may have more."""

PROMPTS = {
    "account": ("who gains", "stay dangerous if"),
    "chairing": ("a choice where there was pressure", "can change the place", "need a break"),
    "meetings": ("outside this room by friday", "influence here and wasn't asked"),
    "plan": ("does nothing differently",),
    "context_plan": ("tell us that it worked",),
    "partnership": ("need from us to do that", "never be repeated"),
    "guardian": ("beyond reporting",),
    "education": ("adult, corridor, rule or bus",),
    "services": ("is the exploiter meeting that we are not",),
}
"""A piece of each prompt of the brief, in small letters, by guide."""
