"""The calendar as its owner, a lead of the unit, and those who may know less; few queries, codes alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_hearing, a_matter
from tests.factories.plan import StepFactory
from tests.factories.therapy import a_session, an_episode
from tests.factories.work import AppointmentFactory, FollowUpCallFactory, TaskFactory

pytestmark = pytest.mark.django_db
MOST = 8  # session, user, reach, appointments, calls, tasks, steps, and one service (the courts)


@pytest.fixture
def worker():
    return UserFactory(worker=True)


def page_of(client, view="", **query):
    answer = client.get(f"/calendar/{view}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def busy(worker):
    """Everything that can stand in a week, and a case for each."""
    now, today = timezone.now(), timezone.localdate()
    case = CaseFactory(worker=worker)
    FollowUpCallFactory(case=case, purpose="Ask for Pendo")
    TaskFactory(owner=worker, case=case, title="Call Pendo's aunt")
    StepFactory(case=case, owner=worker, due_on=today, title="A bed for Pendo", wish="wants")
    AppointmentFactory(owner=worker, case=case, kind="visit", title="Meet Pendo", starts_at=now)
    AppointmentFactory(owner=worker, title="Debrief of ours", starts_at=now)
    return case


def test_a_week_holds_all_of_mine_in_codes_and_in_few_queries(
    sign_in, worker, django_assert_max_num_queries
):
    cases = [busy(worker) for _ in range(8)]
    client = sign_in(worker)
    client.get("/account/")

    for view in ("", "day/", "month/"):
        with django_assert_max_num_queries(MOST, info=view):
            page = page_of(client, view)
        if view != "month/":
            assert all(page.count(case.code) >= 4 for case in cases)
        assert page.split('class="tabs')[1].split("</nav>")[0].count("aria-current") == 1
        assert "Pendo" not in page
        assert 'data-p class="no-paper">Debrief of ours' in page
        assert len(page.encode()) < 40_000


def test_a_full_month_shows_the_beginning_of_each_day_and_leads_to_the_whole(sign_in, worker):
    today = timezone.localdate().replace(day=1)
    noon = timezone.localtime().replace(day=1, hour=8, minute=0, second=0, microsecond=0)
    for day in range(24):
        for hour in range(8):
            at = noon + timedelta(days=day, hours=hour)
            AppointmentFactory(owner=worker, title="Debrief of ours", starts_at=at)

    page = page_of(sign_in(worker), "month/")

    assert len(page.encode()) < 40_000
    assert page.count("Debrief of ours") == 24 * 3
    assert f'/calendar/day/?on={today:%Y-%m-%d}">5 more' in page
    assert page_of(sign_in(worker), "day/", on=f"{today:%Y-%m-%d}").count("Debrief of ours") == 8


def test_a_month_has_a_field_for_each_day_and_begins_under_its_weekday(sign_in, worker):
    page = page_of(sign_in(worker), "month/", on="2026-04-16")

    assert page.count('<section class="card') == 30 + 1  # and the note that nothing is planned
    assert 'class="card at-3 free"' in page  # the first of April was a Wednesday
    assert "Wednesday </span>" in page


def test_it_is_narrowed_to_one_kind_or_service(sign_in, worker):
    case = busy(worker)
    client = sign_in(worker)

    calls, tasks = page_of(client, only="call"), page_of(client, only="task")

    assert f"/cases/{case.code}/call/" in calls
    assert "Visit" not in calls
    assert "Step 1" in tasks
    assert "/call/" not in tasks
    assert page_of(client, only="therapy").count(case.code) == 0
    assert "Visit" in page_of(client, only="nothing-of-ours")


def test_any_day_can_be_asked_for_and_weeks_begin_on_monday(sign_in, worker):
    client = sign_in(worker)

    for on in ("2026-04-16", "x", "0001-01-01", "2026-02-31", "9999-12-31"):
        for view in ("", "day/", "month/"):
            assert client.get(f"/calendar/{view}", {"on": on}).status_code == 200
    page = page_of(client, on="2026-04-16")
    assert "Mon 13 Apr" in page
    assert "Sun 19 Apr" in page
    assert "Nothing is planned here." in page


@pytest.fixture
def therapy(worker):
    """A session of a therapist who belongs to a unit, in a case of ``worker``."""
    episode = an_episode(case=CaseFactory(worker=worker))
    session = a_session(episode, hours=1)
    unit = UnitMembershipFactory(user=episode.responsible).unit
    return session, unit


def on_day_of(session):
    return timezone.localdate(session.starts_at).isoformat()


def test_a_lead_sees_a_colleague_of_the_unit_and_codes_of_own_cases_alone(
    sign_in, therapy, django_assert_max_num_queries
):
    session, unit = therapy
    therapist, case = session.held_by, session.attendances.get().case
    private = AppointmentFactory(owner=therapist, title="Doctor of mine")
    TaskFactory(owner=therapist, title="Buy a gift")
    lead = UserFactory(lead=True)
    UnitMembershipFactory(user=lead, unit=unit, is_lead=True)
    client, on = sign_in(lead), on_day_of(session)
    client.get("/account/")

    with django_assert_max_num_queries(MOST + 2):
        unknown = page_of(client, of=therapist.pk, on=on)
    Tie.objects.create(case=case, user=lead, kind=TieKind.MEMBER)
    known = page_of(client, of=therapist.pk, on=on)

    assert therapist.name in page_of(client, "whose/")
    assert case.code not in unknown
    assert "Taken" in unknown
    assert "One to one" not in unknown
    assert case.code in known
    assert "One to one" in known
    for page in (unknown, known):
        assert "Doctor of mine" not in page
        assert "Buy a gift" not in page
        assert f"/therapy/sessions/{session.pk}/" not in page
        assert f"/day/appointments/{private.pk}/" not in page


def test_a_manager_without_health_learns_that_the_hour_is_taken(sign_in, therapy):
    session, unit = therapy
    case = session.attendances.get().case
    manager = UserFactory(role=Role.MANAGER)
    UnitMembershipFactory(user=manager, unit=unit, is_lead=True)
    Tie.objects.create(case=case, user=manager, kind=TieKind.MEMBER)
    client = sign_in(manager)

    for query in ({"of": session.held_by.pk}, {"room": session.room_id}):
        page = page_of(client, on=on_day_of(session), **query)
        assert "Taken" in page
        assert case.code not in page
        assert "One to one" not in page
        assert "i-plant-2" not in page.split("<main")[1]
        assert case.code not in page_of(client, on=on_day_of(session), only="therapy", **query)


def test_calendars_of_others_are_not_found(sign_in, therapy, worker):
    session, _unit = therapy
    elsewhere = UserFactory(lead=True)
    UnitMembershipFactory(user=elsewhere, is_lead=True)
    for user in (worker, elsewhere, UserFactory(role=Role.MANAGER)):
        for of in (session.held_by.pk, "x", UserFactory().pk):
            assert sign_in(user).get("/calendar/", {"of": of}).status_code == 404
    assert sign_in(worker).get("/calendar/", {"room": "x"}).status_code == 404
    assert sign_in(role=Role.ADMINISTRATOR).get("/calendar/").status_code == 404
    assert sign_in(role=Role.ME_OFFICER).get("/calendar/whose/").status_code == 404


def test_a_room_shows_what_is_mine_and_that_the_rest_is_taken(sign_in, therapy):
    session, _unit = therapy
    other = a_session(an_episode(), hours=3, room=session.room)
    client = sign_in(session.held_by)

    page = page_of(client, room=session.room_id, on=on_day_of(session))
    page += page_of(client, room=session.room_id, on=on_day_of(other))

    assert session.attendances.get().case.code in page
    assert other.attendances.get().case.code not in page
    assert "Taken" in page
    assert other.held_by.name in page


def test_a_hearing_stands_in_the_week_of_who_goes_along(sign_in, worker):
    matter = a_matter(case=CaseFactory(worker=worker))
    hearing = a_hearing(matter, hours=2, companion=worker, court="Milimani, Pendo")
    client, on = sign_in(worker), on_day_of(hearing)

    page = page_of(client, on=on, only="legal")

    assert f"/courts/hearings/{hearing.pk}/" in page or str(hearing.pk) in page
    assert matter.case.code in page
    assert "Milimani" not in page
    assert matter.case.code not in page_of(client, on=on, only="appointment")
