"""The plan of therapy looked at again, and the summary on paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.audit.models import Entry
from kimbilio.care.queries import cards_of
from kimbilio.cases.models import TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.therapy.actions.episodes import agree_goals, end_therapy, review_plan
from kimbilio.therapy.actions.papers import print_discharge
from kimbilio.therapy.models import TherapyEpisode, TreatmentReview
from tests.factories.therapy import an_episode

pytestmark = pytest.mark.django_db


def test_a_review_decides_and_sets_the_next_and_asks_when_it_is_due():
    episode = an_episode()
    by, today = episode.responsible, timezone.localdate()
    agree_goals(episode=episode, planned=8, goals=[], review_on=today + timedelta(days=30), by=by)
    assert cards_of(episode.case.lead, episode.case)[0].alerts == []
    TherapyEpisode.objects.update(review_on=today)
    episode = TherapyEpisode.objects.get()
    assert "looked at again" in cards_of(episode.case.lead, episode.case)[0].alerts[0]

    good = {"verdict": "go_on", "words": "Sleeps better.", "next_on": today + timedelta(days=60)}
    for wrong in ({"verdict": "x"}, {"words": " "}, {"next_on": None}, {"next_on": today},
                  {"next_on": today + timedelta(days=500)}):  # fmt: skip
        with pytest.raises(BadInput):
            review_plan(episode=episode, by=by, **{**good, **wrong})
    with pytest.raises(NotAllowed):
        review_plan(episode=episode, by=episode.case.lead, **good)
    with pytest.raises(Stale):
        review_plan(episode=TherapyEpisode.objects.get(), by=by, expected=1, **good)
    review_plan(episode=episode, by=by, **good)

    review = TreatmentReview.objects.get()
    assert (review.words, TherapyEpisode.objects.get().review_on) == (
        "Sleeps better.",
        good["next_on"],
    )
    line = TimelineEntry.objects.get(event="treatment_reviewed")
    assert line.compartment == "health"
    assert "Sleeps" not in line.line
    assert cards_of(episode.case.lead, episode.case)[0].alerts == []


def test_the_summary_leaves_by_who_may_export_health_once_it_has_ended():
    episode = an_episode()
    with pytest.raises(BadInput):
        print_discharge(episode=episode, by=episode.responsible)
    end_therapy(episode=episode, outcome="completed", summary="Well.", by=episode.responsible)
    with pytest.raises(NotAllowed):
        print_discharge(episode=episode, by=episode.case.lead)
    assert not Entry.objects.filter(event="printed").exists()

    print_discharge(episode=episode, by=episode.responsible)

    assert Entry.objects.get(event="printed").facts == {"kind": "discharge_summary"}
