"""The pages of reminders as those who work on the case, a stranger, and who keeps the settings."""

import pytest

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.calendar.actions.reminders import agree_to_reminders
from kimbilio.calendar.models import Reminder, ReminderConsent, ReminderRule
from kimbilio.helpline.actions.answering import send_for_case
from kimbilio.helpline.models import Sending
from kimbilio.kernel.versions import amend
from kimbilio.therapy.actions.sessions import call_off_session
from tests.factories.accounts import UserFactory
from tests.factories.cases import ContactPointFactory
from tests.factories.helpline import AccountFactory
from tests.factories.justice import a_hearing, a_matter
from tests.factories.therapy import a_session, an_episode

pytestmark = pytest.mark.django_db
MOST = 12


def test_from_the_word_of_the_person_to_its_end(sign_in, django_assert_max_num_queries):
    episode = an_episode()
    case, therapist = episode.case, sign_in(episode.responsible)
    session, where = a_session(episode, hours=70), f"/cases/{case.code}/reminders/"
    here = f"/therapy/sessions/{session.pk}/"
    assert "Reminders are switched off" in therapist.get(here).content.decode()
    ReminderRule.objects.create(is_active=True)
    assert "has not agreed" in therapist.get(here).content.decode()
    assert "No number of theirs may be texted" in therapist.get(where).content.decode()
    contact = ContactPointFactory(person=case.survivor, may_text=True, value="+254799004318")

    assert therapist.post(where, {"language": "sw"}).status_code == 422
    assert therapist.post(where, {"contact": contact.pk, "language": "sw"}).status_code == 302
    assert "No account can send SMS" in therapist.get(here).content.decode()
    AccountFactory(provider="twilio", typed={"sms_number": "+254799000100"})
    with django_assert_max_num_queries(MOST):
        assert "Will be reminded" in therapist.get(here).content.decode()
    with django_assert_max_num_queries(MOST):
        page = therapist.get(where).content.decode()
    assert "318" in page
    assert "+254799004318" not in page
    assert where in therapist.get(f"/cases/{case.code}/services/").content.decode()

    assert therapist.post(where, {"end": "1"}).status_code == 302
    assert therapist.post(where, {"end": "1"}).status_code == 404
    assert not ReminderConsent.objects.filter(ended_at=None).exists()


def test_a_hearing_says_how_its_reminder_stands(sign_in):
    ReminderRule.objects.create(is_active=True)
    matter = a_matter()
    hearing = a_hearing(matter)

    page = sign_in(matter.responsible).get(f"/courts/hearings/{hearing.pk}/").content.decode()

    assert "has not agreed" in page


def test_the_page_says_who_was_told_an_hour_that_does_not_hold(sign_in):
    ReminderRule.objects.create(is_active=True)
    AccountFactory(provider="twilio", typed={"sms_number": "+254799000100"})
    episode = an_episode()
    session = a_session(episode, hours=20)
    contact = ContactPointFactory(person=episode.case.survivor, may_text=True)
    agree_to_reminders(case=episode.case, contact=contact, language="en", by=episode.case.lead)
    message = send_for_case(
        to=contact.value, text="See you.", case=episode.case, signed=episode.case.lead
    )
    Sending.objects.update(state="sent", try_at=None)
    told = Reminder.objects.create(
        case=episode.case, compartment="health", service="therapy", session_key=session.pk,
        starts_at=session.starts_at, state="given", message=message,
    )  # fmt: skip
    therapist, here = sign_in(episode.responsible), f"/therapy/sessions/{session.pk}/"
    assert "which does not hold" not in therapist.get(here).content.decode()

    call_off_session(session=session, by=episode.responsible)

    assert "They have not been told so yet" in therapist.get(here).content.decode()
    amend(told, state="not_told")
    assert "tell them yourself" in therapist.get(here).content.decode()
    amend(told, state="corrected", correction=message)
    assert "A second message says so: Sent" in therapist.get(here).content.decode()


def test_strangers_and_roles_without_the_work_find_nothing(sign_in):
    case = an_episode().case
    where = f"/cases/{case.code}/reminders/"
    officer = UserFactory(role=Role.ME_OFFICER)
    Tie.objects.create(case=case, user=officer, kind=TieKind.MEMBER)
    for user in (UserFactory(worker=True), officer, UserFactory(administrator=True)):
        assert sign_in(user).get(where).status_code == 404
        assert sign_in(user).post(where, {"end": "1"}).status_code == 404
    assert sign_in(lead=True).get("/settings/reminders/").status_code == 404


def test_the_rule_is_changed_and_wrong_words_stay_in_the_form(sign_in):
    client, where = sign_in(administrator=True), "/settings/reminders/"
    good = {"is_active": "on", "hours_before": "24", "english": "See you {day}, {time}.",
            "kiswahili": "Tuonane {day}, {time}.", "english_off": "Not {day}, {time}.",
            "kiswahili_off": "Si {day}, {time}."}  # fmt: skip

    wrong = client.post(where, {**good, "english": "Your therapy is {day} at {time}"})
    assert wrong.status_code == 422
    assert "would learn too much" in wrong.content.decode()
    assert "Your therapy is" in wrong.content.decode()
    assert not ReminderRule.objects.exists()
    assert client.post(where, good).status_code == 302
    stale = client.post(where, {**good, "hours_before": "48", "version": "7"})

    assert stale.status_code == 409
    assert ReminderRule.objects.get().english == "See you {day}, {time}."
