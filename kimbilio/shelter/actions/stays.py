"""A stay from the wish to the exit, one move at a time; which moves there are says ``choices.MOVES``."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin, end_step_of
from kimbilio.care.choices import REACHED, Outcome
from kimbilio.care.telling import tell
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.actions.tasks import give_task, remind
from kimbilio.cases.choices import EntryKind, WhereNow
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Step
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.partners.choices import Service
from kimbilio.people.choices import Language
from kimbilio.shelter.actions.beds import (
    check_nights,
    hold_case,
    look_at_the_door,
    require_open_case,
)
from kimbilio.shelter.actions.ties import end_ties
from kimbilio.shelter.alerts import raise_alarm
from kimbilio.shelter.choices import (
    LIVES_HERE,
    MOVES,
    WHERE_THEN,
    Destination,
    StayState,
    ToDo,
)
from kimbilio.shelter.errors import CannotMove
from kimbilio.shelter.models import Admission, BedPlace, Stay

WHERE = Compartment.WHEREABOUTS
MOST_BELONGINGS, LONGEST_LINE, LONGEST_LEAVE = 60, 200, 90


@transaction.atomic
def ask_for_stay(
    *,
    case: Case,
    from_on: date,
    by: User,
    until_on: date | None = None,
    wish: str = "",
    step: Step | None = None,
) -> Stay:
    """Ask for a bed; the person waits until a lead of the shelter gives one."""
    require(by, Permission.WORK_ON_CASE, case, compartment=WHERE, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))
    check_nights(from_on, until_on)
    if from_on < timezone.localdate():
        raise BadInput(_("This day has passed. Choose one to come."), field="from_on")
    if step is not None and (step.case_id != case.pk or not step.is_open):
        raise BadInput(_("Choose an open step of this plan."), field="step")
    hold_case(case.pk)
    if Stay.objects.open().filter(case=case).exists():
        raise BadInput(_("There is a stay for this person already."))
    stay: Stay = Stay.objects.create(
        case=case, from_on=from_on, until_on=until_on, wish=wish, step=step, asked_by=by,
        responsible=by,
    )  # fmt: skip
    line = label(Service.SHELTER)
    tell(stay, Event.CARE_ASKED, by=by, line=line, kind=EntryKind.CASE, service="shelter")
    return stay


@transaction.atomic
def refuse_stay(*, stay: Stay, words: str, by: User, expected: int | None = None) -> None:
    """The shelter does not take the person, and says why to who may know of the stay."""
    require(by, Permission.MANAGE_SHELTER, stay.case, compartment=WHERE, act=Act.VIEW)
    if not words.strip():
        raise BadInput(_("Say why, and what could help instead."), field="words")
    _end_unbegun(stay, StayState.REFUSED, words, by=by, expected=expected)


@transaction.atomic
def withdraw_stay(*, stay: Stay, by: User, words: str = "", expected: int | None = None) -> None:
    """The bed is not needed any more; if one was kept, it is free again."""
    require(by, Permission.WORK_ON_CASE, stay.case, compartment=WHERE, act=Act.CHANGE)
    _end_unbegun(stay, StayState.WITHDRAWN, words, by=by, expected=expected)


@transaction.atomic
def admit(
    *,
    stay: Stay,
    told_in: str,
    rules_told: bool,
    by: User,
    belongings: list[str] | None = None,
    health_checked: bool = False,
    photo_consent: bool = False,
    signed_on: date | None = None,
    expected: int | None = None,
) -> Admission:
    """The person has arrived. House rules are told in a language they understand, or nothing is done."""
    _require_house(stay, by)
    require_open_case(stay)
    lines = [line.strip() for line in belongings or [] if line.strip()]
    if len(lines) > MOST_BELONGINGS or any(len(line) > LONGEST_LINE for line in lines):
        raise BadInput(_("At most sixty things, each on a line of its own."), field="belongings")
    if told_in not in Language.values:
        raise BadInput(_("Choose from the list."), field="told_in")
    if not rules_told:
        raise BadInput(
            _("Tell the house rules and show the house first, in a language the person knows."),
            field="rules_told",
        )
    now = timezone.now()
    if signed_on is not None and signed_on > timezone.localdate(now):
        raise BadInput(_("This lies in the future."), field="signed_on")
    if timezone.localdate(now) < stay.from_on:
        raise BadInput(_("The bed is kept from a later day. Ask the lead of the shelter."))
    if stay.state == StayState.APPROVED:
        look_at_the_door(stay)
    _move(stay, StayState.IN, expected=expected)
    admission: Admission = Admission.objects.create(
        case=stay.case, stay=stay, belongings=lines, health_checked=health_checked,
        told_in=told_in, signed_on=signed_on, photo_consent=photo_consent, admitted_by=by,
    )  # fmt: skip
    begin(stay, now, by=by)
    was_in_contact(stay.case, now)
    _where_now(stay.case, WhereNow.SHELTER)
    if not health_checked:
        give_task(
            title=ToDo.HEALTH_CHECK, by=by, case=stay.case,
            due_on=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip
    tell(stay, Event.STAY_ADMITTED, by=by, kind=EntryKind.CASE, health_checked=health_checked)
    return admission


@transaction.atomic
def go_on_leave(*, stay: Stay, until: date, by: User, expected: int | None = None) -> None:
    """Away until a day, with the bed kept."""
    _require_house(stay, by)
    today = timezone.localdate()
    if not today < until <= today + timedelta(days=LONGEST_LEAVE):
        raise BadInput(_("Choose a day from tomorrow on, within three months."), field="until")
    _move(stay, StayState.ON_LEAVE, expected=expected, leave_until=until)
    tell(stay, Event.STAY_ON_LEAVE, by=by, kind=EntryKind.CASE)


@transaction.atomic
def report_missing(*, stay: Stay, by: User, words: str = "", expected: int | None = None) -> None:
    """Nobody knows where the person is: an urgent task and an alarm, at once."""
    _require_house(stay, by)
    _move(stay, StayState.MISSING, expected=expected, leave_until=None)
    tell(stay, Event.STAY_MISSING, by=by, line=words, kind=EntryKind.CASE)
    raise_alarm(stay, ToDo.MISSING, by=by)


@transaction.atomic
def come_back(*, stay: Stay, by: User, expected: int | None = None) -> None:
    """Back in the house, from leave or found again."""
    _require_house(stay, by)
    if stay.state not in (StayState.ON_LEAVE, StayState.MISSING):
        raise CannotMove
    _move(stay, StayState.IN, expected=expected, leave_until=None)
    was_in_contact(stay.case, timezone.now())
    tell(stay, Event.STAY_BACK, by=by, kind=EntryKind.CASE)


@transaction.atomic
def leave_house(
    *,
    stay: Stay,
    outcome: str,
    destination: str,
    plan: str,
    by: User,
    expected: int | None = None,
) -> None:
    """The stay ends: where to, with which plan, and what came of it. The bed is free from today."""
    _require_house(stay, by)
    if outcome not in Outcome.values or outcome == Outcome.NOT_BEGUN:
        raise BadInput(_("Say how it ended."), field="outcome")
    if destination not in Destination.values:
        raise BadInput(_("Choose from the list."), field="destination")
    if not plan.strip():
        raise BadInput(_("Write who looks after what from now on."), field="plan")
    now = timezone.now()
    _move(
        stay, StayState.LEFT, expected=expected, outcome=outcome, destination=destination,
        summary=plan, ended_at=now, ended_by=by, leave_until=None,
    )  # fmt: skip
    _free_bed(stay)
    if outcome in REACHED:
        end_step_of(stay, by=by)
    _where_now(stay.case, WHERE_THEN[Destination(destination)])
    tell(stay, Event.STAY_LEFT, by=by, line=label(Outcome(outcome)), kind=EntryKind.CASE)
    end_ties(stay, by=by, at=now)


def hear_of_homecoming(case: Case, on: date, by: User, first_on: date | None) -> bool:
    """Whoever was brought home does not sleep in the house any more: who answers for the stay is asked to
    end it, or the evening roll call would look for them. Follow-up is not ours."""
    for stay in Stay.objects.filter(case=case, state__in=LIVES_HERE).select_related("responsible"):
        today = timezone.localdate()
        remind(title=ToDo.GONE_HOME, owner=stay.responsible, due_on=today, case=case)
    return False


def _require_house(stay: Stay, by: User) -> None:
    require(by, Permission.WORK_IN_SHELTER, stay.case, compartment=WHERE, act=Act.CHANGE)


def _move(stay: Stay, to: StayState, *, expected: int | None, **values: object) -> None:
    if to not in MOVES[StayState(stay.state)]:
        raise CannotMove
    amend(stay, expected=expected, state=to, **values)


def _end_unbegun(stay: Stay, to: StayState, words: str, *, by: User, expected: int | None) -> None:
    now = timezone.now()
    _move(
        stay, to, expected=expected, outcome=Outcome.NOT_BEGUN, summary=words, ended_at=now,
        ended_by=by,
    )  # fmt: skip
    _free_bed(stay)
    tell(stay, Event.CARE_ENDED, by=by, line=label(to), kind=EntryKind.CASE)
    end_ties(stay, by=by, at=now)


def _free_bed(stay: Stay) -> None:
    for place in BedPlace.objects.now().filter(stay=stay):
        amend(place, left_on=max(place.from_on, timezone.localdate()))


def _where_now(case: Case, where: WhereNow) -> None:
    Case.objects.filter(pk=case.pk).update(where_now=where)
    case.where_now = where
