"""The feed of a calendar: shown once, one at a time, without a name; gone when it was stopped or the account closed."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.calendar.models import FeedKey
from kimbilio.therapy.actions.sessions import call_off_session
from kimbilio.web.calendar import feeds
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_hearing, a_matter
from tests.factories.therapy import a_session, an_episode
from tests.factories.work import AppointmentFactory, FollowUpCallFactory, TaskFactory

pytestmark = pytest.mark.django_db


def make(client):
    page = client.post("/calendar/feed/", {"make": "1"}).content.decode()
    return re.search(r"/calendar/feed/[\w-]{43}\.ics", page)[0]


def lines_of(answer):
    assert answer.status_code == 200
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def test_one_address_is_shown_once_used_and_stopped(sign_in):
    client = sign_in(worker=True)

    first = make(client)
    key = FeedKey.objects.get()
    assert first.split("/")[-1][:-4] not in str(list(FeedKey.objects.values()))
    assert first not in client.get("/calendar/feed/").content.decode()
    assert "not yet" in client.get("/calendar/feed/").content.decode()
    assert Client().get(first).status_code == 200
    key.refresh_from_db()
    assert key.used_at is not None
    second = make(client)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    client.post("/calendar/feed/", {"stop": "1"})
    assert Client().get(second).status_code == 404
    assert client.post("/calendar/feed/", {}).status_code == 404
    made = Entry.objects.filter(event__in=("feed_made", "feed_revoked")).order_by("at", "id")
    assert [entry.event for entry in made] == [
        "feed_made", "feed_revoked", "feed_made", "feed_revoked",
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.ADMINISTRATOR}])
def test_a_closed_account_or_another_role_has_no_feed(sign_in, change):
    client = sign_in(worker=True)
    address = make(client)
    for name, value in change.items():
        setattr(client.user, name, value)
    client.user.save()

    assert Client().get(address).status_code == 404


def test_it_tells_hours_and_codes_and_no_more(sign_in, django_assert_max_num_queries):
    episode = an_episode()
    therapist, case = episode.responsible, episode.case
    therapist.language = "en"
    therapist.save()
    session, off = a_session(episode), a_session(episode, hours=48)
    call_off_session(session=off, by=therapist)
    far = a_session(episode, hours=24 * 200)
    AppointmentFactory(owner=therapist, title="Meet Pendo at Milimani", place="Milimani")
    AppointmentFactory(owner=therapist, kind="court", title="With Pendo")
    FollowUpCallFactory(case=case, owner=therapist, purpose="Ask Pendo")
    TaskFactory(owner=therapist, title="Call Pendo")
    address = make(sign_in(therapist))

    # key, reach, 2 services, visits after the return, 2 kinds, use, misses
    with django_assert_max_num_queries(12):
        answer = Client().get(address)
    lines = lines_of(answer)

    told = sorted(line for line in lines if line.startswith("SUMMARY"))
    assert told == [
        "SUMMARY:Appointment", f"SUMMARY:Call {case.code}", "SUMMARY:Court",
        f"SUMMARY:Session {case.code}", f"SUMMARY:Session {case.code}",
    ]  # fmt: skip
    assert lines.count("STATUS:CANCELLED") == 1
    assert f"DTSTART:{session.starts_at:%Y%m%dT%H%M%SZ}" in lines
    assert f"DTSTART:{far.starts_at:%Y%m%dT%H%M%SZ}" not in lines
    body = answer.content.decode()
    for word in (
        "Pendo",
        "Milimani",
        session.room.name,
        therapist.name,
        "One to one",
        str(session.pk),
    ):
        assert word not in body
    assert answer["Content-Type"].startswith("text/calendar")


def test_a_hearing_says_court(sign_in):
    companion = UserFactory(worker=True)
    matter = a_matter(case=CaseFactory(worker=companion))
    a_hearing(matter, companion=companion, court="Milimani")

    lines = lines_of(Client().get(make(sign_in(companion))))

    assert f"SUMMARY:Court {matter.case.code}" in lines


def test_the_same_is_not_sent_twice_and_a_change_is(sign_in):
    meeting = AppointmentFactory(starts_at=timezone.now() + timedelta(hours=1))
    address = make(sign_in(meeting.owner))
    first = Client().get(address)

    same = Client().get(address, headers={"If-None-Match": first["ETag"]})
    meeting.parts.update(starts_at=meeting.starts_at + timedelta(days=300))
    changed = Client().get(address, headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert first["Cache-Control"] == "private, no-cache"


def test_guesses_and_floods_are_held_off(sign_in, monkeypatch):
    address = make(sign_in(worker=True))
    monkeypatch.setattr(feeds, "PER_HOUR", 2)
    assert [Client().get(address).status_code for _ in range(3)] == [200, 200, 429]
    FeedKey.objects.update(used_at=timezone.now() - timedelta(hours=1))
    assert [Client().get(address).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(feeds, "PER_HOUR", 100)
    monkeypatch.setattr(feeds, "MISSES", 2)
    for _ in range(2):
        assert Client().get("/calendar/feed/" + "x" * 43 + ".ics").status_code == 404

    assert Client().get(address).status_code == 404


def test_roles_without_case_work_have_no_page(sign_in):
    client = sign_in(role=Role.ADMINISTRATOR)

    assert client.get("/calendar/feed/").status_code == 404
    assert client.post("/calendar/feed/", {"make": "1"}).status_code == 404
    assert not FeedKey.objects.exists()
