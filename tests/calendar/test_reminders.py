"""Reminders of sessions: only who agreed, only when it is safe, in neutral words, once; taken back in time."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.calendar.actions import reminders
from kimbilio.calendar.actions.reminders import (
    agree_to_reminders,
    end_reminders,
    remind_due,
    save_reminder_rule,
)
from kimbilio.calendar.choices import FIRST_ENGLISH, FIRST_KISWAHILI, OFF_ENGLISH, OFF_KISWAHILI
from kimbilio.calendar.models import Reminder, ReminderConsent, ReminderRule
from kimbilio.calendar.reminding import standings
from kimbilio.helpline.marks import address_of
from kimbilio.helpline.models import Conversation, Message, Sending
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.therapy.actions.sessions import call_off_session, move_session
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.helpline import AccountFactory, ConversationFactory, CorrespondentFactory

pytestmark = pytest.mark.django_db


def case_of(session):
    return session.attendances.get().case


def standing(session):
    case = case_of(session)
    return standings([case.pk], session.pk, session.starts_at, coming={case.pk})[case.pk].kind


def test_the_person_is_reminded_once_in_neutral_words(session, at_noon):
    assert standing(session) == "planned"

    assert [remind_due() for _ in range(3)] == [1, 0, 0]

    message = Message.objects.get()
    assert message.text == FIRST_ENGLISH.format(day=f"{session.starts_at:%a %-d %b}", time="11:00")
    assert message.conversation.case == case_of(session)
    assert message.by == case_of(session).lead  # not the therapist, whose name would tell of what
    reminder = Reminder.objects.get()
    assert (reminder.compartment, reminder.state) == ("health", "given")
    assert standing(session) == "given"


@pytest.mark.parametrize("of_case", [False, True])
def test_a_shared_phone_tells_neither_the_desk_nor_another_case(session, of_case):
    number = address_of(ReminderConsent.objects.get().contact.value)
    other = CaseFactory(worker=UserFactory(worker=True)) if of_case else None
    running = ConversationFactory(
        correspondent=CorrespondentFactory(address=number), channel="sms", case=other
    )
    others = other.lead if other else UserFactory(role="helpline_operator")

    assert remind_due() == 1

    talk = Message.objects.get().conversation
    assert (talk.case, talk.outcome) == (case_of(session), "informed")
    assert list(Conversation.objects.visible_to(others)) == [running]
    running.refresh_from_db()
    assert (running.case, running.is_open, running.messages.count()) == (other, True, 0)


def test_it_goes_on_with_what_runs_in_the_same_case(session):
    number = address_of(ReminderConsent.objects.get().contact.value)
    running = ConversationFactory(
        correspondent=CorrespondentFactory(address=number), channel="sms", case=case_of(session)
    )

    assert remind_due() == 1

    assert Message.objects.get().conversation == running


def test_nobody_is_reminded_without_rule_consent_account_or_before_the_time(session):
    for off in ("rule", "account", "late", "consent"):
        if off == "rule":
            ReminderRule.objects.update(is_active=False)
            assert standing(session) == "off"
        elif off == "account":
            ReminderRule.objects.update(is_active=True)
            account = AccountFactory._meta.model.objects.get()
            AccountFactory._meta.model.objects.update(is_active=False)
            assert standing(session) == "no_account"
        elif off == "late":
            AccountFactory._meta.model.objects.filter(pk=account.pk).update(is_active=True)
            ReminderRule.objects.update(hours_before=2)
        else:
            ReminderRule.objects.update(hours_before=24)
            end_reminders(consent=ReminderConsent.objects.get(), by=case_of(session).lead)
            assert standing(session) == "unasked"
        assert remind_due() == 0, off

    assert not Message.objects.exists()


def test_it_waits_for_a_safe_hour_and_says_when_none_came(session, at_noon, monkeypatch):
    contact = ReminderConsent.objects.get().contact
    contact.safe_from, contact.safe_until = time(15), time(16)
    contact.save()
    assert remind_due() == 0
    assert standing(session) == "planned"
    assert not Reminder.objects.exists()

    contact.safe_from, contact.safe_until = time(18), time(19)
    contact.safe_days = str((at_noon + timedelta(days=3)).isoweekday())
    contact.save()
    assert standing(session) == "no_safe_hour"
    session.starts_at = at_noon + timedelta(minutes=50)
    session.save()
    assert remind_due() == 0

    assert Reminder.objects.get().state == "not_safe"
    assert not Message.objects.exists()


def test_what_was_called_off_or_moved_is_taken_back_and_the_new_hour_is_told(session, at_noon):
    assert remind_due() == 1
    moved_to = at_noon + timedelta(hours=22)
    move_session(session=session, starts_at=moved_to, room=session.room, by=session.held_by,
                 ends_at=moved_to + timedelta(minutes=50))  # fmt: skip

    assert remind_due() == 1
    assert sorted(Sending.objects.values_list("state", flat=True)) == ["queued", "refused"]
    assert sorted(Reminder.objects.values_list("state", flat=True)) == ["given", "taken_back"]
    call_off_session(session=session, by=session.held_by)
    assert remind_due() == 0
    assert set(Reminder.objects.values_list("state", flat=True)) == {"taken_back"}
    assert set(Sending.objects.values_list("state", flat=True)) == {"refused"}


def test_who_asked_for_silence_is_not_written_to(session):
    remind_due()
    Reminder.objects.all().delete()
    talk = Message.objects.get().conversation
    talk.correspondent.opted_out_at = timezone.now()
    talk.correspondent.save()

    assert remind_due() == 0

    assert Reminder.objects.get().state == "refused"
    assert Message.objects.count() == 1


def test_two_servers_remind_once(session, monkeypatch):
    """The second one comes when the first has written and looked past it: the constraint stands behind."""
    remind_due()
    monkeypatch.setattr(reminders, "_decided", lambda one: False)
    monkeypatch.setattr(
        reminders.Reminder.objects, "filter", lambda **given: Reminder.objects.none()
    )

    assert remind_due() == 0

    assert Message.objects.count() == 1
    assert (
        connection.in_atomic_block
    )  # the test's own: what the second wrote went with its savepoint


def test_agreeing_is_for_the_persons_own_number_that_may_be_texted(session):
    case = case_of(session)
    wrong = [
        ContactPointFactory(may_text=True), ContactPointFactory(person=case.survivor), None,
        ContactPointFactory(person=case.survivor, may_text=True, is_active=False),
        ContactPointFactory(person=case.survivor, may_text=True, kind="address"),
    ]  # fmt: skip
    for contact in wrong:
        with pytest.raises(BadInput):
            agree_to_reminders(case=case, contact=contact, language="sw", by=case.lead)
    right = ContactPointFactory(person=case.survivor, may_text=True)
    outsider, officer = UserFactory(worker=True), UserFactory(role="me_officer")
    Tie.objects.create(case=case, user=officer, kind=TieKind.MEMBER)
    for nobody in (outsider, officer):
        with pytest.raises(NotAllowed):
            agree_to_reminders(case=case, contact=right, language="sw", by=nobody)
        with pytest.raises(NotAllowed):
            end_reminders(consent=ReminderConsent.objects.get(), by=nobody)

    agree_to_reminders(case=case, contact=right, language="sw", by=session.held_by)
    assert ReminderConsent.objects.filter(ended_at=None).get().contact == right
    assert ReminderConsent.objects.count() == 2


def test_the_words_name_day_and_hour_and_give_nothing_away(session):
    boss = UserFactory(administrator=True)
    good = {
        "is_active": True,
        "hours_before": 48,
        "english": FIRST_ENGLISH,
        "kiswahili": FIRST_KISWAHILI,
        "english_off": OFF_ENGLISH,
        "kiswahili_off": OFF_KISWAHILI,
    }
    for wrong in ({"english": "Tomorrow!"}, {"kiswahili": "{day} {time} {name}"}, {"hours_before": 3},
                  {"english": "Therapy on {day} at {time}"}, {"kiswahili": "Ushauri nasaha {day} {time}"},
                  {"english_off": "Not {day}"}, {"kiswahili_off": "Ushauri nasaha {day} {time}"}):  # fmt: skip
        with pytest.raises(BadInput):
            save_reminder_rule(by=boss, **{**good, **wrong})
    with pytest.raises(NotAllowed):
        save_reminder_rule(by=UserFactory(lead=True), **good)
    save_reminder_rule(by=boss, expected=1, **good)
    with pytest.raises(Stale):
        save_reminder_rule(by=boss, expected=1, **{**good, "hours_before": 2})

    assert ReminderRule.objects.get().hours_before == 48
