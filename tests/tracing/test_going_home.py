"""A child goes home only verified, assessed and weighed; a stranger or an alleged trafficker needs a lead's word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.care.errors import EpisodeIsOver
from kimbilio.cases.models import Task, TimelineEntry
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.reintegration.actions.follow_ups import start_reintegration
from kimbilio.reintegration.models import Reintegration
from kimbilio.reintegration.points import USUAL
from kimbilio.tracing.actions.going_home import LeadsWord, NotReady, hand_over, save_preparation
from kimbilio.tracing.actions.relatives import (
    check_relative,
    confirm_relative,
    save_assessment,
    save_best_interest,
    save_relative,
)
from kimbilio.tracing.models import Handover
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.plan import StepFactory
from tests.factories.tracing import a_case, a_tracing

pytestmark = pytest.mark.django_db


def a_lead_of(case):
    lead = UserFactory(lead=True)
    UnitMembershipFactory(unit=case.unit, user=lead, is_lead=True)
    return lead


def today(**shift):
    return timezone.localdate() + timedelta(**shift)


def home(**given):
    return {
        "at": timezone.now() - timedelta(hours=1), "place": "Chief's office, Mfano",
        "signed_by": "The mother; the chief", "id_seen": "national_id", "county": "040",
        "first_follow_up_on": today(days=7), "given": ["School bag", "Clinic card"], **given,
    }  # fmt: skip


def found(tracing, **given):
    said = {"name": "Mfano Achieng Odongo", "relation": "mother", **given}
    return save_relative(tracing=tracing, relative=None, by=tracing.responsible, **said)


def checked(relative, by):
    check_relative(relative=relative, proofs=["photo", "questions"], on=today(), by=by)
    return relative


def assessed(tracing, **given):
    said = {"safety": "safe", "willing": "wants", "capacity": "enough", "involved": "none", **given}
    return save_assessment(tracing=tracing, made_on=today(), by=tracing.responsible, **said)


def weighed(tracing, decision="go_home", expected=None):
    return save_best_interest(
        tracing=tracing, deciders=["Mfano Officer, sub-county children's office"],
        options="Home, an aunt, a foster family.", child_view="I want my mother.",
        decision=decision, decided_on=today(), by=tracing.responsible, expected=expected,
    )  # fmt: skip


@pytest.mark.parametrize("is_minor", [True, None])
def test_a_child_goes_home_only_after_check_assessment_and_best_interest(is_minor):
    case = a_case(is_minor=is_minor)
    trace, reunite = (
        StepFactory(case=case, service=kind, wish="wants", number=number)
        for number, kind in ((1, "tracing"), (2, "reunification"))
    )
    tracing = a_tracing(case, step=trace)
    worker, lead = tracing.responsible, a_lead_of(case)
    relative = found(tracing)
    assert tracing.state == "found"
    given = home(tracing=tracing, relative=relative, step=reunite)

    def missing(by=worker, **more):
        with pytest.raises(NotReady) as refused:
            hand_over(by=by, **given, **more)
        return str(refused.value.message)

    assert "second person" in missing(by=lead, word="Her aunt waits at the bus.")
    checked(relative, worker)
    assert "second person" in missing()
    with pytest.raises(BadInput):
        confirm_relative(relative=relative, by=worker)
    confirm_relative(relative=relative, by=lead)
    assert "second person" not in missing()
    assessed(tracing)
    assert "best interest" in missing()
    weighed(tracing, "not_yet")
    assert "does not say" in missing()
    with pytest.raises(Stale):
        weighed(tracing)  # as if nobody had written it meanwhile
    weighed(tracing, expected=1)
    save_preparation(tracing=tracing, ready=["papers", "things"], by=worker)

    handover = hand_over(by=worker, **given)

    for row in (tracing, trace, reunite):
        row.refresh_from_db()
    assert (tracing.state, tracing.outcome) == ("reunited", "completed")
    assert (trace.status, reunite.status) == ("done", "done")
    assert (handover.received_by, handover.word_by) == ("Mfano Achieng Odongo", None)
    line = TimelineEntry.objects.get(event="handed_over")
    assert line.compartment == "whereabouts"
    episode = Reintegration.objects.get(case=case)
    assert (episode.start_on, episode.responsible) == (timezone.localdate(handover.at), case.lead)


def going_home(**given):
    """An adult whose mother is found and checked, as the handover takes it."""
    tracing = a_tracing()
    relative = checked(found(tracing), tracing.responsible)
    return tracing, home(tracing=tracing, relative=relative, by=tracing.responsible, **given)


@pytest.mark.parametrize("promised", [4, 7])
def test_whoever_is_handed_over_is_followed_up_by_itself_and_once(promised):
    tracing, given = going_home(first_follow_up_on=today(days=promised))
    case = tracing.case
    step = StepFactory(case=case, service="follow_up", wish="wants")

    hand_over(**given)
    with pytest.raises((EpisodeIsOver, BadInput)):
        hand_over(**given)

    episode = Reintegration.objects.get(case=case)
    assert episode.step == step
    days = [timezone.localdate(one.due_at) for one in episode.follow_ups.order_by("due_at")]
    assert len(days) == len(USUAL.split(","))
    assert days[0] == today(days=promised)
    assert not Task.objects.filter(case=case).exists()


def test_who_is_followed_up_already_keeps_that_plan_and_the_promised_day_is_a_task():
    tracing, given = going_home()
    case = tracing.case
    known = start_reintegration(
        case=case, start_on=today(days=-90), responsible=case.lead, by=case.lead, points=["6m"]
    )

    hand_over(**given)

    assert Reintegration.objects.get(case=case) == known
    assert known.follow_ups.count() == 1
    task = Task.objects.get(due_on=today(days=7), case=case)
    assert task.owner == case.lead


def test_a_lead_who_left_the_case_does_not_keep_anybody_from_going_home():
    tracing, given = going_home()
    case, second = tracing.case, given["by"]
    case.lead = UserFactory(role="shelter_worker")
    case.save(update_fields=["lead"])

    hand_over(**given)

    assert Reintegration.objects.get(case=case).responsible == second


def test_another_name_makes_a_check_void():
    tracing = a_tracing()
    relative = checked(found(tracing), tracing.responsible)

    save_relative(
        tracing=tracing, relative=relative, name="Somebody Else", relation="mother",
        by=tracing.responsible,
    )  # fmt: skip

    assert not relative.is_verified(is_child=False)


def test_a_stranger_receives_an_adult_only_with_the_word_of_a_lead():
    tracing = a_tracing()
    worker, lead = tracing.responsible, a_lead_of(tracing.case)
    relative = found(tracing)
    other = home(tracing=tracing, received_by="Mfano Neighbour", relation="other")

    for by, word in ((worker, ""), (worker, "She knows him."), (lead, " ")):
        with pytest.raises(LeadsWord):
            hand_over(by=by, word=word, **other)
    with pytest.raises(LeadsWord):  # found, but nobody checked it
        hand_over(by=worker, **home(tracing=tracing, relative=relative))
    assert not Handover.objects.exists()
    made = hand_over(by=lead, word="She asked for him and went of her own will.", **other)

    assert made.word_by == lead


@pytest.mark.parametrize("known", [{"name": ["Mfano Achieng Odongo"]}, {"phone": ["0799 000 911"]}])
def test_whom_the_case_names_as_alleged_trafficker_nobody_is_handed_to(known):
    tracing = a_tracing()
    worker = tracing.responsible
    relative = checked(found(tracing, phone="+254799000911"), worker)
    save_alleged(case=tracing.case, alleged=None, known=known, by=worker)

    with pytest.raises(LeadsWord) as refused:
        hand_over(by=worker, **home(tracing=tracing, relative=relative))

    assert "alleged trafficker" in str(refused.value.message)
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"at": timezone.now() + timedelta(hours=3)}, "at"),
        ({"place": " "}, "place"),
        ({"signed_by": ""}, "signed_by"),
        ({"first_follow_up_on": timezone.localdate() - timedelta(days=2)}, "first_follow_up_on"),
        ({"id_seen": "face"}, "id_seen"),
        ({"given": ["x" * 201]}, "given"),
    ],
)
def test_a_handover_that_cannot_be_is_refused(given, field):
    tracing = a_tracing()
    relative = checked(found(tracing), tracing.responsible)

    with pytest.raises(BadInput) as refused:
        hand_over(
            by=tracing.responsible, **home(**{"tracing": tracing, "relative": relative, **given})
        )

    assert refused.value.field == field
    tracing.refresh_from_db()
    assert tracing.state == "found"
