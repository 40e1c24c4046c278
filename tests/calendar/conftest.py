"""A session of which the person agreed to be reminded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.calendar.actions.reminders import agree_to_reminders
from kimbilio.calendar.models import ReminderRule
from tests.factories.cases import ContactPointFactory
from tests.factories.helpline import AccountFactory
from tests.factories.therapy import a_session, an_episode


@pytest.fixture
def at_noon(monkeypatch):
    """Every moment is read at noon of today: the rules of safe hours know night and day."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    for module in (
        "calendar.actions.correcting",
        "calendar.actions.reminders",
        "calendar.reminding",
        "people.safety",
    ):
        monkeypatch.setattr(f"kimbilio.{module}.timezone.now", lambda: noon)
    return noon


@pytest.fixture
def session(at_noon):
    """Tomorrow at eleven, of a person who agreed to be reminded in English."""
    ReminderRule.objects.create(is_active=True)
    AccountFactory(provider="twilio", typed={"sms_number": "+254799000100"})
    episode = an_episode()
    made = a_session(episode)
    starts_at = at_noon + timedelta(hours=23)
    made.starts_at, made.ends_at = starts_at, starts_at + timedelta(minutes=50)
    made.save()
    contact = ContactPointFactory(person=episode.case.survivor, may_text=True)
    agree_to_reminders(case=episode.case, contact=contact, language="en", by=episode.case.lead)
    return made
