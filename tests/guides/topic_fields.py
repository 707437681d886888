"""The fields of the eight topics, of the journey, the decision and the records, one by one.

The list was written by hand from the practice (``assets/guides/sources.toml`` has the pages it
rests on) and not from the guides: nothing here is read from them. A line is the topic, the field
in a few words, its type, and where it is asked. Types are T text, C choice, M several choices,
Y yes or no, R rows, S scale 0 to 10, N number, D date, P person, X context, W days and hours, and
L a link to another record. ``*`` is essential.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One field of a topic, and the question that asks it."""

    topic: str
    words: str
    types: str
    essential: bool
    place: str


def fields() -> tuple[Field, ...]:
    """Every field, topic by topic."""
    found = []
    for line in LINES.strip().splitlines():
        topic, words, kind, place = (part.strip() for part in line.split("|"))
        found.append(Field(topic, words, kind.rstrip("*"), kind.endswith("*"), place))
    return tuple(found)


LINES = """
account | harms | R* | account.harms
account | harm: type | M* | account.harms.types
account | harm: what happened | T* | account.harms.what_happened
account | harm: where | X* | account.harms.contexts
account | harm: people causing it | P | account.harms.people
account | harm: first known | D | account.harms.first_known
account | harm: basis | C | account.harms.basis
account | harm: who may see it | M* | account.harms.may_see
account | in their words | T* | account.in_their_words
account | in their words: how sought | T | account.how_sought
account | in their words: why absent | T* | account.words_absent
account | how harms connect | T* | account.how_connect
account | needs the situation meets | R | account.needs
account | need: need | T | account.needs.need
account | need: where met now | T | account.needs.met_now
account | need: safer way adults will provide | T | account.needs.safer_way
account | push, pull, control | R | account.factors
account | factor | T | account.factors.factor
account | factor: side | C | account.factors.side
account | factor: what adults can change | T | account.factors.adults_change
account | home: offers | T* | account.home_offers
account | home: harm inside home too | C* | account.harm_in_home
account | inequality | R | account.inequalities
account | inequality: how it shaped our response | T | account.inequalities.our_response
account | adultification check | C* | account.adultification
account | adultification check in words | T* | account.adultification_how
account | strengths and existing safety | R* | account.strengths
account | missing: pattern | T | account.missing_pattern
account | missing: Philomena form | C | account.philomena
account | context weighting | R* | account.weightings
account | weighting: context | X* | account.weightings.context
account | weighting: weight | S* | account.weightings.weight
account | weighting: why | T* | account.weightings.why
account | weighting: change needed first | T | account.weightings.change_first
account | unknowns and contradictions | R | account.unknowns
account | why significant | T* | account.why_significant
chairing | preparation checklist | R* | chairing.checklist
chairing | checklist: item | T* | chairing.checklist.item
chairing | checklist: done | D | chairing.checklist.done_on
chairing | agenda | R* | chairing.agenda
chairing | agenda: item | T* | chairing.agenda.item
chairing | agenda: minutes | N | chairing.agenda.minutes
chairing | agenda: lead | P | chairing.agenda.lead
chairing | agenda: crib | T | chairing.agenda.crib
chairing | attendance | R* | chairing.attendance
chairing | attendance: person | P* | chairing.attendance.person
chairing | attendance: agency | C | chairing.attendance.agency
chairing | attendance: role | T | chairing.attendance.here_as
chairing | attendance: present, remote, report, apology, absent | C | chairing.attendance.presence
chairing | attendance: influence over | X | chairing.attendance.contexts
chairing | attendance: report | D | chairing.attendance.report_on
chairing | attendance: shared with family | D | chairing.attendance.shared_on
chairing | quorum | C* | chairing.quorum
chairing | quorum: reason if proceeding | T* | chairing.quorum_reason
chairing | young person's participation | M* | chairing.took_part
chairing | what changed because of it | T* | chairing.because_of_them
meetings | meeting type | C* | case.meetings.kind
meetings | purpose | T* | meetings.purpose
meetings | level 1 child or 2 context | C | meetings.level
meetings | influence map | R | meetings.influence
meetings | influence: context | X | meetings.influence.context
meetings | influence: who can change it | P | meetings.influence.person
meetings | influence: invited | C | meetings.influence.invited
meetings | links | R | meetings.links
meetings | link: other meeting kept here | L | meetings.links.conference
meetings | link: other meeting | T | meetings.links.other_name
meetings | link: what passes there | T | meetings.links.goes_there
meetings | link: what passes back | T | meetings.links.comes_back
meetings | link: who carries it | P | meetings.links.carrier
meetings | link: what may not pass | T | meetings.links.may_not_pass
meetings | action log | R* | meetings.log
meetings | action: action | T* | meetings.log.what
meetings | action: owner | P* | meetings.log.owner
meetings | action: due | D* | meetings.log.due
meetings | action: status | C* | meetings.log.status
meetings | drift check | C | meetings.drift
meetings | escalation | R | meetings.escalations
meetings | escalation: issue | T | meetings.escalations.issue
meetings | escalation: to whom | P | meetings.escalations.person
meetings | escalation: by when | D | meetings.escalations.by_when
meetings | escalation: answer | T | meetings.escalations.answer
their plan | what matters to me | T* | plan.what_matters
their plan | places | R* | plan.places
their plan | place: context | X | plan.places.context
their plan | place: colour | C | plan.places.feels
their plan | place: time | W | plan.places.times
their plan | place: why | T | plan.places.why
their plan | place: what adults will do | T* | plan.places.adults_will
their plan | people I trust | R* | plan.trusted
their plan | trusted: person | P* | plan.trusted.person
their plan | trusted: how reached | T | plan.trusted.how_reached
their plan | trusted: agreed | Y | plan.trusted.agreed
their plan | when worried, who acts | R* | plan.signals
their plan | worried: signal | T | plan.signals.signal
their plan | worried: adult | P* | plan.signals.person
their plan | worried: adult's action | T* | plan.signals.adult_action
their plan | getting home and out | R | plan.journeys
their plan | getting home and out: which | C | plan.journeys.way
their plan | getting home and out: what adults will do | T | plan.journeys.adults_do
their plan | online | R | plan.online
their plan | online: content, contact, conduct, commerce | C | plan.online.area
their plan | goals | R* | plan.goals
their plan | contingency | R* | plan.contingencies
their plan | contingency: if | T | plan.contingencies.trigger
their plan | contingency: who | P* | plan.contingencies.person
their plan | contingency: what | T* | plan.contingencies.step
their plan | contingency: by | T | plan.contingencies.by_when
their plan | safe to hold paper | C* | plan.paper
their plan | safety that is physical, relational and psychological | T* | plan.move_safety
place | context: name | T* | context.name
place | context: type | C | context.kind
place | context: boundary | T | context.boundary
place | context: times | W | context.times
place | concern without names | T* | context_plan.concern
place | three sides | R* | context_plan.sides
place | three sides: which | C* | context_plan.sides.side
place | three sides: what is there | T* | context_plan.sides.there
place | how young people were consulted | T* | context_plan.consulted
place | goals | R* | context_plan.goals
place | goal: positive statement | T* | context_plan.goals.statement
place | goal: hoped change | T | context_plan.goals.hoped_change
place | goal: evidence | T* | context_plan.goals.measures.evidence
place | goal: method | T* | context_plan.goals.measures.method
place | goal: baseline | T* | context_plan.goals.measures.baseline
place | goal: review | D* | context_plan.goals.measures.review_on
place | actions | R* | context_plan.goals.actions
place | action: target | C* | context_plan.goals.actions.target
place | action: owner | P* | context_plan.goals.actions.owner
place | action: due | D* | context_plan.goals.actions.due
place | action: likely effect on young people | T* | context_plan.goals.actions.likely_effect
place | privacy and surveillance check | C* | context_plan.privacy
place | two forms of context conference | C | chairing.led_as
place | peer assessment: policy, sharing limits, storage, notice | T | context_plan.group_rules
parents | each parent and carer | R* | partnership.partners
parents | each parent and carer: who | P* | partnership.partners.person
parents | each parent and carer: non-resident | C | partnership.partners.home
parents | what they see | T* | partnership.partners.sees
parents | what they want | T* | partnership.partners.wants
parents | what they have tried | R | partnership.partners.attempts
parents | what blocks them | R | partnership.partners.barriers
parents | barrier | T | partnership.partners.barriers.barrier
parents | barrier: outside their control | Y | partnership.partners.barriers.outside_control
parents | barrier: who removes it | P* | partnership.partners.barriers.remover
parents | threats and safety | R | partnership.partners.threats
parents | threats: household, siblings, work, housing | M | partnership.partners.threats.to_whom
parents | support for them | R* | partnership.partners.supports
parents | how information they share is protected | T* | partnership.partners.protected
parents | what should never be repeated | R | partnership.partners.confidences
parents | and to whom | P | partnership.partners.confidences.people
parents | shared agreements | R | partnership.partners.agreements
parents | agreement: parent will | T | partnership.partners.agreements.parent_offers
parents | agreement: services will | T* | partnership.partners.agreements.services_will
parents | disagreement | T | partnership.partners.disagreement
parents | parenting concern, apart | R | partnership.parenting_concerns
parents | parenting concern: its route | C* | partnership.parenting_concerns.route
guardians | guardian: person | P* | guardian.person
guardians | guardian: organisation | T* | guardian.organisation
guardians | guardian: when present | R | guardian.presence
guardians | guardian: when present, hours | W | guardian.presence.times
guardians | guardian: kind | C | guardian.kind
guardians | relationship with young people | S | guardian.relationship
guardians | do young people trust them | C* | guardian.trusted
guardians | willing | D | guardian.willing
guardians | ask | T* | guardian.ask
guardians | support and training given | T | guardian.support
guardians | back-up | P* | guardian.backup
guardians | must not do | T | guardian.must_not
guardians | suitability check | C* | guardian.suitability
guardians | told what | C* | guardian.told
guardians | peer: benefit to them | T* | guardian.benefit
guardians | peer: adult behind them | P* | guardian.adult_behind
guardians | peer: never responsible for another's safety | C* | guardian.not_responsible
education | setting | X* | education.settings.context
education | safeguarding lead | P* | education.settings.safeguarding_lead
education | status | C | education.settings.status
education | hours | N | education.settings.hours
education | exclusion or managed-move risk | C* | education.settings.exclusion
education | who prevents it | P* | education.settings.prevented_by
education | trusted adult | P* | education.settings.trusted_adult
education | hotspots and journey | R | education.spots
education | hotspot: place | T | education.spots.where
education | hotspot: time | W | education.spots.times
education | hotspot: change | T | education.spots.change
education | peer dynamics | T | education.peer_dynamics
education | what the school will change | R* | education.changes
education | policy or practice | C | education.changes.sort
education | harmed and harming child both there | C | education.both_there
education | separation burden on whom | T* | education.burden
education | SEND | R | education.learning_needs
education | information rule | T | education.information_rule
services | lead trusted worker | P* | services.lead
services | chosen by young person | C | services.chosen
services | needs | R* | services.needs
services | need | C* | services.needs.need
services | need: offer | T | services.needs.offer
services | need: who | P | services.needs.person
services | need: start | D* | services.needs.starts
services | need: gap | T | services.needs.gap
services | need: escalated | D | services.needs.escalated
services | promises | R | services.promises
services | promise: we said | T | services.promises.said
services | promise: done | C | services.promises.kept
services | what we'll share and with whom | T* | services.share_what
services | contact that works | T | services.contact_works
services | what made it worse | T | services.made_worse
services | feedback each review | R | services.feedback
services | feedback: which review | L | services.feedback.meeting
services | feedback: scale | S | services.feedback.helped
services | nearing 18 plan | C | services.nearing_18
records | person: kind | C* | person.kind
records | person: link to a person | P* | person.links.other
records | link: direction | C | person.links.direction
records | link: evidence | T | person.links.about
records | strength of a person | P | account.strengths.person
records | strength of a context | X | account.strengths.context
records | action: harms | L | plan.goals.actions.harms
records | action: contexts | X | plan.goals.actions.contexts
records | action: owner, one | P* | plan.goals.actions.owner
records | action: due | D* | plan.goals.actions.due
records | action: target | C* | plan.goals.actions.target
records | action: status | C | plan.goals.actions.status
records | action: evidence | T | plan.goals.actions.status_note
records | measure: baseline | T* | plan.goals.measures.baseline
records | sharing rule: reason | T | account.harms.may_see_why
records | context plans linked to the child's plan | L | plan.context_plans
decision | suffering or likely significant harm | C* | chairing.significant_harm
decision | outside home, inside, both | C* | chairing.harm_where
decision | does a protection plan add safety | Y* | chairing.adds_safety
decision | which route | C* | chairing.route
decision | outcome | C* | chairing.decision
decision | reasons | T* | chairing.reasons
decision | category used locally | C* | chairing.category
decision | what would end it | T* | chairing.ends_when
decision | chair's analysis | T* | chairing.analysis
decision | interim plan where deferred | T* | chairing.interim_plan
decision | inquorate: interim plan and new date | T* | chairing.put_off
decision | dissent asked | C* | chairing.disagreement
decision | dissent | R* | chairing.dissents
decision | dissent: who | P* | chairing.dissents.person
decision | dissent: route | C* | chairing.dissents.route
decision | section 47 outcome | T | chairing.enquiry
decision | NRM | C | account.nrm
decision | Channel | C | account.channel
journey | see family beforehand | R* | chairing.parents_part
journey | attendance and exclusions | T | chairing.left_out
journey | access needs | T | chairing.access
journey | date of the core group | D* | chairing.core_group_on
journey | core group named | P* | chairing.core_group
journey | date of the review | D* | chairing.review_on
journey | record out | D* | chairing.record_out_on
journey | chair's letter | T | chairing.letter
journey | review: what changed at the places | T* | chairing.places_changed
journey | review: does harm continue | T* | chairing.how_it_is_now
journey | review: re-weigh contexts | Y* | chairing.weighed_again
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
"""The options of a choice that may not be missing, by their keys; an area may have more."""

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
"""A piece of each prompt that may not be missing, in small letters, by guide."""
