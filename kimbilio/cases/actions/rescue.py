"""Asking for a rescue, approving it, and writing down each step as it is done."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind, WhereNow
from kimbilio.cases.clocks import meet_clocks, start_clocks
from kimbilio.cases.intake_choices import (
    RESCUE_ENDS,
    RESCUE_MOVES,
    ClockKind,
    RescueState,
    Route,
)
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Decision, NoticeKind, Rescue, RescueStep
from kimbilio.cases.notices import notify
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.queries.oversight import leads_of_unit
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.versions import amend
from kimbilio.organisation.queries import duty_lead

CLOCKS_DIFFER_BY = timedelta(minutes=5)
ANSWERS = frozenset({RescueState.APPROVED, RescueState.DECLINED})
EVENTS = {
    RescueState.REQUESTED: Event.RESCUE_REQUESTED,
    RescueState.APPROVED: Event.RESCUE_APPROVED,
    RescueState.DECLINED: Event.RESCUE_DECLINED,
    RescueState.CALLED_OFF: Event.RESCUE_ENDED,
    RescueState.DEBRIEF: Event.RESCUE_ENDED,
}


class RescueRuns(DomainError):
    """There is one rescue of a case at a time."""

    code = "rescue_runs"
    message = _("A rescue is under way already. Go on with that one.")


class NotTheNextStep(DomainError):
    """The table of moves does not lead there from here."""

    code = "not_the_next_step"
    message = _("This step does not follow now. Look at what was done last.")


@transaction.atomic
def request_rescue(*, case: Case, by: User, pick_up: str = "", danger: str = "") -> Rescue:
    """Ask for a rescue. It becomes urgent, and the duty lead is asked for a yes within the limit."""
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.WHEREABOUTS, act=Act.VIEW)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))
    if Rescue.objects.filter(case=case, ended_at=None).exists():
        raise RescueRuns
    rescue = Rescue.objects.create(case=case, pick_up=pick_up, danger=danger, asked_by=by)
    _write_step(rescue, RescueState.REQUESTED, by=by, at=rescue.asked_at)
    if not case.is_urgent:
        amend(case, is_urgent=True)
    start_clocks(case, [ClockKind.RESCUE], by=by)
    refresh_outline(case)
    for leader in deciders(case):
        if leader != by:
            notify(user=leader, kind=NoticeKind.GO_NOW_ASKED, case=case)
    return rescue


def deciders(case: Case) -> list[User]:
    """Whose yes is asked for: the duty lead, else the leads of the unit."""
    on_duty = duty_lead(at=timezone.now())
    return [on_duty] if on_duty else leads_of_unit(case)


@transaction.atomic
def move_rescue(
    *,
    rescue: Rescue,
    to: RescueState,
    by: User,
    words: str = "",
    happened_at: datetime | None = None,
    where_now: str = "",
    expected: int | None = None,
) -> RescueStep:
    """Write down the next step of a rescue. A yes or no is given by who may approve, not by the asker.

    Raises ``NotTheNextStep`` against the table of moves, and ``BadInput`` for a time that lies ahead
    or before the step before.
    """
    case = rescue.case
    to = RescueState(to)
    if to in ANSWERS:
        require_second_yes(rescue, by)
    else:
        where = Compartment.WHEREABOUTS
        require(by, Permission.WORK_ON_CASE, case, compartment=where, act=Act.CHANGE)
    if to not in RESCUE_MOVES[RescueState(rescue.state)]:
        raise NotTheNextStep
    at = happened_at or timezone.now()
    _check_time(rescue, at)
    if to in {RescueState.DECLINED, RescueState.CALLED_OFF} and not words.strip():
        raise BadInput(_("Say why, in a few words."), field="words")
    ended_at = at if to in RESCUE_ENDS else None
    amend(rescue, expected=expected, state=to, ended_at=ended_at)
    step = _write_step(rescue, to, by=by, at=at, words=words)
    _follow(rescue, to, by=by, at=at, where_now=where_now)
    refresh_outline(case)
    return step


def require_second_yes(rescue: Rescue, by: User) -> None:
    """Who approves is somebody else than who asked; only a duty lead may answer their own call."""
    require(by, Permission.APPROVE_RESCUE, rescue.case, act=Act.VIEW)
    if rescue.asked_by_id == by.pk and duty_lead(at=timezone.now()) != by:
        raise NotAllowed(_("You asked for this yourself. The duty lead or another lead says yes."))


def _check_time(rescue: Rescue, at: datetime) -> None:
    if at > timezone.now() + CLOCKS_DIFFER_BY:
        raise BadInput(_("This time is still to come."), field="happened_at")
    last = rescue.steps.order_by("-happened_at").first()
    if last and at < last.happened_at.replace(second=0, microsecond=0):
        raise BadInput(_("This is before the step before. Look at the times."), field="happened_at")


def _write_step(
    rescue: Rescue, state: RescueState, *, by: User, at: datetime, words: str = ""
) -> RescueStep:
    step = RescueStep.objects.create(rescue=rescue, state=state, happened_at=at, words=words, by=by)
    event = EVENTS.get(state, Event.RESCUE_STEP_DONE)
    said = label(RescueState(state))
    line = f"{said}. {words}" if words else said
    note_down(
        rescue.case, event, kind=EntryKind.RESCUE, by=by, subject=rescue, line=line,
        compartment=Compartment.WHEREABOUTS, at=at,
    )  # fmt: skip
    trail.record(event, by=by, on=rescue, state=state)
    return step


def _follow(rescue: Rescue, to: RescueState, *, by: User, at: datetime, where_now: str) -> None:
    """What a step means for the rest of the case."""
    case = rescue.case
    if to == RescueState.APPROVED:
        open_yes = Decision.objects.filter(case=case, route=Route.GO_NOW, confirmed_at=None)
        for decision in open_yes:
            amend(decision, confirmed_by=by, confirmed_at=at)
    if to in ANSWERS | {RescueState.CALLED_OFF}:
        meet_clocks(case, [ClockKind.RESCUE], by=by, at=at)
    if to in ANSWERS and rescue.asked_by != by:
        notify(user=rescue.asked_by, kind=NoticeKind.RESCUE_ANSWERED, case=case)
    if to == RescueState.AUTHORITIES:
        meet_clocks(case, [ClockKind.OFFICER], by=by, at=at)
    if to == RescueState.SAFE_PLACE:
        meet_clocks(case, [ClockKind.SAFE_PLACE], by=by, at=at)
        amend(case, where_now=where_now or WhereNow.SHELTER)
    if to in RESCUE_ENDS and case.is_urgent:
        amend(case, is_urgent=False)
