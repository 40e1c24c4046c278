"""Reminders of sessions: the words, the moment, and how each stands; asked by the action and by pages."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from kimbilio.calendar.choices import HOLDS_NO_MORE, ReminderLanguage
from kimbilio.calendar.models import Reminder, ReminderConsent, ReminderRule
from kimbilio.helpline.choices import SendState
from kimbilio.helpline.queries import can_text
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import Way, in_hours, next_safe_time, safe_to_use

LEFT = frozenset({SendState.SENT, SendState.DELIVERED, SendState.READ})
LATEST = timedelta(minutes=30)  # nearer to the session nobody is reminded any more
BY_DAY = (time(8), time(20))  # without safe hours of their own nobody is written to at night


def this_rule() -> ReminderRule:
    """How we remind, or the defaults before anybody saved them."""
    rule: ReminderRule | None = ReminderRule.objects.first()
    return rule or ReminderRule()


def words_of(
    rule: ReminderRule, language: str, starts_at: datetime, *, takes_place: bool = True
) -> str:
    """What the person reads: the organisation's words with the day and the hour."""
    if takes_place:
        english, kiswahili = rule.english, rule.kiswahili
    else:
        english, kiswahili = rule.english_off, rule.kiswahili_off
    text = kiswahili if language == ReminderLanguage.KISWAHILI else english
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

    kind: str  # off, unasked, no_account, planned, no_safe_hour, late, or a ReminderState; empty: not on
    at: datetime | None = None
    sending: Any = None
    former: tuple[Reminder, ...] = ()  # told an hour still to come, in which they do not meet


def standings(
    cases: Iterable[UUID], session: UUID, starts_at: datetime, *, coming: Collection[UUID]
) -> dict[UUID, Standing]:
    """How reminding stands for each of ``cases`` in one session, of which some are ``coming``:
    four queries at most."""
    rule, wanted = this_rule(), list(cases)
    rows = Reminder.objects.filter(session_key=session, case__in=wanted)
    told, former = {}, defaultdict(list)
    for one in rows.select_related("message__sending", "correction__sending").order_by("starts_at"):
        if one.starts_at == starts_at and one.case_id in coming:
            told[one.case_id] = one
        elif _was_misled(one):
            former[one.case_id].append(one)
    now = _now([case for case in wanted if case in coming], told, rule, starts_at)
    not_on = Standing("")
    return {case: replace(now.get(case, not_on), former=tuple(former[case])) for case in wanted}


def _was_misled(reminder: Reminder) -> bool:
    """Whether the message left, and its hour is still to come."""
    left = reminder.message is not None and reminder.message.sending.state in LEFT
    return left and reminder.starts_at > timezone.now()


def _now(
    wanted: list[UUID], told: dict[UUID, Reminder], rule: ReminderRule, starts_at: datetime
) -> dict[UUID, Standing]:
    if not rule.is_active:
        return dict.fromkeys(wanted, Standing("off"))
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
    if told is not None and told.state not in HOLDS_NO_MORE:
        sending = told.message.sending if told.message else None
        return Standing(told.state, told.decided_at, sending)
    if consent is None:
        return Standing("unasked")
    if not has_account:
        return Standing("no_account")
    now = timezone.now()
    if starts_at - LATEST <= now:
        return Standing("late")
    wanted_at = max(now, starts_at - timedelta(hours=rule.hours_before))
    at = next_safe(consent.contact, wanted_at)
    if at is None or at > starts_at - LATEST:
        return Standing("no_safe_hour")
    return Standing("planned", at)


def next_safe(contact: ContactPoint, at: datetime) -> datetime | None:
    """The first moment from ``at`` on in which an SMS may reach this number, or None if none comes."""
    if is_safe(contact, at):
        return at
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
