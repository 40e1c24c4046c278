"""The demonstration loads whole, quickly enough to wait for, and once."""

import json
import stat
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.models import (
    Case,
    Closure,
    EmergencyOpening,
    FollowUpCall,
    Lesson,
    Rescue,
    ResponseClock,
    Step,
)
from kimbilio.helpline.models import Conversation, Sending
from kimbilio.justice.models import AllegedLink, Hearing
from kimbilio.justice.queries import clashes_of
from kimbilio.livelihoods.models import Business, Giving, Schooling
from kimbilio.organisation.queries import duty_lead
from kimbilio.reintegration.models import Repatriation, Standing
from kimbilio.shelter.models import House, KeepApart, Stay
from kimbilio.shelter.queries import beds_for
from kimbilio.therapy.models import ScaleResult, TherapySession
from kimbilio.tracing.models import PossibleLink, Tracing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, loaded once for all of these tests; each works in a transaction within its own."""
    home, whole = tmp_path_factory.mktemp("demo"), transaction.atomic()
    whole._from_testcase = (
        True  # as the transactions of Django's own tests, which may hold durable ones
    )
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(settings, "HOME", home)
        with whole:
            call_command("demo")
            yield home / "demo-sign-ins.json"
            transaction.set_rollback(True)


def test_an_adult_has_eight_sessions_and_a_falling_line(demo):
    totals = ScaleResult.objects.filter(scale="PHQ9").order_by("answered_on", "id")
    one = totals.last().episode

    assert one.case.is_minor is False
    assert one.attendances.filter(presence="came").count() == 8
    assert list(totals.values_list("score", flat=True)) == [18, 15, 16, 14, 11, 9, 8, 7]
    assert TherapySession.objects.filter(kind="group", state="planned").exists()


def test_an_adult_has_a_business_with_two_tranches_and_first_profit(demo):
    business = Business.objects.get()
    paid = Giving.objects.filter(tranche__grant__business=business)

    assert business.case.is_minor is False
    assert business.is_running
    assert business.first_profit is not None
    assert business.figures.count() == 4
    assert sum(one.cost_cents for one in paid) == business.grants.get().approved_cents
    assert {"rent", "food", "medical", "fees"} < set(Giving.objects.values_list("kind", flat=True))
    assert Schooling.objects.get().case.is_minor


def test_an_adult_goes_to_court_with_a_companion(demo):
    behind = Hearing.objects.get(outcome="adjourned")
    ahead = behind.followed_by.get()

    assert behind.case.is_minor is False
    assert behind.reason == "witness_away"
    assert ahead.companion is not None
    assert timezone.now() < ahead.starts_at < timezone.now() + timedelta(days=14)
    assert {clash.is_at_once for clash in clashes_of(ahead)} == {False}
    assert AllegedLink.objects.count() == 1


def test_a_child_is_traced_and_goes_home_and_a_report_may_be_about_another(demo):
    tracing = Tracing.objects.get()

    assert tracing.case.is_minor is True
    assert (tracing.state, tracing.step.status) == ("reunited", "done")
    assert tracing.attempts.count() == 3
    assert tracing.handover.relative.confirmed_by is not None
    assert tracing.best_interest.decision == "go_home"
    link = PossibleLink.objects.get()
    assert link.case.survivor.full_name == "Salama Nafula"


def test_every_role_can_sign_in_with_what_is_written_down(demo, client):
    rows = json.loads(demo.read_text())
    assert stat.S_IMODE(demo.stat().st_mode) == 0o600
    assert len(rows) == len(Role)
    for row in rows:
        user = User.objects.get(email=row["email"])
        assert user.is_demo
        assert str(Role(user.role).label) == row["role"]
    assert user.check_password(row["password"])


def test_there_is_work_of_every_sort(demo):
    now = timezone.now()
    stages = Counter(Case.objects.values_list("stage", flat=True))

    assert {"assessment", "plan", "support", "follow_up", "closed"} <= set(stages)
    assert 20 <= Case.objects.open().count() <= 30
    assert Case.objects.overdue().exists()
    assert set(Case.objects.open().values_list("risk", flat=True)) == {
        "a_high",
        "b_medium",
        "c_low",
    }
    assert Rescue.objects.filter(state="requested").count() == 1
    assert ResponseClock.objects.filter(met_at=None, due_at__gt=now).exists()
    assert Step.objects.filter(wish="later").exists()
    assert Step.objects.filter(status="declined").exists()
    assert FollowUpCall.objects.filter(due_at__lt=now).exists()
    assert Closure.objects.filter(state="asked").exists()
    assert Lesson.objects.published().exists()
    assert EmergencyOpening.objects.filter(reviewed_at=None).exists()
    assert duty_lead(at=now) is not None
    assert not Case.objects.visible_to(User.objects.get(name="Tabitha Wanjala")).exists()


def test_a_second_time_changes_nothing(demo, capsys):
    before = User.objects.count(), Case.objects.count()
    call_command("demo")
    assert (User.objects.count(), Case.objects.count()) == before
    assert "already" in capsys.readouterr().err


def test_the_inbox_holds_every_sort_of_conversation_and_nothing_waits_to_be_sent(demo):
    talks = Conversation.objects.all()
    first = talks.order_by("-place", "-last_at", "-id").first()

    assert 10 <= talks.count() <= 14
    assert {"whatsapp", "sms", "ussd", "call", "web", "partner"} == {t.channel for t in talks}
    assert (first.urgency, first.is_open) == ("look_first", True)
    assert talks.filter(waiting_since__isnull=False).count() >= 4
    assert talks.filter(wants_call=True, closed_at=None).count() == 2
    assert {"informed", "referred", "attached", ""} == {talk.outcome for talk in talks}
    assert talks.exclude(case=None).count() == 1
    assert set(Sending.objects.values_list("state", flat=True)) == {"delivered", "read"}
    for talk in talks:
        assert talk.started_at <= talk.last_at <= (talk.closed_at or timezone.now())
        assert talk.answered_at is None or talk.answered_at >= talk.started_at


def test_a_child_lives_in_the_house_and_who_is_kept_apart_waits(demo):
    pair = KeepApart.objects.get()
    inside, waits = Stay.objects.get(case=pair.case), Stay.objects.get(case=pair.other)
    lead = inside.responsible

    assert inside.case.is_minor
    assert (inside.state, waits.state) == ("in", "asked")
    assert [offer.bed for offer in beds_for(waits, waits.case.lead, waits.from_on, None)] == []
    assert all("apart" in offer.concerns for offer in beds_for(waits, lead, waits.from_on, None))
    assert House.objects.get().name == "Mwanga House (invented)"


def test_a_child_is_followed_home_for_six_months_and_a_woman_is_on_her_way(demo):
    told = list(Standing.objects.order_by("on"))
    back = Repatriation.objects.get()

    assert {one.case.is_minor for one in told} == {True}
    assert [one.economic for one in told] == sorted({one.economic for one in told})
    assert [one.psychosocial for one in told] == sorted({one.psychosocial for one in told})
    assert len(told) == 5
    assert (told[-1].on - told[0].on).days > 170
    assert not any(one.is_warning for one in told)
    assert (back.state, back.is_open) == ("papers", True)
    assert set(back.papers.values_list("state", flat=True)) == {"ready", "asked"}
