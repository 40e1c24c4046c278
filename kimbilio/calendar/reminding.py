"""Reminders of sessions: the words, the moment, and how each stands; asked by the action and by pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from kimbilio.calendar.choices import ReminderLanguage, ReminderState
from kimbilio.calendar.models import Reminder, ReminderConsent, ReminderRule
from kimbilio.helpline.queries import can_text
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import Way, in_hours, next_safe_time, safe_to_use

LATEST = timedelta(minutes=30)  # nearer to the session nobody is reminded any more
BY_DAY = (time(8), time(20))  # without safe hours of their own nobody is written to at night


def this_rule() -> ReminderRule:
    """How we remind, or the defaults before anybody saved them."""
    rule: ReminderRule | None = ReminderRule.objects.first()
    return rule or ReminderRule()


def words_of(rule: ReminderRule, language: str, starts_at: datetime) -> str:
    """What the person reads: the organisation's words with the day and the hour."""
    text = rule.kiswahili if language == ReminderLanguage.KISWAHILI else rule.english
    local = localtime(starts_at)
    with translation.override(language):
        day = date_format(local, "D j M")
    return text.replace("{day}", day).replace("{time}", f"{local:%H:%M}")


def is_safe(contact: ContactPoint, at: datetime) -> bool:
    """Whether an SMS may reach this number at that moment; without safe hours only by day."""
    own_hours = contact.safe_from is not None
    by_day = own_hours or in_hours(localtime(at).time(), *BY_DAY)
    return by_day and bool(safe_to_use(contact, Way.TEXT, at))


@dataclass(frozen=True)
class Standing:
    """How the reminder of one person for one session stands. ``kind`` is a code that the page puts in words."""

    kind: str  # off, unasked, no_account, planned, no_safe_hour, late, given, or a ReminderState
    at: datetime | None = None
    sending: Any = None


def standings(cases: Iterable[UUID], session: UUID, starts_at: datetime) -> dict[UUID, Standing]:
    """How reminding stands for each of ``cases`` in one session: four queries at most."""
    rule, wanted = this_rule(), list(cases)
    if not rule.is_active:
        return dict.fromkeys(wanted, Standing("off"))
    rows = Reminder.objects.filter(session_key=session, case__in=wanted, starts_at=starts_at)
    told = {one.case_id: one for one in rows.select_related("message__sending")}
    consents = ReminderConsent.objects.filter(case__in=wanted, ended_at=None)
    agreed = {one.case_id: one for one in consents.select_related("contact")}
    has_account = bool(agreed) and can_text()
    return {
        case: _standing(told.get(case), agreed.get(case), rule, starts_at, has_account)
        for case in wanted
    }


def _standing(
    told: Reminder | None,
    consent: ReminderConsent | None,
    rule: ReminderRule,
    starts_at: datetime,
    has_account: bool,
) -> Standing:
    if told is not None:
        sending = told.message.sending if told.message else None
        kind = "given" if told.state == ReminderState.GIVEN else told.state
        return Standing(kind, told.decided_at, sending)
    if consent is None:
        return Standing("unasked")
    if not has_account:
        return Standing("no_account")
    now = timezone.now()
    if starts_at - LATEST <= now:
        return Standing("late")
    wanted_at = max(now, starts_at - timedelta(hours=rule.hours_before))
    at = wanted_at if is_safe(consent.contact, wanted_at) else _next(consent.contact, wanted_at)
    if at is None or at > starts_at - LATEST:
        return Standing("no_safe_hour")
    return Standing("planned", at)


def _next(contact: ContactPoint, at: datetime) -> datetime | None:
    found = next_safe_time(contact, Way.TEXT, at)
    if found is not None and not is_safe(
        contact, found
    ):  # safe all round the clock, and it is night
        local = localtime(found)
        day = local.date() + timedelta(days=local.time() >= BY_DAY[1])
        found = next_safe_time(
            contact, Way.TEXT, timezone.make_aware(datetime.combine(day, BY_DAY[0]))
        )
    return found
