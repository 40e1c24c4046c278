"""Opening a case from a first call, whole or not at all, and once however often it is sent."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission, TieKind
from kimbilio.access.matrix import holds
from kimbilio.access.models import Tie
from kimbilio.access.rules import forget_reach, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.decisions import check_choice, decide
from kimbilio.cases.actions.notes import index_words
from kimbilio.cases.choices import EntryKind, Source
from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.deciding import Suggestion, first_risk, suggest
from kimbilio.cases.first_call import FirstCall
from kimbilio.cases.intake_choices import Caller, ClockKind, Flag, MayWrite, Route, Safety
from kimbilio.cases.models import Case, DecisionRule, Intake, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.timeline import note_down
from kimbilio.consent.actions import record_consent
from kimbilio.consent.choices import Purpose
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.kernel.ids import new_code
from kimbilio.organisation.models import Unit, UnitMembership
from kimbilio.people.actions import add_relation
from kimbilio.people.choices import BestWay, ContactKind, RelationKind
from kimbilio.people.indexing import index_person
from kimbilio.people.models import ContactPoint, Person

TRIES = 12  # a code of four letters is taken once in ten tries at 100,000 cases


def may_lead(user: User) -> bool:
    """Whether a case can be given to ``user``: who may ask to close one carries it to the end."""
    return user.is_active and holds(user.role, Permission.ASK_CLOSING)


def suggestion_for(call: FirstCall) -> Suggestion:
    """What the organisation's rules say to this call."""
    return suggest(call.facts(), DecisionRule.objects.filter(is_active=True))


def open_case(
    *,
    key: UUID,
    call: FirstCall,
    route: Route,
    by: User,
    override_reason: str = "",
    passed_on_to: str = "",
    may_share: bool = False,
    lead: User | None = None,
    unit: Unit | None = None,
    same_as: Case | None = None,
) -> Case:
    """File a first call: person, contacts, consent, case, decision, clocks, team and first entry.

    ``key`` is minted by the page: the same key sent again, even at the same moment, gives the case
    that was made. ``same_as`` is a case whose survivor this is; the new case is about them.
    """
    require(by, Permission.OPEN_CASE)
    try:
        with transaction.atomic():
            return _made_before(key, by) or _open(
                key=key, call=call, route=route, by=by, override_reason=override_reason,
                passed_on_to=passed_on_to, may_share=may_share, lead=lead, unit=unit,
                same_as=same_as,
            )  # fmt: skip
    except IntegrityError:
        if earlier := _made_before(key, by):
            return earlier
        raise


def _made_before(key: UUID, by: User) -> Case | None:
    intake = Intake.objects.select_related("case").filter(pk=key).first()
    if intake is None:
        return None
    if intake.taken_by_id != by.pk:
        raise NotAllowed
    case: Case = intake.case
    return case


def _open(
    *, key: UUID, call: FirstCall, route: Route, by: User, override_reason: str,
    passed_on_to: str, may_share: bool, lead: User | None, unit: Unit | None, same_as: Case | None,
) -> Case:  # fmt: skip
    suggestion = suggestion_for(call)
    check_choice(
        suggestion=suggestion, route=route, override_reason=override_reason,
        passed_on_to=passed_on_to, may_share=may_share,
    )  # fmt: skip
    if call.may_write == MayWrite.NO and call.words.strip():
        raise BadInput(
            _("They said no to writing this down. Take these lines out, or ask again."),
            field="words",
        )
    unit = unit or _unit_of(lead or by, by)
    lead = _lead_of(lead, by, unit)
    person = _survivor(call, same_as, by)
    case = _new_case(call, person=person, unit=unit, lead=lead, by=by)
    _tie(case, lead, by)
    trail.record(Event.CASE_CREATED, by=by, on=case, source=call.source)
    intake = _intake(call, key=key, case=case, by=by)
    contact = _contact(call, person=person, case=case, by=by)
    record_consent(
        case=case, purpose=Purpose.STORAGE, answer=call.storage_answer(), giver=call.giver(),
        giver_name=call.caller_name if call.caller == Caller.OTHER else "", by=by,
    )  # fmt: skip
    if call.trusted_name or call.trusted_phone:
        add_relation(
            person=person, case=case, by=by, kind=RelationKind.TRUSTED, is_emergency_contact=True,
            full_name=call.trusted_name or str(_("Someone they trust")), phone=call.trusted_phone,
        )  # fmt: skip
    if contact or same_as is None:
        index_person(person)
    note_down(
        case, Event.CASE_CREATED, kind=EntryKind.CALL, by=by, subject=intake, line=call.words,
        at=call.started_at,
    )  # fmt: skip
    if call.words.strip():
        index_words(case, call.words, Compartment.STORY)
    if route != Route.PARTNER:
        kinds = _clocks(call, route)
        if suggestion.facts.counts_as_minor and call.source != Source.CHILDREN_OFFICER:
            kinds.append(ClockKind.OFFICER)
        start_clocks(case, kinds, by=by, at=call.started_at)
    decide(
        case=case, suggestion=suggestion, route=route, by=by, override_reason=override_reason,
        passed_on_to=passed_on_to, may_share=may_share, pick_up=call.place, giver=call.giver(),
    )  # fmt: skip
    refresh_outline(case)
    if lead != by:
        notify(user=lead, kind=NoticeKind.CASE_ASSIGNED, case=case)
    return case


def _lead_of(chosen: User | None, by: User, unit: Unit) -> User:
    """Who was chosen; else who took the call, or the lead of the unit for who leads no cases."""
    if chosen is None:
        if may_lead(by):
            return by
        leads = UnitMembership.objects.filter(unit=unit, is_lead=True, user__is_active=True)
        place = leads.select_related("user").order_by("user__name").first()
        return place.user if place else by
    if not may_lead(chosen):
        raise BadInput(_("This colleague cannot lead a case. Choose another."), field="lead")
    return chosen


def _unit_of(lead: User, by: User) -> Unit:
    """The unit of whoever leads, else of whoever took the call, else the only one there is."""
    for user in dict.fromkeys([lead, by]):
        places = UnitMembership.objects.filter(user=user, unit__is_active=True)
        place = places.select_related("unit").order_by("unit__name").first()
        if place:
            return place.unit
    units = list(Unit.objects.filter(is_active=True).order_by("name")[:1])
    if not units:
        raise BadInput(_("There is no unit yet. Ask the administrator to add one."))
    return units[0]


def _survivor(call: FirstCall, same_as: Case | None, by: User) -> Person:
    """The person met before, whose file ``by`` may change; else a new one."""
    if same_as is not None:
        identity = Compartment.IDENTITY
        require(by, Permission.WORK_ON_CASE, same_as, compartment=identity, act=Act.CHANGE)
        known: Person = same_as.survivor
        return known
    born_from, born_to, precision = call.born()
    person = Person.objects.create(
        goes_by=call.goes_by,
        born_from=born_from,
        born_to=born_to,
        birth_precision=precision,
        is_minor_told=call.is_minor_told,
        language=call.language,
    )
    return person


def _new_case(call: FirstCall, *, person: Person, unit: Unit, lead: User, by: User) -> Case:
    """The case under a free code."""
    minority = call.minority
    in_danger = call.safety in {Safety.NOT_SAFE, Safety.CANNOT_SAY}
    for tried in range(TRIES):
        code = new_code(4 if tried < TRIES // 2 else 5)
        try:
            with transaction.atomic():
                case: Case = Case.objects.create(
                    code=code,
                    survivor=person,
                    unit=unit,
                    lead=lead,
                    risk=first_risk(call.facts()),
                    is_urgent=in_danger,
                    source=call.source,
                    where_now=call.where_now,
                    age_group=call.age_group,
                    is_minor={"minor": True, "adult": False}.get(minority.value),
                    opened_by=by,
                    last_contact_at=call.started_at if call.caller == Caller.PERSON else None,
                )
                return case
        except IntegrityError:
            if not Case.objects.filter(code=code).exists():
                raise
    raise BadInput(_("No free code was found. Nothing was saved. Try again."))


def _tie(case: Case, lead: User, by: User) -> None:
    Tie.objects.create(case=case, user=lead, kind=TieKind.LEAD)
    Tie.objects.create(case=case, user=by, kind=TieKind.INTAKE)
    forget_reach(by)
    forget_reach(lead)


def _intake(call: FirstCall, *, key: UUID, case: Case, by: User) -> Intake:
    intake: Intake = Intake.objects.create(
        id=key,
        case=case,
        caller=call.caller,
        caller_name=call.caller_name,
        caller_phone=call.caller_phone,
        caller_is=call.caller_is,
        safety=call.safety,
        safe_until=call.safe_until if call.safety == Safety.HOURS else None,
        safe_until_words=call.safe_until_words,
        place=call.place,
        is_body_with_them=call.is_body_with_them,
        trafficking=call.trafficking,
        referrer=call.referrer,
        may_write=call.may_write,
        words=call.words,
        call_started_at=call.started_at,
        call_ended_at=max(timezone.now(), call.started_at),
        taken_by=by,
        **{flag.value: flag in call.flags for flag in Flag},
    )
    return intake


def _contact(call: FirstCall, *, person: Person, case: Case, by: User) -> ContactPoint | None:
    """The number with its rules: only the way they named is allowed, and no message is ever left."""
    if not call.phone:
        return None
    is_first = not person.contacts.filter(is_active=True, is_primary=True).exists()
    contact = ContactPoint.objects.create(
        person=person,
        kind=ContactKind.PHONE,
        value=call.phone,
        best_way=call.best_way,
        may_call=call.best_way == BestWay.CALL,
        may_text=call.best_way == BestWay.SMS,
        may_whatsapp=call.best_way in {BestWay.WHATSAPP, BestWay.WHATSAPP_VOICE},
        safe_from=call.safe_from,
        safe_until=call.safe_to,
        code_phrase=call.code_phrase,
        is_primary=is_first,
    )
    trail.record(Event.CONTACT_CREATED, by=by, on=contact, case=case.pk)
    return contact


def _clocks(call: FirstCall, route: Route) -> list[ClockKind]:
    """What has to follow: who was spoken to needs no first contact, who is safe no safe place."""
    kinds = [ClockKind.DECISION, ClockKind.ASSESSMENT]
    if call.caller == Caller.OTHER:
        kinds.append(ClockKind.FIRST_CONTACT)
    if call.safety != Safety.SAFE:
        kinds.append(ClockKind.SAFE_PLACE)
    return kinds
