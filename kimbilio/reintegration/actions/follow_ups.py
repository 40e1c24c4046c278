"""Starting to follow somebody up, planning each follow-up, moving and dropping them, and ending."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import end_step_of, hold_open
from kimbilio.care.choices import REACHED, Outcome
from kimbilio.care.telling import tell
from kimbilio.cases.actions.appointments import (
    book_appointment,
    cancel_appointment,
    move_appointment,
)
from kimbilio.cases.actions.follow_up import (
    best_contact,
    give_up_call,
    plan_call,
    reschedule_call,
    usual_moment,
)
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, NoticeKind, Step
from kimbilio.cases.notices import notify
from kimbilio.cases.work_choices import AppointmentKind
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend
from kimbilio.partners.choices import Service
from kimbilio.people.models import ContactPoint
from kimbilio.reintegration.actions.ground import (
    check_step,
    check_worker,
    hold,
    require_open,
    require_part,
)
from kimbilio.reintegration.choices import FollowUpState, FollowUpWay
from kimbilio.reintegration.models import FollowUp, Reintegration
from kimbilio.reintegration.points import day_of, read
from kimbilio.reintegration.queries import reintegration_rules

LASTS = timedelta(hours=1)
EARLIEST, FURTHEST = timedelta(days=3650), timedelta(days=3660)


class FollowUpIsOver(DomainError):
    """What was done or dropped is not moved."""

    code = "follow_up_is_over"
    message = _("This follow-up is done or dropped. Add another one. Nothing was changed.")


@transaction.atomic
def start_reintegration(
    *,
    case: Case,
    start_on: date,
    responsible: User,
    by: User,
    way: str = FollowUpWay.VISIT,
    points: Sequence[str] | None = None,
    wish: str = "",
    step: Step | None = None,
    first_on: date | None = None,
) -> Reintegration:
    """Follow somebody up from the day they came home. Points that have passed already are left out.

    ``first_on`` is the day promised for the first point, if it comes before the second one.
    """
    require_part(by, case)
    hold(case)
    if Reintegration.objects.filter(case=case, ended_at=None).exists():
        raise BadInput(_("This person is followed up already. Nothing was changed."))
    today = timezone.localdate()
    if not today - EARLIEST < start_on < today + FURTHEST:
        raise BadInput(_("This day is too far away. Check the year."), field="start_on")
    check_worker(case, responsible, "responsible")
    check_step(case, step)
    episode: Reintegration = Reintegration.objects.create(
        case=case, start_on=start_on, responsible=responsible, wish=wish, step=step, asked_by=by
    )
    tell(
        episode, Event.CARE_ASKED, by=by, kind=EntryKind.VISIT,
        service="follow_up", start=start_on.isoformat(),
    )  # fmt: skip
    wanted = read(reintegration_rules().points) if points is None else points
    days = [(point, day_of(point, start_on)) for point in wanted]
    if first_on is not None and days and all(first_on < day for _point, day in days[1:]):
        days[0] = (days[0][0], first_on)
    for point, day in days:
        if day >= today:
            _plan(
                episode, usual_moment(_contact(case, way), day), way, responsible, by, point=point
            )
    if responsible != by:
        notify(user=responsible, kind=NoticeKind.TEAM_JOINED, case=case)
    return episode


def follow_home(case: Case, on: date, by: User, first_on: date | None = None) -> bool:
    """Whoever came home is followed up, unless they are already or ``by`` may not start it.

    It becomes the first open step of the plan that asks for it. Whether somebody comes on ``first_on``.
    """
    if not _follows(by, case) or on <= timezone.localdate() - EARLIEST:
        return False
    if Reintegration.objects.filter(case=case, ended_at=None).exists():
        return False
    steps = Step.objects.filter(case=case, service=Service.FOLLOW_UP).active()
    lead = case.lead
    episode = start_reintegration(
        case=case, start_on=on, by=by, first_on=first_on,
        responsible=lead if lead is not None and _follows(lead, case) else by,
        step=steps.order_by("number").first(),
    )  # fmt: skip
    return any(timezone.localdate(one.due_at) == first_on for one in episode.follow_ups.all())


def _follows(user: User, case: Case) -> bool:
    """Whether ``user`` may write down in this case how the person stands."""
    return may(user, Permission.WORK_ON_CASE, case, compartment=Compartment.STORY, act=Act.CHANGE)


@transaction.atomic
def add_follow_up(
    *, episode: Reintegration, due_at: datetime, way: str, who: User, by: User
) -> FollowUp:
    """Plan one more."""
    require_open(episode, by)
    check_worker(episode.case, who, "who")
    hold_open(episode)
    return _plan(episode, due_at, way, who, by)


@transaction.atomic
def move_follow_up(
    *,
    follow_up: FollowUp,
    due_at: datetime,
    way: str,
    who: User,
    by: User,
    expected: int | None = None,
) -> None:
    """Do it at another time, in another way, or let another colleague do it; call and visit follow."""
    episode = follow_up.episode
    require_open(episode, by)
    _require_planned(follow_up)
    check_worker(episode.case, who, "who")
    hold_open(episode)
    _check(episode, due_at, way, but=follow_up)
    same = way == follow_up.way and who == follow_up.who
    changes = amend(follow_up, expected=expected, due_at=due_at, way=way, who=who)
    if not changes:
        return
    call, visit = follow_up.call, follow_up.visit
    if same and call is not None and call.is_open:
        reschedule_call(call=call, due_at=due_at, by=by)
    elif same and visit is not None and visit.is_planned:
        move_appointment(appointment=visit, starts_at=due_at, ends_at=due_at + LASTS, by=by)
    else:
        _take_off(follow_up, by)
        _put_on(follow_up, by)
    _tell(follow_up, Event.FOLLOW_UP_CHANGED, by, changes=changes)


@transaction.atomic
def drop_follow_up(
    *, follow_up: FollowUp, reason: str, by: User, expected: int | None = None
) -> None:
    """Leave it out, and say why; its call or visit is called off."""
    require_open(follow_up.episode, by)
    _require_planned(follow_up)
    if not reason.strip():
        raise BadInput(_("Say why, in a few words."), field="reason")
    amend(follow_up, expected=expected, state=FollowUpState.DROPPED, why_dropped=reason.strip())
    _take_off(follow_up, by, reason.strip())
    _tell(follow_up, Event.FOLLOW_UP_CHANGED, by, state="dropped")


@transaction.atomic
def end_reintegration(
    *, episode: Reintegration, outcome: str, summary: str, by: User, expected: int | None = None
) -> None:
    """End it. What is still planned has to be done or dropped before."""
    require_open(episode, by)
    if outcome not in Outcome.values:
        raise BadInput(_("Say how it ended."), field="outcome")
    if not summary.strip():
        raise BadInput(_("Write a few lines for whoever comes next."), field="summary")
    if outcome == Outcome.NOT_BEGUN and episode.started_at is not None:
        raise BadInput(_("It did begin."), field="outcome")
    hold_open(episode)
    if episode.follow_ups.filter(state=FollowUpState.PLANNED).exists():
        raise BadInput(_("A follow-up is still planned: do it or drop it first."))
    amend(
        episode, expected=expected, outcome=outcome, summary=summary, ended_at=timezone.now(),
        ended_by=by,
    )  # fmt: skip
    if outcome in REACHED:
        end_step_of(episode, by=by)
    tell(
        episode, Event.CARE_ENDED, by=by, kind=EntryKind.VISIT,
        line=label(Outcome(outcome)), outcome=outcome,
    )  # fmt: skip


def _require_planned(follow_up: FollowUp) -> None:
    if not follow_up.is_planned:
        raise FollowUpIsOver


def _contact(case: Case, way: str) -> ContactPoint | None:
    return best_contact(case) if way == FollowUpWay.CALL else None


def _plan(
    episode: Reintegration, due_at: datetime, way: str, who: User, by: User, *, point: str = ""
) -> FollowUp:
    _check(episode, due_at, way)
    made: FollowUp = FollowUp.objects.create(
        case=episode.case, episode=episode, point=point, due_at=due_at, way=way, who=who
    )
    _put_on(made, by)
    _tell(made, Event.FOLLOW_UP_PLANNED, by)
    return made


def _check(episode: Reintegration, due_at: datetime, way: str, but: FollowUp | None = None) -> None:
    if way not in FollowUpWay.values:
        raise BadInput(_("Choose from the list."), field="way")
    if timezone.localdate(due_at) < timezone.localdate():
        raise BadInput(_("This day has passed. Choose one to come."), field="due_at")
    if timezone.localdate(due_at) < episode.start_on:
        raise BadInput(_("This is before the day they came home."), field="due_at")
    if due_at > timezone.now() + FURTHEST:
        raise BadInput(_("This day is too far away. Check the year."), field="due_at")
    start = due_at.replace(hour=0, minute=0, second=0, microsecond=0)
    same = episode.follow_ups.exclude(state=FollowUpState.DROPPED).filter(
        due_at__gte=start, due_at__lt=start + timedelta(days=1)
    )
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise BadInput(_("There is a follow-up on this day already."), field="due_at")


def _put_on(follow_up: FollowUp, by: User) -> None:
    """Its call stands among the calls, its visit among the appointments of who does it."""
    case, at, who = follow_up.case, follow_up.due_at, follow_up.who
    if follow_up.way == FollowUpWay.CALL:
        call = plan_call(case=case, due_at=at, by=by, contact=best_contact(case), owner=who)
        amend(follow_up, call=call)
        return
    visit = book_appointment(
        kind=AppointmentKind.VISIT, starts_at=at, ends_at=at + LASTS, by=by, case=case, owner=who
    )
    amend(follow_up, visit=visit)


def _take_off(follow_up: FollowUp, by: User, reason: str = "") -> None:
    """Nobody is to call or go any more; what was tried stays readable."""
    call, visit = follow_up.call, follow_up.visit
    words = reason or str(_("Followed up in another way or by another colleague."))
    if call is not None:
        if call.is_open:
            give_up_call(call=call, reason=words, by=by)
        amend(follow_up, call=None)
    if visit is not None:
        if visit.is_planned:
            cancel_appointment(appointment=visit, by=by, reason=words)
        amend(follow_up, visit=None)


def _tell(follow_up: FollowUp, event: Event, by: User, **facts: Any) -> None:
    tell(
        follow_up, event, by=by, kind=EntryKind.VISIT, line=label(FollowUpWay(follow_up.way)),
        **facts,
    )  # fmt: skip
