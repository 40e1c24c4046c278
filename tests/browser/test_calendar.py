"""The calendar in a browser: usable by all, wide and narrow, and one page across on paper."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from kimbilio.calendar.models import ReminderRule
from tests.browser.conftest import DESK, PHONE
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.therapy import a_session, a_therapist, an_episode
from tests.factories.work import AppointmentFactory, FollowUpCallFactory, TaskFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def therapist():
    """A therapist with something of every kind this week."""
    case = CaseFactory(worker=UserFactory(worker=True))
    user = a_therapist(case)
    ReminderRule.objects.create(is_active=True)
    ContactPointFactory(person=case.survivor, may_text=True)
    for hours in (-2, 1, 30, 54):
        a_session(an_episode(therapist=user), hours=hours)
    now = timezone.now()
    AppointmentFactory(owner=user, case=case, kind="visit", starts_at=now + timedelta(hours=3))
    AppointmentFactory(owner=user, title="Debrief of ours", starts_at=now)
    FollowUpCallFactory(case=case, owner=user)
    TaskFactory(owner=user, case=case)
    return user, case


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)], ids=["desk", "phone"])
def test_pages_of_the_calendar_have_no_findings(open_page, axe, sign_in, therapist, size, dark):
    user, case = therapist
    client = sign_in(user)
    paths = ("", "day/", "month/", "whose/", "feed/")
    for path in (*(f"/calendar/{one}" for one in paths), f"/cases/{case.code}/reminders/"):
        page = open_page(path, size=size, dark=dark, client=client)

        assert axe(page) == [], path
        if SHOTS:
            name = path.strip("/").replace("/", "-")
            page.screenshot(path=Path(SHOTS) / f"{name}-{size[0]}.png", full_page=True)


def test_a_week_goes_on_one_page_across(open_page, sign_in, therapist):
    user, _case = therapist
    page = open_page("/calendar/", client=sign_in(user))

    paper = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")

    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert [(round(float(w)), round(float(h))) for w, h in sizes] in ([(842, 595)], [(842, 596)])
    assert page.get_by_text("printed by", exact=False).is_visible()
    assert not page.get_by_text("Debrief of ours").is_visible()
    if SHOTS:
        (Path(SHOTS) / "week.pdf").write_bytes(paper)
