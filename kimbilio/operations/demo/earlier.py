"""Turning back the clock of one case, so that it looks like the work of weeks."""

from datetime import timedelta

from django.db.models import F

from kimbilio.cases.models import (
    CallAttempt,
    Case,
    Decision,
    Intake,
    Note,
    Notice,
    Rescue,
    RescueStep,
    ResponseClock,
    Step,
    TimelineEntry,
    WishEntry,
)

MOMENTS = (
    (Intake, ("call_started_at", "call_ended_at", "taken_at")),
    (Decision, ("at", "confirmed_at")),
    (ResponseClock, ("started_at", "due_at", "met_at")),
    (Rescue, ("asked_at", "ended_at")),
    (Notice, ("at", "read_at")),
    (Note, ("happened_at", "written_at")),
    (CallAttempt, ("at",)),
    (Step, ("started_at", "ended_at")),
    (WishEntry, ("at",)),
    (TimelineEntry, ("happened_at",)),
)


def move_back(case: Case, by: timedelta) -> None:
    """Let all that was done in ``case`` until now have happened ``by`` earlier."""
    Case.objects.filter(pk=case.pk).update(
        opened_at=F("opened_at") - by, last_contact_at=F("last_contact_at") - by
    )
    for model, names in MOMENTS:
        rows = model.objects.filter(case=case)
        rows.update(**{name: F(name) - by for name in names})
    RescueStep.objects.filter(rescue__case=case).update(
        happened_at=F("happened_at") - by, written_at=F("written_at") - by
    )
    case.refresh_from_db()
