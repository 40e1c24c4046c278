"""Reminding people of their sessions by SMS: agreeing to it, the rule, and doing it once for each."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.calendar.actions.correcting import (
    correct_due,
    corrections_waiting,
    take_correction_back,
)
from kimbilio.calendar.choices import HOLDS_NO_MORE, Before, ReminderLanguage, ReminderState
from kimbilio.calendar.models import Reminder, ReminderConsent, ReminderRule
from kimbilio.calendar.reminding import LATEST, is_safe, this_rule, words_of
from kimbilio.care.queries import Expected, expected_in
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case
from kimbilio.helpline.actions.answering import send_for_case
from kimbilio.helpline.actions.sending import take_back
from kimbilio.helpline.choices import SendState
from kimbilio.helpline.models import Message
from kimbilio.helpline.queries import can_text
from kimbilio.helpline.words import telling_words
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.kernel.versions import amend
from kimbilio.organisation.queries import this_organisation
from kimbilio.people.choices import ContactKind
from kimbilio.people.models import ContactPoint

AT_ONCE = 200
LAST_CALL = timedelta(hours=1)  # no safe hour until so shortly before: it is said, not sent


@transaction.atomic
def agree_to_reminders(
    *, case: Case, contact: ContactPoint | None, language: str, by: User
) -> ReminderConsent:
    """The person said yes: remind them at this number, which is theirs and may be texted."""
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.IDENTITY, act=Act.VIEW)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))
    if (
        contact is None
        or contact.person_id != case.survivor_id
        or contact.kind != ContactKind.PHONE
    ):
        raise BadInput(_("Choose a number of the person's own."), field="contact")
    if not (contact.is_active and contact.may_text):
        raise BadInput(
            _(
                "The person asked us not to text this number. Choose another, or ask them and change its rules."
            ),
            field="contact",
        )
    if language not in ReminderLanguage.values:
        raise BadInput(_("Choose from the list."), field="language")
    Case.objects.select_for_update(no_key=True).filter(pk=case.pk).values_list("pk").get()
    former: ReminderConsent | None = ReminderConsent.objects.filter(
        case=case, ended_at=None
    ).first()
    if former is not None:
        amend(former, ended_at=timezone.now(), ended_by=by)
    made: ReminderConsent = ReminderConsent.objects.create(
        case=case, contact=contact, language=language, agreed_by=by
    )
    tell(made, Event.REMINDERS_AGREED, by=by, kind=EntryKind.CONSENT)
    return made


@transaction.atomic
def end_reminders(*, consent: ReminderConsent, by: User, expected: int | None = None) -> None:
    """The person wants no more of them; what still waits to be sent is taken back."""
    require(
        by, Permission.WORK_ON_CASE, consent.case, compartment=Compartment.IDENTITY, act=Act.VIEW
    )
    if consent.ended_at is not None:
        return
    amend(consent, expected=expected, ended_at=timezone.now(), ended_by=by)
    tell(consent, Event.REMINDERS_ENDED, by=by, kind=EntryKind.CONSENT)
    for reminder in _waiting().filter(case=consent.case):
        _take_back(reminder)
    for reminder in corrections_waiting().filter(case=consent.case):
        take_correction_back(reminder)


@transaction.atomic
def save_reminder_rule(
    *,
    is_active: bool,
    hours_before: int,
    english: str,
    kiswahili: str,
    english_off: str,
    kiswahili_off: str,
    by: User,
    expected: int | None = None,
) -> ReminderRule:
    """Say whether, how long before and in which words people are reminded."""
    require(by, Permission.MANAGE_SETTINGS)
    if hours_before not in Before.values:
        raise BadInput(_("Choose from the list."), field="hours_before")
    words = {
        "english": english, "kiswahili": kiswahili, "english_off": english_off,
        "kiswahili_off": kiswahili_off,
    }  # fmt: skip
    for field, text in words.items():
        _check_words(field, text)
    values = {"is_active": is_active, "hours_before": hours_before, **words}
    rule: ReminderRule | None = ReminderRule.objects.select_for_update().first()
    if rule is None:
        rule = ReminderRule.objects.create(**values)
        trail.record(Event.SETTINGS_CHANGED, by=by, on=rule)
    elif changes := amend(rule, expected=expected, **values):
        trail.record(Event.SETTINGS_CHANGED, by=by, on=rule, changes=changes)
    return rule


def _check_words(field: str, words: str) -> None:
    if "{day}" not in words or "{time}" not in words:
        raise BadInput(_("Write {day} and {time} where they are to stand."), field=field)
    bare = words.replace("{day}", "").replace("{time}", "")
    if "{" in bare or "}" in bare:
        raise BadInput(_("Only {day} and {time} are filled in."), field=field)
    if telling := telling_words(bare, [this_organisation().name]):
        raise BadInput(
            _("Whoever else holds this phone would learn too much from %(words)s. Say it without.")
            % {"words": ", ".join(f"“{word}”" for word in telling)},
            field=field,
        )


def remind_due() -> int:
    """Remind everybody whose time has come, and take back or correct what is due no longer; says how
    many were reminded.

    May run on several servers at once: each session and person is decided once, by who locks the case first.
    """
    for reminder in _waiting()[:AT_ONCE]:
        if not _is_due(reminder):
            _take_back(reminder)
    correct_due()
    rule = this_rule()
    if not rule.is_active or not can_text():
        return 0
    consents = ReminderConsent.objects.filter(ended_at=None, case__closed_at=None)
    agreed = {
        one.case_id: one for one in consents.select_related("contact", "case__lead", "agreed_by")
    }
    if not agreed:
        return 0
    now = timezone.now()
    ahead = expected_in(agreed, now, now + timedelta(hours=rule.hours_before))
    decided = _settled().filter(session_key__in=[one.session for one in ahead])
    known = set(decided.values_list("session_key", "case", "starts_at"))
    waiting = [one for one in ahead if (one.session, one.case, one.starts_at) not in known]
    return sum(_remind(one, agreed[one.case], rule, now) for one in waiting[:AT_ONCE])


def _remind(one: Expected, consent: ReminderConsent, rule: ReminderRule, now: datetime) -> bool:
    if one.starts_at - now < LATEST:
        return False
    if not is_safe(consent.contact, now):
        if one.starts_at - now < LAST_CALL:
            _decide(one, consent, ReminderState.NOT_SAFE)
        return False
    try:
        return _give(one, consent, rule)
    except BadInput:
        _decide(one, consent, ReminderState.REFUSED)
    except (IntegrityError, Stale):
        pass  # another server has just decided it; what we wrote went with the transaction
    return False


@transaction.atomic
def _give(one: Expected, consent: ReminderConsent, rule: ReminderRule) -> bool:
    Case.objects.select_for_update(no_key=True).filter(pk=one.case).values_list("pk").get()
    span = (one.starts_at, one.starts_at + timedelta(seconds=1))
    still = expected_in([one.case], *span, session=one.session)
    agrees = ReminderConsent.objects.filter(pk=consent.pk, ended_at=None).exists()
    if not (still and agrees) or _decided(one):
        return False
    message = send_for_case(
        to=consent.contact.value, text=words_of(rule, consent.language, one.starts_at),
        case=consent.case, signed=consent.case.lead or consent.agreed_by,
    )  # fmt: skip
    made = _keep(one, ReminderState.GIVEN, message)
    trail.record(Event.REMINDER_GIVEN, by=None, on=made)
    return True


@transaction.atomic
def _decide(one: Expected, consent: ReminderConsent, state: ReminderState) -> None:
    Case.objects.select_for_update(no_key=True).filter(pk=one.case).values_list("pk").get()
    if not _decided(one):
        _keep(one, state)


def _keep(one: Expected, state: ReminderState, message: Message | None = None) -> Reminder:
    """Write down what was decided; an hour that holds again takes the place of when it did not."""
    key = {"session_key": one.session, "case_id": one.case, "starts_at": one.starts_at}
    said: dict[str, Any] = {"state": state, "message": message}
    former: Reminder | None = Reminder.objects.filter(**key, state__in=HOLDS_NO_MORE).first()
    if former is not None:
        amend(former, **said, correction=None, decided_at=timezone.now())
        return former
    about = {"service": one.service.kind, "compartment": one.service.compartment}
    made: Reminder = Reminder.objects.create(**key, **about, **said)
    return made


def _settled() -> QuerySet[Reminder]:
    """What was decided about hours that hold."""
    rows: QuerySet[Reminder] = Reminder.objects.exclude(state__in=HOLDS_NO_MORE)
    return rows


def _decided(one: Expected) -> bool:
    rows = _settled().filter(session_key=one.session, case=one.case, starts_at=one.starts_at)
    return bool(rows.exists())


def _waiting() -> QuerySet[Reminder]:
    rows: QuerySet[Reminder] = Reminder.objects.filter(
        state=ReminderState.GIVEN, message__sending__state=SendState.QUEUED
    )
    return rows.select_related("message__conversation").order_by(
        "starts_at", "id"
    )  # the oldest first


def _is_due(reminder: Reminder) -> bool:
    """Whether the person is still expected at that hour, and it is still to come."""
    if reminder.starts_at <= timezone.now():
        return False
    span = (reminder.starts_at, reminder.starts_at + timedelta(seconds=1))
    return bool(expected_in([reminder.case_id], *span, session=reminder.session_key))


@transaction.atomic
def _take_back(reminder: Reminder) -> None:
    if reminder.message is not None and take_back(reminder.message, "no_longer_due"):
        amend(reminder, state=ReminderState.TAKEN_BACK)
