"""Asking for therapy, agreeing what it is to reach, and ending it."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import end_step_of
from kimbilio.care.choices import REACHED, Outcome, Presence, SessionState
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.care.telling import tell
from kimbilio.cases.actions.tasks import give_task
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, NoticeKind, Step
from kimbilio.cases.notices import notify
from kimbilio.cases.queries.oversight import leads_of_unit
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.partners.choices import Service
from kimbilio.therapy.choices import ToDo, Verdict
from kimbilio.therapy.models import TherapyAttendance, TherapyEpisode, TreatmentReview

HEALTH = Compartment.HEALTH
MOST_PLANNED, MOST_GOALS, LONGEST_GOAL = 60, 6, 200
FURTHEST_REVIEW = timedelta(days=366)


def require_therapist(by: User, case: Case) -> None:
    """Raise unless ``by`` gives therapy in this case and the case is open."""
    require(by, Permission.GIVE_THERAPY, case, compartment=HEALTH, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def require_open(episode: TherapyEpisode, by: User) -> None:
    """Raise unless ``by`` gives therapy in the case of an episode that goes on."""
    require_therapist(by, episode.case)
    if not episode.is_open:
        raise EpisodeIsOver


@transaction.atomic
def ask_for_therapy(
    *,
    case: Case,
    responsible: User,
    by: User,
    wish: str = "",
    planned: int = 10,
    step: Step | None = None,
) -> TherapyEpisode:
    """Ask a therapist of the team; whoever sees the health of the person may ask."""
    require(by, Permission.WORK_ON_CASE, case, compartment=HEALTH, act=Act.VIEW)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))
    if not may(responsible, Permission.GIVE_THERAPY, case, compartment=HEALTH, act=Act.CHANGE):
        raise BadInput(
            _("This colleague gives no therapy in this case. Add a therapist to the team first."),
            field="responsible",
        )
    if step is not None and (step.case_id != case.pk or not step.is_open):
        raise BadInput(_("Choose an open step of this plan."), field="step")
    _check_planned(planned)
    Case.objects.select_for_update(no_key=True).filter(pk=case.pk).values_list("pk").get()
    if TherapyEpisode.objects.open().filter(case=case, responsible=responsible).exists():
        raise BadInput(_("This therapist works with the person already."), field="responsible")
    episode: TherapyEpisode = TherapyEpisode.objects.create(
        case=case, responsible=responsible, wish=wish, planned=planned, step=step, asked_by=by
    )
    tell(episode, Event.CARE_ASKED, by=by, line=label(Service.THERAPY), service="therapy")
    if responsible != by:
        notify(user=responsible, kind=NoticeKind.TASK_GIVEN, case=case)
    return episode


@transaction.atomic
def agree_goals(
    *,
    episode: TherapyEpisode,
    planned: int,
    goals: list[dict[str, Any]],
    by: User,
    review_on: date | None = None,
    expected: int | None = None,
) -> None:
    """Say for how many sessions, in a few lines what they are to reach, and when to look at it again."""
    require_open(episode, by)
    _check_planned(planned)
    if review_on != episode.review_on:
        _check_review(review_on)
    kept = [
        {"words": goal["words"].strip(), "reached": bool(goal.get("reached"))}
        for goal in goals
        if goal["words"].strip()
    ]
    if len(kept) > MOST_GOALS or any(len(goal["words"]) > LONGEST_GOAL for goal in kept):
        raise BadInput(_("At most six goals, each of one line."), field="goals")
    if amend(episode, expected=expected, planned=planned, goals=kept, review_on=review_on):
        reached = sum(goal["reached"] for goal in kept)
        tell(episode, Event.CARE_CHANGED, by=by, goals=len(kept), reached=reached)


@transaction.atomic
def end_therapy(
    *,
    episode: TherapyEpisode,
    outcome: str,
    summary: str,
    by: User,
    psychiatry: bool = False,
    expected: int | None = None,
) -> None:
    """End it with a summary; sessions still booked are called off, a reached step is done.

    ``psychiatry``: the lead gets the task to refer the person to a psychiatrist.
    """
    require_open(episode, by)
    if outcome not in Outcome.values:
        raise BadInput(_("Say how it ended."), field="outcome")
    if not summary.strip():
        raise BadInput(_("Write a few lines for whoever comes next."), field="summary")
    if outcome == Outcome.NOT_BEGUN and episode.started_at is not None:
        raise BadInput(_("It did begin: somebody came."), field="outcome")
    amend(
        episode, expected=expected, outcome=outcome, summary=summary, ended_at=timezone.now(),
        ended_by=by,
    )  # fmt: skip
    _leave_sessions(episode)
    if outcome in REACHED:
        end_step_of(episode, by=by)
    line = label(Outcome(outcome))
    tell(episode, Event.CARE_ENDED, by=by, line=line, outcome=outcome)
    if psychiatry:
        give_task(
            title=ToDo.PSYCHIATRY, due_on=timezone.localdate(), by=by, part=HEALTH,
            case=episode.case, owner=overseer(episode.case, by, (HEALTH,)) or by,
        )  # fmt: skip


def overseer(
    case: Case, besides: User, parts: tuple[Compartment, ...] = (HEALTH, Compartment.STORY)
) -> User | None:
    """The lead of the case, else one of its unit, who reads the first of ``parts``; else the next."""
    known = [user for user in [case.lead, *leads_of_unit(case)] if user not in (None, besides)]
    for part in parts:
        for user in known:
            if user is not None and may(user, Permission.WORK_ON_CASE, case, compartment=part):
                return user
    return None


def _leave_sessions(episode: TherapyEpisode) -> None:
    """The person is expected nowhere any more; a session that nobody else comes to is called off."""
    ahead = TherapyAttendance.objects.filter(
        episode=episode, presence=Presence.EXPECTED, session__state=SessionState.PLANNED,
    ).select_related("session")  # fmt: skip
    for attendance in ahead:
        amend(attendance, presence=Presence.EXCUSED)
        others = attendance.session.attendances.filter(presence=Presence.EXPECTED)
        if not others.exists():
            amend(attendance.session, state=SessionState.CALLED_OFF)


@transaction.atomic
def review_plan(
    *,
    episode: TherapyEpisode,
    verdict: str,
    words: str,
    by: User,
    next_on: date | None = None,
    expected: int | None = None,
) -> TreatmentReview:
    """Write down that the plan was looked at again: what was decided, and when next."""
    require_open(episode, by)
    if verdict not in Verdict.values:
        raise BadInput(_("Say what was decided."), field="verdict")
    if not words.strip():
        raise BadInput(_("Write a line for whoever reads it later."), field="words")
    if next_on is None and verdict in {Verdict.GO_ON, Verdict.CHANGE}:
        raise BadInput(_("Say when to look at the plan again."), field="next_on")
    _check_review(next_on)
    amend(episode, expected=expected, review_on=next_on)
    made: TreatmentReview = TreatmentReview.objects.create(
        case=episode.case, episode=episode, verdict=verdict, words=words, next_on=next_on,
        written_by=by,
    )  # fmt: skip
    tell(made, Event.TREATMENT_REVIEWED, by=by, line=label(Verdict(verdict)), verdict=verdict)
    return made


def _check_review(on: date | None) -> None:
    today = timezone.localdate()
    if on is not None and not today < on <= today + FURTHEST_REVIEW:
        raise BadInput(_("The next review is after today, and within a year."), field="next_on")


def _check_planned(planned: int) -> None:
    if not 1 <= planned <= MOST_PLANNED:
        raise BadInput(_("Agree on 1 to 60 sessions."), field="planned")
