"""Recording tries to find the family; the next one stands on My day as a task."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import may
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.telling import tell
from kimbilio.cases.actions.tasks import give_task
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.tracing.actions.ground import FIRST_YEAR, STORY, chosen, require_open
from kimbilio.tracing.choices import AttemptResult, ToDo, Way
from kimbilio.tracing.models import Attempt, Tracing

MOST_CENTS = 10**11
KINDS = {Way.CALL: EntryKind.CALL, Way.CHIEF: EntryKind.VISIT, Way.VISIT: EntryKind.VISIT}


@transaction.atomic
def record_attempt(
    *,
    tracing: Tracing,
    way: str,
    at: datetime,
    result: str,
    by: User,
    made_by: User | None = None,
    place: str = "",
    words: str = "",
    cost_cents: int = 0,
    next_words: str = "",
    next_on: date | None = None,
) -> Attempt:
    """Write down one try. With a day for what comes next, whoever made it gets a task for that day."""
    require_open(tracing, by)
    made_by = made_by or by
    values = _checked(
        way=way, at=at, result=result, place=place, words=words, cost_cents=cost_cents,
        next_words=next_words, next_on=next_on,
    )  # fmt: skip
    if next_on is not None and next_on < timezone.localdate():
        raise BadInput(_("This day has passed. Choose one to come."), field="next_on")
    if made_by != by and not may(made_by, Permission.WORK_ON_CASE, tracing.case, compartment=STORY):
        raise BadInput(_("This colleague does not work on this case."), field="made_by")
    attempt: Attempt = Attempt.objects.create(
        case=tracing.case, tracing=tracing, made_by=made_by, recorded_by=by, **values
    )
    _tell(attempt, by)
    if next_on is not None:
        give_task(
            title=next_words.strip() or ToDo.TRY_AGAIN, due_on=next_on, by=by,
            owner=made_by, case=tracing.case,
        )  # fmt: skip
    return attempt


@transaction.atomic
def correct_attempt(
    *, attempt: Attempt, by: User, expected: int | None = None, **given: Any
) -> None:
    """Put a mistake right: the page says by whom and when, and the trail keeps what stood there."""
    require_open(attempt.tracing, by, agreed=False)
    changes = amend(attempt, expected=expected, **_checked(**given))
    if changes:
        stamped = amend(attempt, corrected_at=timezone.now(), corrected_by=by)
        _tell(attempt, by, changes={**changes, **stamped})


def _checked(
    *,
    way: str,
    at: datetime,
    result: str,
    place: str = "",
    words: str = "",
    cost_cents: int = 0,
    next_words: str = "",
    next_on: date | None = None,
) -> dict[str, Any]:
    chosen(way, Way.values, "way")
    chosen(result, AttemptResult.values, "result")
    if at > timezone.now() or at.year < FIRST_YEAR:
        raise BadInput(_("Choose a moment that has been."), field="at")
    if not 0 <= cost_cents <= MOST_CENTS:
        raise BadInput(_("This amount cannot be right."), field="cost")
    if next_words.strip() and next_on is None:
        raise BadInput(_("Say by which day."), field="next_on")
    return {
        "way": way, "at": at, "result": result, "place": place, "words": words,
        "cost_cents": cost_cents, "next_words": next_words.strip(), "next_on": next_on,
    }  # fmt: skip


def _tell(attempt: Attempt, by: User, **facts: Any) -> None:
    """The line says how and what came of it, never where or from whom."""
    way = Way(attempt.way)
    tell(
        attempt, Event.TRACING_ATTEMPT, by=by, kind=KINDS.get(way, EntryKind.CASE), at=attempt.at,
        line=f"{label(way)}: {label(AttemptResult(attempt.result))}", **facts,
    )  # fmt: skip
