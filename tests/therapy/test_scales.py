"""Scales: exact totals and bands at every edge, missing answers, changes, and the alarm."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.cases.actions.tasks import move_task
from kimbilio.cases.models import Case, Task, TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.therapy.actions.episodes import end_therapy
from kimbilio.therapy.actions.scales import record_scale, write_safety_plan
from kimbilio.therapy.models import SafetyPlan, ScaleResult, TherapyEpisode
from kimbilio.therapy.queries import measured, needs_safety_plan, results_of, with_safety
from kimbilio.therapy.scales.known import SCALES, ScaleCode
from kimbilio.therapy.scales.scoring import (
    BETTER,
    SAME,
    UNKNOWN,
    WORSE,
    change,
    is_meaningful,
    score,
)
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.therapy import an_episode

PHQ9, GAD7, WHO5, PCL5 = ScaleCode.PHQ9, ScaleCode.GAD7, ScaleCode.WHO5, ScaleCode.PCL5


def answers(code, total):
    """Answers that come to ``total`` (before the scale multiplies), the first questions highest."""
    scale, given, highest = SCALES[code], {}, len(SCALES[code].options) - 1
    for number in range(1, scale.items + 1):
        given[str(number)] = min(highest, total)
        total -= given[str(number)]
    assert total == 0
    return given


@pytest.mark.parametrize(
    ("code", "low", "high", "label"),
    [
        (code, band.low, band.high, str(band.label))
        for code in SCALES
        for band in SCALES[code].bands
    ],
)
def test_bands_begin_and_end_where_the_manual_says(code, low, high, label):
    times = SCALES[code].times

    for total in (low, high):
        whole = -(-total // times) if total == low else total // times
        scored = score(code, answers(code, whole))
        assert scored.total == whole * times
        assert str(scored.band.label) == label


@pytest.mark.parametrize(("code", "top"), [(PHQ9, 27), (GAD7, 21), (WHO5, 100), (PCL5, 80)])
def test_every_total_has_one_band(code, top):
    scale = SCALES[code]

    assert scale.top == top
    assert all(sum(b.low <= n <= b.high for b in scale.bands) == 1 for n in range(top + 1))


@pytest.mark.parametrize("code", SCALES)
def test_a_missing_answer_leaves_the_total_open(code):
    given = answers(code, 3)
    del given["2"]

    scored = score(code, given)

    assert (scored.total, scored.band, scored.missing) == (None, None, (2,))
    assert not scored.is_complete


@pytest.mark.parametrize("wrong", [{"1": 4}, {"1": -1}, {"10": 0}, {"0": 1}])
def test_answers_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="PHQ9"):
        score(PHQ9, {**answers(PHQ9, 0), **wrong})


def test_question_nine_alarms_whatever_the_total_and_though_answers_are_missing():
    assert not score(PHQ9, answers(PHQ9, 24)).is_alert
    assert score(PHQ9, {**answers(PHQ9, 0), "9": 1}).is_alert
    assert score(PHQ9, {"9": 3}).is_alert
    assert not score(GAD7, answers(GAD7, 21)).is_alert


def test_the_pattern_of_pcl5_needs_every_cluster():
    enough = {**answers(PCL5, 0), **dict.fromkeys(("1", "6", "8", "9", "15", "16"), 2)}

    assert score(PCL5, enough).fits_pattern
    for number in enough:
        if enough[number]:
            assert not score(PCL5, {**enough, number: 1}).fits_pattern
    assert score(PHQ9, answers(PHQ9, 27)).fits_pattern is None


@pytest.mark.parametrize(
    ("code", "was", "now", "told"),
    [
        (PCL5, 40, 36, SAME), (PCL5, 40, 35, BETTER), (PCL5, 35, 40, WORSE),
        (WHO5, 40, 48, SAME), (WHO5, 40, 52, BETTER), (WHO5, 52, 40, WORSE),
        (PHQ9, 27, 0, UNKNOWN), (GAD7, 21, 0, UNKNOWN),
    ],
)  # fmt: skip
def test_a_change_is_told_where_a_checked_figure_says_what_is_more_than_chance(
    code, was, now, told
):
    assert change(code, was, now) == told


def test_ten_points_of_pcl5_matter():
    assert not is_meaningful(PCL5, 40, 31)
    assert is_meaningful(PCL5, 40, 30)


def record(episode, code, given, **more):
    return record_scale(
        episode=episode, scale=code, answers=given, by=more.pop("by", episode.responsible),
        **{"language": "sw", "mode": "asked", **more},
    )  # fmt: skip


@pytest.mark.django_db
def test_a_result_is_kept_with_its_total_and_a_line_for_who_sees_health():
    episode = an_episode()

    result = record(episode, PHQ9, answers(PHQ9, 18))

    result.refresh_from_db()
    assert (result.score, result.is_alert, result.task) == (18, False, None)
    entry = TimelineEntry.objects.get(event="scale_answered")
    assert (entry.line, entry.compartment) == ("PHQ-9: 18, moderately severe", "health")
    assert not Task.objects.exists()


@pytest.mark.django_db
def test_what_was_answered_last_week_stands_in_the_timeline_of_last_week():
    day = timezone.localdate() - timedelta(days=7)

    record(an_episode(), PHQ9, answers(PHQ9, 18), answered_on=day)

    entry = TimelineEntry.objects.get(event="scale_answered")
    assert timezone.localdate(entry.happened_at) == day


@pytest.mark.django_db
def test_an_alarm_gives_tasks_of_today_whose_words_tell_nothing():
    episode = an_episode()
    lead, therapist = episode.case.lead, episode.responsible

    result = record(episode, PHQ9, {**answers(PHQ9, 2), "9": 1})

    tasks = {task.owner: task for task in Task.objects.all()}
    assert set(tasks) == {lead, therapist}
    assert all(task.due_on == timezone.localdate() for task in tasks.values())
    assert all("PHQ" not in task.words for task in tasks.values())
    assert result.task == tasks[therapist]
    (found,) = with_safety(TherapyEpisode.objects.all())
    assert needs_safety_plan(found)

    plan = {"signs": "No sleep", "alone": "Walk", "people": "Aunt"}
    with pytest.raises(NotAllowed):
        write_safety_plan(episode=episode, by=lead, **plan)
    write_safety_plan(episode=episode, by=therapist, **plan)

    (found,) = with_safety(TherapyEpisode.objects.all())
    assert not needs_safety_plan(found)
    tasks[therapist].refresh_from_db(), tasks[lead].refresh_from_db()
    assert tasks[therapist].done_at is not None
    assert tasks[lead].done_at is None
    assert SafetyPlan.objects.get().signs == "No sleep"


@pytest.mark.django_db
def test_the_alarm_is_raised_though_nobody_leads_the_case():
    episode = an_episode()
    Case.objects.update(lead=None)
    episode.case.refresh_from_db()

    record(episode, PHQ9, {"9": 2})

    assert Task.objects.get().owner == episode.responsible
    assert ScaleResult.objects.get().is_alert


@pytest.mark.django_db
def test_only_the_therapist_records_and_nothing_else_is_kept():
    episode = an_episode()
    with pytest.raises(NotAllowed):
        record(episode, PHQ9, answers(PHQ9, 3), by=episode.case.lead)
    with pytest.raises(NotAllowed):
        record(episode, PHQ9, answers(PHQ9, 3), by=UserFactory(therapist=True))
    for wrong in ({"1": 9}, {}):
        with pytest.raises(BadInput):
            record(episode, PHQ9, wrong)
    for wrong in ({"language": "xx"}, {"mode": "xx"}):
        with pytest.raises(BadInput):
            record(episode, PHQ9, answers(PHQ9, 3), **wrong)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(BadInput):
        record(episode, PHQ9, answers(PHQ9, 3), answered_on=tomorrow)
    with pytest.raises(BadInput):
        record(episode, "SDQ", {"1": 1})

    assert not ScaleResult.objects.exists()


@pytest.mark.django_db
def test_change_is_told_within_one_language_alone():
    episode = an_episode()
    record(episode, PCL5, answers(PCL5, 50))
    record(episode, PCL5, answers(PCL5, 20), language="en")
    record(episode, PCL5, answers(PCL5, 44))
    record(episode, PCL5, {"1": 1})

    told = measured(results_of(episode))[PCL5]

    assert [one.change for one in told] == [UNKNOWN, UNKNOWN, BETTER, UNKNOWN]
    assert [one.since_first for one in told] == [None, None, -6, None]


@pytest.mark.django_db
def test_what_is_asked_for_because_of_answers_is_read_with_health_alone():
    episode = an_episode()
    case, by = episode.case, episode.responsible
    lead = UserFactory(lead=True)
    UnitMembershipFactory(unit=case.unit, user=lead, is_lead=True)
    others = [UserFactory(role=role) for role in ("legal_officer", "helpline_operator", "manager")]
    for user in others:
        Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)

    given = {str(number): 1 for number in range(1, 10)}
    record_scale(episode=episode, scale=PHQ9, answers=given, language="en", mode="asked", by=by)
    end_therapy(
        episode=episode, outcome="not_begun", summary="Goes on there.", psychiatry=True, by=by
    )

    tasks = Task.objects.filter(case=case)
    assert tasks.count() == 3
    assert set(Task.objects.open_to(case.lead)) == set(tasks)
    for user in others:
        assert not Task.objects.open_to(user).exists()
        assert not TimelineEntry.objects.open_to(user).filter(event="task_created").exists()
    task = tasks.filter(owner=case.lead).first()
    with pytest.raises(BadInput) as refused:
        move_task(task=task, due_on=timezone.localdate(), owner=others[0], by=case.lead)
    assert refused.value.field == "owner"
    move_task(task=task, due_on=timezone.localdate(), owner=lead, by=case.lead)
    assert Task.objects.get(pk=task.pk).compartment == "health"
