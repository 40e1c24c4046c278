"""My day: what stands there, for whom, and at what cost."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import CallAttempt, FollowUpCall, Step, Task, UnfinishedCall
from kimbilio.cases.work_choices import OPEN_CALLS
from kimbilio.organisation.models import DutyShift
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.plan import StepFactory
from tests.factories.work import AppointmentFactory, FollowUpCallFactory, TaskFactory

pytestmark = pytest.mark.django_db

CASE_STAFF = [
    Role.CASE_WORKER, Role.TEAM_LEAD, Role.THERAPIST, Role.LEGAL_OFFICER, Role.SHELTER_WORKER,
    Role.HELPLINE_OPERATOR, Role.MANAGER,
]  # fmt: skip


@pytest.fixture
def worker():
    return UserFactory(name="Akinyi Mutua")


@pytest.fixture
def case(worker):
    return CaseFactory(worker=worker)


def day_of(sign_in, user):
    return sign_in(user).get("/").content.decode()


def test_the_day_shows_what_needs_me_first(sign_in, worker, case):
    phone = ContactPointFactory(
        person=case.survivor, safe_from=time(10), safe_until=time(12), code_phrase="from the class"
    )
    start_clocks(case, [ClockKind.FIRST_CONTACT], by=worker)
    FollowUpCallFactory(
        case=case, contact=phone, day_number=30, of_days=90, tries=2, purpose="stall permit"
    )
    TaskFactory(owner=worker, late=True, title="Birth record")
    AppointmentFactory(owner=worker, title="Debrief circle")
    DutyShift.objects.create(
        user=UserFactory(name="Mwende Barasa", lead=True), is_lead=True,
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip

    shown = day_of(sign_in, worker)

    for words in [
        "Akinyi", "1 open case", "duty lead today: Mwende Barasa", "First contact", case.code,
        "Pendo", "Safe 10–12 only", "from the class", "Day 30 of 90", "2 tries so far",
        "stall permit", "Birth record", "3 d", "Debrief circle", " now<",
    ]:  # fmt: skip
        assert words in shown, words


def test_an_empty_day_is_calm(sign_in, worker):
    shown = day_of(sign_in, worker)

    assert "Nothing needs you right now." in shown
    assert "No calls today." in shown
    assert "No task is late." in shown


def test_nothing_of_others_shows(sign_in, worker, case):
    start_clocks(case, [ClockKind.FIRST_CONTACT], by=worker)
    FollowUpCallFactory(case=case)
    TaskFactory(owner=worker, title="Birth record")
    AppointmentFactory(owner=worker, title="Debrief circle")

    for role in CASE_STAFF:
        shown = day_of(sign_in, UserFactory(role=role))
        for words in (case.code, "Pendo", "Birth record", "Debrief circle"):
            assert words not in shown


def test_who_left_the_team_sees_nothing_of_it_any_more(sign_in, case):
    mate = UserFactory()
    tie = Tie.objects.create(case=case, user=mate)
    FollowUpCallFactory(case=case, owner=mate)
    TaskFactory(owner=mate, case=case, title="Bring papers")
    AppointmentFactory(owner=mate, case=case)
    StepFactory(case=case, owner=mate, due_on=timezone.localdate())
    assert case.code in day_of(sign_in, mate)

    Tie.objects.filter(pk=tie.pk).update(until=timezone.now())

    assert case.code not in day_of(sign_in, mate)
    assert "Bring papers" not in day_of(sign_in, mate)


@pytest.mark.parametrize("wish", ["later", "does_not_want", "not_sure"])
def test_a_parked_step_is_never_late(sign_in, worker, case, wish):
    late = timezone.localdate() - timedelta(days=9)
    StepFactory(case=case, owner=worker, due_on=late, title="Court papers")
    StepFactory(case=case, owner=worker, due_on=late, title="Move to town", wish=wish)

    shown = day_of(sign_in, worker)

    assert "Court papers" in shown
    assert "Move to town" not in shown


def test_a_shelter_worker_sees_that_a_hearing_takes_place_and_no_more(sign_in, case):
    shelter = UserFactory(role=Role.SHELTER_WORKER)
    Tie.objects.create(case=case, user=shelter)
    AppointmentFactory(
        owner=case.lead, case=case, kind="court", compartment="legal", title="Statement",
        place="Court 4", people=[shelter],
    )  # fmt: skip

    shown = day_of(sign_in, shelter)

    assert "Court" in shown
    assert "Court 4" in shown  # whereabouts are theirs
    assert "Statement" not in shown


def test_cases_without_a_lead_wait_for_the_lead_of_their_unit(sign_in):
    waiting = CaseFactory()
    lead = UnitMembershipFactory(unit=waiting.unit, is_lead=True, user=UserFactory(lead=True)).user

    assert waiting.code in day_of(sign_in, lead)
    assert "/settings/duty/" in day_of(sign_in, lead)
    assert "/settings/duty/" not in day_of(sign_in, UserFactory())
    assert waiting.code not in day_of(sign_in, UserFactory(lead=True))
    assert "New cases waiting" not in day_of(sign_in, UserFactory())


def test_what_is_overdue_climbs_to_the_lead_of_the_unit(sign_in, worker, case):
    lead = UnitMembershipFactory(unit=case.unit, is_lead=True, user=UserFactory(lead=True)).user
    (clock,) = start_clocks(case, [ClockKind.ASSESSMENT], by=worker)
    assert case.code not in day_of(sign_in, lead)

    clock.escalated_at = timezone.now()
    clock.save()

    assert case.code in day_of(sign_in, lead)


def test_a_dropped_call_waits_with_its_clock(sign_in, worker):
    now = timezone.now()
    call = UnfinishedCall.objects.create(
        taken_by=worker, why="dropped", typed={}, started_at=now, call_back_at=now
    )

    shown = day_of(sign_in, worker)

    assert "Dropped call" in shown
    assert str(call.pk) in shown
    assert str(call.pk) not in day_of(sign_in, UserFactory())


def test_care_is_offered_quietly_and_to_oneself_alone(sign_in, worker, case):
    for _ in range(3):
        CallAttempt.objects.create(case=case, by=worker, outcome="not_safe")

    assert "Heavy calls this week." in day_of(sign_in, worker)
    assert "Heavy calls this week." not in day_of(sign_in, UserFactory(role=Role.MANAGER))


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.ADMINISTRATOR, "/settings/staff/"), (Role.DATA_PROTECTION_OFFICER, "/log/")],
)
def test_roles_without_case_work_start_where_theirs_is(sign_in, role, place):
    assert sign_in(role=role).get("/").url == place


@pytest.mark.parametrize("role", [Role.PREVENTION_OFFICER, Role.ME_OFFICER])
def test_others_start_somewhere(sign_in, role):
    answer = sign_in(role=role).get("/", follow=True)

    assert answer.status_code == 200


def test_nobody_is_asked_to_sign_in(client, db):
    for address in ("/", "/calendar/", "/day/tasks/", "/settings/duty/"):
        assert client.get(address).url.startswith("/account/")


@pytest.fixture
def busy_lead():
    """A duty lead with far more of everything than a page shows."""
    user = UserFactory(lead=True)
    now, today = timezone.now(), timezone.localdate()
    unit = UnitMembershipFactory(user=user, is_lead=True).unit
    DutyShift.objects.create(
        user=user, is_lead=True, starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=9),
    )  # fmt: skip
    for number in range(18):
        case = CaseFactory(unit=unit, worker=user, risk="a_high", is_urgent=True)
        contact = ContactPointFactory(
            person=case.survivor, safe_from=time(8), safe_until=time(9), ask_for="Mama Fulani"
        )
        start_clocks(case, [ClockKind.FIRST_CONTACT, ClockKind.RESCUE], by=user)
        FollowUpCallFactory(case=case, contact=contact, purpose="How are you? " * 8)
        TaskFactory(owner=user, case=case, late=True, title="A rather long thing to do " * 3)
        StepFactory(case=case, owner=user, due_on=today)
        AppointmentFactory(
            owner=user, case=case, kind="visit", starts_at=now + timedelta(minutes=number)
        )
        CaseFactory(unit=unit, is_urgent=True)
    return user


def test_the_day_costs_twelve_queries_at_most(sign_in, busy_lead, django_assert_max_num_queries):
    client = sign_in(busy_lead)
    client.get("/")

    with django_assert_max_num_queries(12):
        answer = client.get("/")

    assert len(answer.content) < 40_000
    assert len(answer.context["clocks"]) == 6
    assert (len(answer.context["calls"]), answer.context["all_calls"]) == (8, 18)


def test_open_steps_and_calls_are_found_by_their_owner(worker, plans_of):
    today = timezone.localdate()
    steps = Step.objects.filter(owner=worker, ended_at=None, due_on__lte=today).active()
    calls = FollowUpCall.objects.filter(
        owner=worker, state__in=OPEN_CALLS, due_at__lt=timezone.now()
    )

    found = plans_of(lambda: [list(steps), list(calls)])

    # PostgreSQL, with nothing in the table, may as well take the index of the key
    by_owner = {
        "step_owner_due",
        "cases_step_owner_id" if connection.vendor == "postgresql" else "",
    }
    assert any(name in found[0] for name in by_owner if name)
    assert "call_mine" in found[1]


def test_the_week_costs_twelve_queries_at_most(sign_in, busy_lead, django_assert_max_num_queries):
    client = sign_in(busy_lead)

    with django_assert_max_num_queries(12):
        answer = client.get("/calendar/")

    assert answer.content.count(b"<section") == 7


def test_ticked_tasks_are_done_and_those_of_others_are_not(sign_in, worker):
    mine, theirs = TaskFactory(owner=worker, late=True), TaskFactory(late=True)
    client = sign_in(worker)

    client.post("/day/tasks/done/", {"task": [str(mine.pk), str(theirs.pk), "x"]})
    client.post("/day/tasks/done/")

    assert list(Task.objects.filter(done_at__isnull=False)) == [mine]


def test_late_tasks_move_together(sign_in, worker):
    late = TaskFactory(owner=worker, late=True)
    to = timezone.localdate() + timedelta(days=3)

    sign_in(worker).post("/day/tasks/move-late/", {"to": to.isoformat()})

    late.refresh_from_db()
    assert late.due_on == to


def test_my_tasks_go_on_page_by_page(sign_in, worker, django_assert_max_num_queries):
    for _ in range(30):
        TaskFactory(owner=worker)
    client = sign_in(worker)

    with django_assert_max_num_queries(12):
        first = client.get("/day/tasks/")
    second = client.get(f"/day/tasks/?after={first.context['next']}")

    assert len(first.context["tasks"]) == 25
    assert len(second.context["tasks"]) == 5
    assert client.get("/day/tasks/?done=1").context["tasks"] == []
