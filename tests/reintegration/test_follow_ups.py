"""Following somebody up after the return: the plan, what is joined to it, scores, and the warning."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.audit.models import Entry
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.care.homecoming import came_home
from kimbilio.cases.actions.follow_up import log_call
from kimbilio.cases.labels import in_language
from kimbilio.cases.models import Appointment, FollowUpCall, Task, TimelineEntry
from kimbilio.cases.work_choices import CallState
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.reintegration.actions.follow_ups import (
    FollowUpIsOver,
    add_follow_up,
    drop_follow_up,
    end_reintegration,
    move_follow_up,
    start_reintegration,
)
from kimbilio.reintegration.actions.rules import save_reintegration_rules
from kimbilio.reintegration.actions.standings import record_standing
from kimbilio.reintegration.dimensions import QUESTIONS, Dimension, score
from kimbilio.reintegration.models import FollowUp, Reintegration, ReintegrationRules, Standing
from kimbilio.reintegration.points import day_of, in_words, read
from tests.factories.accounts import UserFactory
from tests.factories.cases import ContactPointFactory
from tests.factories.reintegration import a_case, a_follow_up, home_since, joins

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def answers(mark=4, **others):
    return {**{question.code: mark for question in QUESTIONS}, **others}


def start(case, **fields):
    given = {"start_on": TODAY(), "responsible": case.lead, "by": case.lead, **fields}
    return start_reintegration(case=case, **given)


def day_at(days, hour=10):
    at = timezone.localtime() + timedelta(days=days)
    return at.replace(hour=hour, minute=0, second=0, microsecond=0)


def test_points_are_read_counted_and_said():
    assert read("12m, 1w;3m ,1w") == ["1w", "3m", "12m"]
    assert day_of("1m", date(2027, 1, 31)) == date(2027, 2, 28)
    assert day_of("12m", date(2028, 2, 29)) == date(2029, 2, 28)
    assert day_of("2w", date(2027, 1, 1)) == date(2027, 1, 15)
    assert (in_words("1w"), in_words("3m"), in_words("")) == ("After 1 week", "After 3 months", "")
    for wrong in ("", "0w", "1y", "week", "200m", ",".join(f"{n}d" for n in range(1, 15))):
        with pytest.raises(ValueError, match=f"^{wrong}$"):
            read(wrong)


def test_a_score_needs_every_answer_of_its_dimension():
    assert score(Dimension.ECONOMIC, {"means": 5, "work": 5, "debt": 5}) == 100
    assert score(Dimension.ECONOMIC, {"means": 1, "work": 1, "debt": 1}) == 0
    assert score(Dimension.ECONOMIC, {"means": 5, "work": 3, "debt": 1}) == 50
    assert score(Dimension.ECONOMIC, {"means": 5, "work": 5}) is None


def test_the_plan_of_the_organisation_becomes_visits_in_the_week_of_the_worker():
    case = a_case()

    episode = start(case)

    planned = list(episode.follow_ups.order_by("due_at"))
    assert [one.point for one in planned] == ["1w", "1m", "3m", "6m", "12m"]
    assert timezone.localdate(planned[0].due_at) == TODAY() + timedelta(days=7)
    assert Appointment.objects.filter(case=case, owner=case.lead, kind="visit").count() == 5
    assert not FollowUpCall.objects.exists()
    with pytest.raises(BadInput):
        start(case)
    assert Reintegration.objects.count() == 1


def test_calls_of_the_plan_are_the_follow_up_calls_that_exist():
    case = a_case()
    ContactPointFactory(person=case.survivor, safe_from=time(14), safe_until=time(16))

    episode = start(case, way="call", points=["1w", "2w"], start_on=TODAY() - timedelta(days=10))

    (only,) = episode.follow_ups.all()  # the first week has passed
    assert only.point == "2w"
    assert only.call.owner == case.lead
    assert timezone.localtime(only.call.due_at).hour == 14


def test_strangers_and_roles_without_the_story_start_nothing():
    case = a_case()
    for by in (
        UserFactory(worker=True),
        joins(case, manager=True),
        joins(case, role="shelter_worker"),
    ):
        with pytest.raises(NotAllowed):
            start(case, by=by)
    stranger = UserFactory(worker=True)
    with pytest.raises(BadInput) as refusal:
        start(case, responsible=stranger)

    assert refusal.value.field == "responsible"
    assert not Reintegration.objects.exists()
    assert not Entry.objects.exists()


def test_whoever_came_home_is_followed_up_once():
    case = a_case()

    came_home(case, TODAY(), by=case.lead)
    came_home(case, TODAY(), by=case.lead)
    came_home(a_case(), TODAY(), by=UserFactory(worker=True))

    assert Reintegration.objects.get().case == case


def test_a_follow_up_is_moved_made_a_call_and_dropped_and_what_it_is_joined_to_follows():
    case = a_case()
    ContactPointFactory(person=case.survivor)
    episode = start(case, points=["1w"])
    one, other = episode.follow_ups.get(), joins(case, worker=True)
    said = {"way": "visit", "who": case.lead, "by": case.lead}

    move_follow_up(follow_up=one, due_at=day_at(9), expected=1 + 1, **said)
    assert Appointment.objects.get().starts_at == day_at(9)
    with pytest.raises(Stale):
        move_follow_up(follow_up=one, due_at=day_at(11), expected=1, **said)
    one = FollowUp.objects.select_related("visit", "call", "episode__case").get()
    move_follow_up(follow_up=one, due_at=day_at(12), way="call", who=other, by=case.lead)

    one = FollowUp.objects.get()
    assert (one.way, one.who, one.visit) == ("call", other, None)
    assert Appointment.objects.get().state == "cancelled"
    assert (one.call.owner, one.call.due_at) == (other, day_at(12))

    with pytest.raises(BadInput):
        drop_follow_up(follow_up=one, reason=" ", by=case.lead)
    drop_follow_up(follow_up=one, reason="She moves to her aunt that week.", by=case.lead)
    assert FollowUpCall.objects.get().state == CallState.GIVEN_UP
    assert FollowUp.objects.get().state == "dropped"
    with pytest.raises(FollowUpIsOver):
        drop_follow_up(follow_up=one, reason="Again.", by=case.lead)


def test_days_that_cannot_be_are_refused():
    episode = home_since(-3)  # comes home in three days
    case = episode.case
    add_follow_up(episode=episode, due_at=day_at(5), way="visit", who=case.lead, by=case.lead)

    for due_at, way in ((day_at(-1), "visit"), (day_at(1), "visit"), (day_at(5, 15), "visit"),
                        (day_at(4000), "visit"), (day_at(6), "dove")):  # fmt: skip
        with pytest.raises(BadInput) as refusal:
            add_follow_up(episode=episode, due_at=due_at, way=way, who=case.lead, by=case.lead)
        assert refusal.value.field in {"due_at", "way"}
    with pytest.raises(BadInput):
        start(a_case(), start_on=date(1999, 1, 1))

    assert FollowUp.objects.count() == 1


def test_a_done_follow_up_keeps_scores_and_begins_the_service():
    episode = home_since(30)
    case, one = episode.case, a_follow_up(episode)
    asked = {"follow_up": one, "safety": "yes", "by": case.lead}
    for on in (TODAY() + timedelta(days=1), TODAY() - timedelta(days=31)):
        with pytest.raises(BadInput) as refusal:
            record_standing(on=on, **asked)
        assert refusal.value.field == "on"
    for wrong in ({"means": 6}, {"means": 0}, {"wealth": 3}):
        with pytest.raises(BadInput):
            record_standing(on=TODAY(), answers=wrong, **asked)

    given = answers(4)
    del given["calm"]
    made = record_standing(on=TODAY(), answers=given, words="Sells tomatoes.", **asked)

    assert (made.economic, made.social, made.psychosocial) == (75, 75, None)
    assert not made.is_warning
    assert not Task.objects.exists()
    episode.refresh_from_db()
    case.refresh_from_db()
    assert episode.started_at is not None
    assert case.last_contact_at is not None
    line = TimelineEntry.objects.filter(case=case, event="follow_up_done").get()
    assert "tomatoes" not in line.line
    assert line.compartment == "story"
    with pytest.raises(FollowUpIsOver):
        record_standing(on=TODAY(), **asked)


def test_a_fall_or_a_sign_warns_worker_and_lead_once_each():
    episode = home_since(200)
    case = episode.case
    lead_of_unit = case.unit.memberships.get().user

    def follow(days_ago, marks, **said):
        one = a_follow_up(episode, days=-days_ago)
        on = TODAY() - timedelta(days=days_ago)
        given = {"safety": "yes", **said}
        return record_standing(follow_up=one, on=on, answers=marks, by=case.lead, **given)

    first = follow(90, answers(4))
    open_one = follow(60, {"means": 4})  # leaves all three open
    slight = follow(30, answers(4, calm=3, stay=3))  # a fall by less than the step
    fallen = follow(10, answers(4, home=2, services=2, calm=3, stay=3))
    signed = follow(5, answers(5), signs=["offer", "threats"])
    unsafe = follow(1, answers(5), safety="no")

    assert [one.is_warning for one in (first, open_one, slight)] == [False, False, False]
    assert (fallen.fell, fallen.is_warning) == (["social"], True)
    assert (signed.fell, signed.signs, signed.is_warning) == ([], ["threats", "offer"], True)
    assert unsafe.is_warning
    owners = list(Task.objects.filter(due_on=TODAY()).values_list("owner", flat=True))
    assert owners.count(case.lead.pk) == 3
    assert owners.count(lead_of_unit.pk) == 3
    assert TimelineEntry.objects.filter(event="risk_rose").count() == 3


def test_a_call_is_written_down_before_it_is_scored_and_a_visit_ends_with_it():
    case = a_case()
    contact = ContactPointFactory(person=case.survivor)
    episode = home_since(30, case=case)
    one = add_follow_up(
        episode=episode, due_at=day_at(0, 23), way="call", who=case.lead, by=case.lead
    )
    two = add_follow_up(episode=episode, due_at=day_at(1), way="visit", who=case.lead, by=case.lead)
    said = {"on": TODAY(), "safety": "unsure", "by": case.lead}

    with pytest.raises(BadInput) as refusal:
        record_standing(follow_up=one, **said)
    assert "Write down the call first" in str(refusal.value.message)
    log_call(case=case, call=one.call, contact=contact, outcome="reached", by=case.lead)
    record_standing(follow_up=FollowUp.objects.get(pk=one.pk), **said)
    record_standing(follow_up=FollowUp.objects.get(pk=two.pk), **said)

    assert Standing.objects.count() == 2
    visit = Appointment.objects.get()
    assert visit.state == "done"  # it was for tomorrow, and was kept today
    assert timezone.localdate(visit.starts_at) == TODAY()
    assert visit.ends_at - visit.starts_at == timedelta(hours=1)
    assert visit.parts.get().starts_at == visit.starts_at
    assert visits_in_timeline() == ["Visit: Took place. Earlier than planned", "Visit"]


def a_visit(days):
    """A follow-up whose visit stands in the calendar."""
    episode = home_since(30)
    who = episode.responsible
    return add_follow_up(episode=episode, due_at=day_at(days), way="visit", who=who, by=who)


def visits_in_timeline():
    rows = TimelineEntry.objects.filter(event__startswith="appointment").order_by("-id")
    return [in_language(row.line) for row in rows]


@pytest.mark.parametrize(
    ("planned", "been", "said"),
    [(-1, -1, ""), (-3, -1, ". Later than planned"), (3, -1, ". Earlier than planned")],
)
def test_a_visit_stands_at_the_day_on_which_it_took_place(planned, been, said):
    one = a_visit(days=max(planned, 1))
    at = day_at(planned)
    Appointment.objects.update(starts_at=at, ends_at=at + timedelta(hours=1))
    on = TODAY() + timedelta(days=been)

    record_standing(follow_up=FollowUp.objects.get(pk=one.pk), on=on, safety="yes", by=one.who)

    visit = Appointment.objects.get()
    assert (visit.state, timezone.localdate(visit.starts_at)) == ("done", on)
    assert (visit.starts_at == at) == (not said)
    assert visits_in_timeline()[0] == f"Visit: Took place{said}"


def test_a_visit_that_is_left_out_says_why():
    one = a_visit(days=2)

    drop_follow_up(follow_up=one, reason="She moves to her aunt.", by=one.who)

    assert visits_in_timeline()[0] == "Visit: Cancelled. She moves to her aunt."


def test_it_ends_when_nothing_is_planned_any_more():
    episode = home_since(30)
    case, one = episode.case, a_follow_up(episode)
    said = {"episode": episode, "summary": "Goes to school.", "by": case.lead}

    with pytest.raises(BadInput):
        end_reintegration(outcome="completed", **said)
    drop_follow_up(follow_up=one, reason="Not needed.", by=case.lead)
    for outcome, summary in (("", "x"), ("completed", " ")):
        with pytest.raises(BadInput):
            end_reintegration(episode=episode, outcome=outcome, summary=summary, by=case.lead)
    end_reintegration(outcome="completed", **said)

    with pytest.raises(EpisodeIsOver):
        add_follow_up(episode=episode, due_at=day_at(2), way="visit", who=case.lead, by=case.lead)


def test_rules_are_for_who_manages_settings_and_within_bounds():
    admin = UserFactory(administrator=True)
    good = {"points": "2w, 1w", "tries": 2, "fall_step": 10}
    with pytest.raises(NotAllowed):
        save_reintegration_rules(by=UserFactory(lead=True), **good)
    for wrong in ({"points": "soon"}, {"tries": 0}, {"tries": 21}, {"fall_step": 4}):
        with pytest.raises(BadInput):
            save_reintegration_rules(by=admin, **{**good, **wrong})

    save_reintegration_rules(by=admin, **good)
    save_reintegration_rules(by=admin, **{**good, "tries": 4})

    kept = ReintegrationRules.objects.get()
    assert (kept.points, kept.tries) == ("1w,2w", 4)
    with pytest.raises(IntegrityError):
        ReintegrationRules.objects.filter(pk=kept.pk).update(tries=0)


@pytest.mark.parametrize("column", ["economic", "social", "psychosocial"])
def test_the_database_keeps_scores_within_bounds(column):
    episode = home_since(30)
    made = record_standing(
        follow_up=a_follow_up(episode), on=TODAY(), safety="yes", by=episode.case.lead
    )

    with pytest.raises(IntegrityError):
        Standing.objects.filter(pk=made.pk).update(**{column: 101})


def test_the_database_keeps_one_open_stretch_and_one_follow_up_a_moment():
    episode = home_since(30)
    one = a_follow_up(episode)

    with pytest.raises(IntegrityError), transaction.atomic():
        home_since(1, case=episode.case)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_follow_up(episode).__class__.objects.update(due_at=one.due_at)
