"""Recording scales, the alarm that one of them raises, and the safety plan that answers it."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.telling import noon_of, tell
from kimbilio.cases.actions.tasks import finish_task, give_task
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Task
from kimbilio.kernel.errors import BadInput
from kimbilio.therapy.actions.episodes import HEALTH, overseer, require_open
from kimbilio.therapy.choices import Mode, Spoken, ToDo
from kimbilio.therapy.models import SafetyPlan, ScaleResult, TherapyEpisode
from kimbilio.therapy.scales.known import ScaleCode
from kimbilio.therapy.scales.scoring import Scored, score

OLDEST = timedelta(days=730)


@transaction.atomic
def record_scale(
    *,
    episode: TherapyEpisode,
    scale: str,
    answers: Mapping[str, int],
    language: str,
    mode: str,
    by: User,
    answered_on: date | None = None,
) -> ScaleResult:
    """Keep the answers and their total. A sign of self-harm gives two tasks of today: to the
    therapist a safety plan, to the lead a talk with the therapist."""
    require_open(episode, by)
    today = timezone.localdate()
    day = answered_on or today
    if not today - OLDEST <= day <= today:
        raise BadInput(gettext_lazy("Choose a day that has been."), field="answered_on")
    if scale not in ScaleCode.values or language not in Spoken.values or mode not in Mode.values:
        raise BadInput(gettext_lazy("Choose from the list."), field="language")
    if not answers:
        raise BadInput(gettext_lazy("Answer at least one question."))
    code = ScaleCode(scale)
    try:
        scored = score(code, answers)
    except ValueError:
        raise BadInput(gettext_lazy("Choose from the list.")) from None
    result: ScaleResult = ScaleResult.objects.create(
        case=episode.case, episode=episode, scale=code, language=language, mode=mode,
        answered_on=day, answers=dict(answers), score=scored.total, is_alert=scored.is_alert,
        task=_raise_alarm(episode, by) if scored.is_alert else None, recorded_by=by,
    )  # fmt: skip
    tell(
        result, Event.SCALE_ANSWERED, by=by, kind=EntryKind.ASSESSMENT,
        line=in_words(code, scored), at=noon_of(day), scale=code.lower(),
    )  # fmt: skip
    return result


def in_words(code: ScaleCode, scored: Scored) -> str:
    """The total and its band in a few words, or that answers are missing."""
    if scored.total is None or scored.band is None:
        return _("%(scale)s: incomplete") % {"scale": code.label}
    return f"{code.label}: {scored.total}, {scored.band.label}"


def _raise_alarm(episode: TherapyEpisode, by: User) -> Task:
    """Tasks for today, in words that do not say what was answered."""
    today, case = timezone.localdate(), episode.case
    mine = give_task(title=ToDo.SAFETY_PLAN, due_on=today, by=by, case=case, part=HEALTH)
    supervisor = overseer(case, by)
    if supervisor is not None:
        give_task(
            title=ToDo.ASK_THERAPIST, due_on=today, by=by, owner=supervisor, case=case, part=HEALTH,
        )  # fmt: skip
    return mine


@transaction.atomic
def write_safety_plan(
    *,
    episode: TherapyEpisode,
    signs: str,
    alone: str,
    people: str,
    by: User,
    helpers: str = "",
    surroundings: str = "",
) -> SafetyPlan:
    """Keep what was worked out with the person; the newest plan counts, and its task is done."""
    require_open(episode, by)
    plan: SafetyPlan = SafetyPlan.objects.create(
        case=episode.case, episode=episode, signs=signs, alone=alone, people=people,
        helpers=helpers, surroundings=surroundings, written_by=by,
    )  # fmt: skip
    tell(plan, Event.SAFETY_PLAN_WRITTEN, by=by)
    asked = episode.results.filter(task__isnull=False).values("task")
    for task in Task.objects.undone().filter(pk__in=asked, owner=by):
        finish_task(task=task, by=by)
    return plan
