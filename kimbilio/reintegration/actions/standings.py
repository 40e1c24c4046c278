"""Writing down how somebody stood at a follow-up, and warning when the risk rises again."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import may
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin
from kimbilio.care.telling import noon_of, tell
from kimbilio.cases.actions.appointments import finish_appointment
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.actions.tasks import give_task
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Task
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.reintegration.actions.follow_ups import FollowUpIsOver
from kimbilio.reintegration.actions.ground import STORY, check_been, lead_for, require_open
from kimbilio.reintegration.choices import FollowUpState, FollowUpWay, Safety, Sign, ToDo
from kimbilio.reintegration.dimensions import CODES, HIGHEST, LOWEST, Dimension, score
from kimbilio.reintegration.models import FollowUp, Reintegration, Standing
from kimbilio.reintegration.queries import reintegration_rules


@transaction.atomic
def record_standing(
    *,
    follow_up: FollowUp,
    on: date,
    safety: str,
    by: User,
    answers: Mapping[str, int] | None = None,
    signs: Sequence[str] = (),
    words: str = "",
    expected: int | None = None,
) -> Standing:
    """Keep the answers and scores of one follow-up; it is done by that.

    A dimension that fell by the stated step since the last time, a sign of risk, or a person who is not safe
    gives two tasks of today: to who answers for the follow-up, and to the lead.
    """
    episode, case = follow_up.episode, follow_up.case
    require_open(episode, by)
    if not follow_up.is_planned:
        raise FollowUpIsOver
    _check(episode, on, safety, answers or {}, signs)
    if follow_up.call is not None and follow_up.call.is_open:
        raise BadInput(
            _("Write down the call first, so that each try is counted. Or make it a visit."),
            field="on",
        )
    amend(follow_up, expected=expected, state=FollowUpState.DONE)
    _end_visit(follow_up, on, by)
    scores = {one.value: score(one, answers or {}) for one in Dimension}
    fell = _fell(episode, on, scores)
    is_warning = bool(fell or signs or safety == Safety.NO)
    standing: Standing = Standing.objects.create(
        case=case, follow_up=follow_up, on=on, by=by, answers=dict(answers or {}), safety=safety,
        signs=[code for code in Sign.values if code in signs], fell=fell, words=words,
        is_warning=is_warning, task=_warn(episode, by) if is_warning else None, **scores,
    )  # fmt: skip
    at = noon_of(on)
    was_in_contact(case, at)
    tell(
        standing, Event.FOLLOW_UP_DONE, by=by, kind=EntryKind.VISIT, at=at,
        line=f"{label(FollowUpWay(follow_up.way))}. {label(Safety(safety))}",
    )  # fmt: skip
    if is_warning:
        tell(standing, Event.RISK_ROSE, by=by, kind=EntryKind.VISIT, at=at)
    begin(episode, at, by=by)
    return standing


def _check(
    episode: Reintegration,
    on: date,
    safety: str,
    answers: Mapping[str, int],
    signs: Sequence[str],
) -> None:
    check_been(on, "on")
    if on < episode.start_on:
        raise BadInput(_("This is before the day they came home."), field="on")
    if safety not in Safety.values:
        raise BadInput(_("Say whether the person is safe."), field="safety")
    if set(signs) - set(Sign.values):
        raise BadInput(_("Choose from the list."), field="signs")
    known = set(answers) <= CODES
    if not known or not all(LOWEST <= mark <= HIGHEST for mark in answers.values()):
        raise BadInput(_("Choose from the list."))


def _end_visit(follow_up: FollowUp, on: date, by: User) -> None:
    """The visit took place; if it was another day than planned, it stands at that day."""
    visit = follow_up.visit
    if visit is None or not visit.is_planned:
        return
    as_planned = timezone.localdate(visit.starts_at) == on and visit.starts_at <= timezone.now()
    at = None if as_planned else noon_of(on)
    finish_appointment(appointment=visit, took_place=True, by=by, at=at)


def _fell(episode: Reintegration, on: date, scores: Mapping[str, int | None]) -> list[str]:
    """Dimensions that are lower by the stated step than when they last had a score."""
    step = reintegration_rules().fall_step
    before = Standing.objects.filter(follow_up__episode=episode, on__lte=on).order_by("-on", "-id")
    rows = list(before.values(*Dimension.values))
    found = []
    for name, now in scores.items():
        last = next((row[name] for row in rows if row[name] is not None), None)
        if now is not None and last is not None and last - now >= step:
            found.append(name)
    return found


def _warn(episode: Reintegration, by: User) -> Task:
    """Tasks for today, in words that do not say what was seen."""
    today, case, worker = timezone.localdate(), episode.case, episode.responsible
    if not may(worker, Permission.WORK_ON_CASE, case, compartment=STORY):
        worker = by
    mine = give_task(
        title=ToDo.MAKE_SAFE,
        due_on=today, by=by, owner=worker, case=case,
    )  # fmt: skip
    lead = lead_for(case, worker)
    if lead is not None:
        give_task(
            title=ToDo.ASK_WARNING,
            due_on=today, by=by, owner=lead, case=case,
        )  # fmt: skip
    return mine
