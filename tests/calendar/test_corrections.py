"""Who was reminded of an hour that does not hold is told so: once, in time, within the rules of safe contact."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from kimbilio.audit.models import Entry
from kimbilio.calendar.actions.reminders import agree_to_reminders, end_reminders, remind_due
from kimbilio.calendar.choices import OFF_ENGLISH, OFF_KISWAHILI
from kimbilio.calendar.models import Reminder, ReminderConsent, ReminderRule
from kimbilio.calendar.reminding import standings
from kimbilio.cases.models import Case
from kimbilio.helpline.choices import SendState
from kimbilio.helpline.models import Message, Sending
from kimbilio.helpline.words import telling_words
from kimbilio.therapy.actions.sessions import call_off_session, move_session, record_presence
from tests.factories.justice import a_hearing, a_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminded(session):
    """A session whose reminder has left."""
    assert remind_due() == 1
    leave()
    return session


def leave():
    Sending.objects.filter(state=SendState.QUEUED).update(state=SendState.SENT, try_at=None)


def texts():
    return [message.text for message in Message.objects.order_by("at", "id")]


def not_then(moment):
    return OFF_ENGLISH.format(day=f"{moment:%a %-d %b}", time=f"{moment:%H:%M}")


def states():
    return sorted(Reminder.objects.values_list("state", flat=True))


def move(session, to):
    move_session(
        session=session, starts_at=to, ends_at=to + timedelta(minutes=50), room=session.room,
        by=session.held_by,
    )  # fmt: skip


def call_off(session):
    call_off_session(session=session, by=session.held_by)


def told_before(session, *coming):
    """What the page of the session says of hours that do not hold."""
    case = session.attendances.get().case_id
    found = standings([case], session.pk, session.starts_at, coming=coming)[case]
    return [(one.starts_at, one.state) for one in found.former]


def test_the_words_give_nothing_away():
    for words in (OFF_ENGLISH, OFF_KISWAHILI):
        assert not telling_words(words.replace("{day}", "").replace("{time}", ""), ["Kimbilio"])


def test_who_was_reminded_of_what_is_called_off_is_told_once(reminded):
    call_off(reminded)
    assert told_before(reminded) == [(reminded.starts_at, "given")]

    assert [remind_due() for _ in range(3)] == [0, 0, 0]

    first, second = Message.objects.order_by("at", "id")
    assert second.text == not_then(reminded.starts_at)
    assert (second.conversation.case, second.by) == (first.conversation.case, first.by)
    assert second.sending.state == SendState.QUEUED
    assert states() == ["corrected"]
    assert told_before(reminded) == [(reminded.starts_at, "corrected")]
    said = Entry.objects.filter(event="reminder_given").order_by("id").last()
    assert said.facts == {"takes_place": False}


def test_who_was_reminded_of_what_moved_is_told_both(reminded, at_noon):
    was, to = reminded.starts_at, at_noon + timedelta(hours=22)
    move(reminded, to)

    assert [remind_due(), remind_due()] == [1, 0]

    assert texts()[1] == not_then(was)
    assert f"{to:%H:%M}" in texts()[2]
    assert states() == ["corrected", "given"]
    case = reminded.attendances.get().case_id
    assert told_before(reminded, case) == [(was, "corrected")]


def test_who_need_not_come_any_more_is_told(reminded):
    record_presence(attendance=reminded.attendances.get(), presence="excused", by=reminded.held_by)

    remind_due()

    assert texts()[1:] == [not_then(reminded.starts_at)]


def test_a_hearing_to_which_they_need_not_come_is_told_as_well(reminded, at_noon):
    case = reminded.attendances.get().case
    hearing = a_hearing(a_matter(case=case))
    attendance = hearing.attendances.get()
    hearing.starts_at = at_noon + timedelta(hours=20)
    hearing.save()
    assert remind_due() == 1
    leave()
    attendance.presence = "excused"
    attendance.save()

    remind_due()

    assert texts()[2:] == [not_then(hearing.starts_at)]


def test_what_never_left_needs_no_second_message(session):
    remind_due()
    for state in (SendState.FAILED, SendState.REFUSED):
        Sending.objects.update(state=state, try_at=None)
        if session.is_planned:
            call_off(session)
        remind_due()

    assert len(texts()) == 1


def test_what_took_place_or_is_past_is_not_said_to_be_off(reminded, at_noon, monkeypatch):
    call_off(reminded)
    later = reminded.starts_at + timedelta(minutes=1)
    for module in ("calendar.actions.correcting", "calendar.actions.reminders"):
        monkeypatch.setattr(f"kimbilio.{module}.timezone.now", lambda: later)

    remind_due()

    assert len(texts()) == 1
    assert states() == ["given"]


def test_a_second_message_that_still_waits_at_its_hour_does_not_leave(reminded, monkeypatch):
    call_off(reminded)
    remind_due()
    later = reminded.starts_at + timedelta(minutes=1)
    monkeypatch.setattr("kimbilio.calendar.actions.correcting.timezone.now", lambda: later)

    remind_due()

    assert sorted(Sending.objects.values_list("state", flat=True)) == ["refused", "sent"]


def test_it_waits_for_a_safe_hour(reminded, at_noon, monkeypatch):
    contact = ReminderConsent.objects.get().contact
    contact.safe_from, contact.safe_until = time(15), time(16)
    contact.save()
    call_off(reminded)
    remind_due()
    assert (len(texts()), states()) == (1, ["given"])

    afternoon = at_noon + timedelta(hours=3)
    for module in ("calendar.actions.correcting", "people.safety"):
        monkeypatch.setattr(f"kimbilio.{module}.timezone.now", lambda: afternoon)
    remind_due()

    assert (len(texts()), states()) == (2, ["corrected"])


@pytest.mark.parametrize("why", ["no_safe_hour", "silence", "not_texted"])
def test_where_no_message_may_reach_them_the_page_asks_to_tell_them(reminded, at_noon, why):
    contact = ReminderConsent.objects.get().contact
    talk = Message.objects.get().conversation
    if why == "silence":
        talk.correspondent.opted_out_at = timezone.now()
        talk.correspondent.save()
    elif why == "not_texted":
        contact.may_text = False
    else:
        contact.safe_days = str((at_noon + timedelta(days=3)).isoweekday())
    contact.save()
    call_off(reminded)

    for _ in range(2):
        remind_due()

    assert (len(texts()), states()) == (1, ["not_told"])
    assert told_before(reminded) == [(reminded.starts_at, "not_told")]


def test_who_agreed_no_longer_or_whose_case_is_closed_is_not_written_to(reminded):
    consent, case = ReminderConsent.objects.get(), reminded.attendances.get().case
    call_off(reminded)
    Case.objects.filter(pk=case.pk).update(
        stage="closed", closed_at=timezone.now(), closed_by=case.lead
    )
    remind_due()
    assert len(texts()) == 1
    Case.objects.filter(pk=case.pk).update(stage="active", closed_at=None, closed_by=None)
    remind_due()
    assert len(texts()) == 2

    end_reminders(consent=consent, by=case.lead)
    remind_due()

    assert sorted(Sending.objects.values_list("state", flat=True)) == ["refused", "sent"]
    case.refresh_from_db()
    agree_to_reminders(case=case, contact=consent.contact, language="en", by=case.lead)
    remind_due()
    assert len(texts()) == 3


def test_it_is_said_also_where_reminders_were_switched_off_meanwhile(reminded):
    ReminderRule.objects.update(is_active=False)
    call_off(reminded)

    assert remind_due() == 0

    assert len(texts()) == 2


def test_an_hour_that_holds_again_is_told_again(reminded, at_noon):
    was, to = reminded.starts_at, at_noon + timedelta(hours=60)
    move(reminded, to)
    remind_due()
    move(reminded, was)
    remind_due()
    assert states() == ["given"]  # the second message had not left: the first one holds
    assert sorted(Sending.objects.values_list("state", flat=True)) == ["refused", "sent"]

    move(reminded, to)
    remind_due()
    leave()
    move(reminded, was)
    assert remind_due() == 1

    assert texts()[-1] == texts()[0]
    assert states() == ["given"]


def test_two_servers_correct_once(reminded, monkeypatch):
    """The second one read the row before the first one wrote: its version has passed."""
    call_off(reminded)
    read = list(Reminder.objects.all())
    remind_due()
    monkeypatch.setattr("kimbilio.calendar.actions.correcting._misled", lambda: read)

    remind_due()

    assert len(texts()) == 2


def test_who_takes_their_word_back_meanwhile_gets_no_second_message(reminded, monkeypatch):
    call_off(reminded)
    consent = ReminderConsent.objects.select_related("case__lead").get()

    def taken_back(_contact, _at):
        end_reminders(consent=consent, by=consent.case.lead)
        return True

    monkeypatch.setattr("kimbilio.calendar.actions.correcting.is_safe", taken_back)
    remind_due()

    assert len(texts()) == 1
    assert states() == ["given"]
