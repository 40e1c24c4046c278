"""Telling people that an hour of which they were reminded does not hold: called off, moved, or they need not come."""

from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.calendar.choices import ReminderState
from kimbilio.calendar.models import Reminder, ReminderConsent
from kimbilio.calendar.reminding import LEFT, is_safe, next_safe, this_rule, words_of
from kimbilio.care.queries import still_on
from kimbilio.cases.models import Case
from kimbilio.helpline.actions.answering import send_for_case
from kimbilio.helpline.actions.sending import take_back
from kimbilio.helpline.choices import SendState
from kimbilio.helpline.queries import can_text
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.kernel.versions import amend

AT_ONCE = 200


def correct_due() -> int:
    """Have a second message follow each reminder that left and does not hold; says how many.

    Also where reminders were switched off meanwhile: who was told an hour must not come for nothing.
    """
    _take_wrong_ones_back()
    rows = _misled()
    on = still_on({one.session_key for one in rows}) if rows else set()
    misled = [one for one in rows if (one.session_key, one.case_id, one.starts_at) not in on]
    if not misled or not can_text():
        return 0
    wanted = {one.case_id for one in misled}
    consents = ReminderConsent.objects.filter(case__in=wanted, ended_at=None, case__closed_at=None)
    agreed = {
        one.case_id: one for one in consents.select_related("contact", "case__lead", "agreed_by")
    }
    return sum(_corrected(one, agreed[one.case_id]) for one in misled if one.case_id in agreed)


def _misled() -> QuerySet[Reminder]:
    """What was told of hours still to come, and has left."""
    rows: QuerySet[Reminder] = Reminder.objects.filter(
        state=ReminderState.GIVEN, starts_at__gt=timezone.now(), message__sending__state__in=LEFT
    )
    return rows.order_by("starts_at", "id")


def _corrected(reminder: Reminder, consent: ReminderConsent) -> bool:
    now = timezone.now()
    if not is_safe(consent.contact, now):
        at = next_safe(consent.contact, now)
        if at is None or at >= reminder.starts_at:
            _give_up(reminder)
        return False
    try:
        return _correct(reminder, consent)
    except BadInput:  # the rules of safe contact forbid it
        _give_up(reminder)
    except Stale:  # another server was faster; what we wrote went with the transaction
        pass
    return False


@transaction.atomic
def _correct(reminder: Reminder, consent: ReminderConsent) -> bool:
    Case.objects.select_for_update(no_key=True).filter(pk=reminder.case_id).values_list("pk").get()
    if not ReminderConsent.objects.filter(pk=consent.pk, ended_at=None).exists():
        return False
    text = words_of(this_rule(), consent.language, reminder.starts_at, takes_place=False)
    message = send_for_case(
        to=consent.contact.value, text=text, case=consent.case,
        signed=consent.case.lead or consent.agreed_by,
    )  # fmt: skip
    amend(reminder, state=ReminderState.CORRECTED, correction=message, decided_at=timezone.now())
    trail.record(Event.REMINDER_GIVEN, by=None, on=reminder, takes_place=False)
    return True


def _give_up(reminder: Reminder) -> None:
    """No message may reach them in time: the page asks to tell them by another way."""
    try:
        amend(reminder, state=ReminderState.NOT_TOLD, decided_at=timezone.now())
    except Stale:
        return


def corrections_waiting() -> QuerySet[Reminder]:
    """Second messages that have not left yet."""
    rows: QuerySet[Reminder] = Reminder.objects.filter(
        state=ReminderState.CORRECTED, correction__sending__state=SendState.QUEUED
    )
    return rows.select_related("correction__conversation").order_by("starts_at", "id")


def _take_wrong_ones_back() -> None:
    """Let second messages not leave whose hour has passed, or holds again."""
    rows, now = corrections_waiting()[:AT_ONCE], timezone.now()
    on = still_on({one.session_key for one in rows}) if rows else set()
    for one in rows:
        if one.starts_at <= now or (one.session_key, one.case_id, one.starts_at) in on:
            with suppress(Stale):  # another server was faster
                take_correction_back(one)


@transaction.atomic
def take_correction_back(reminder: Reminder) -> None:
    """Let a second message not leave; what was told first stands again."""
    if reminder.correction is not None and take_back(reminder.correction, "no_longer_due"):
        amend(reminder, state=ReminderState.GIVEN, correction=None)
