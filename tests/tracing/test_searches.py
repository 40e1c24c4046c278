"""No consent, no tracing; attempts leave a task and a trail; a search ends with a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.cases.models import Task, TimelineEntry
from kimbilio.consent.models import Consent
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.tracing.actions.attempts import correct_attempt, record_attempt
from kimbilio.tracing.actions.ground import CannotMove
from kimbilio.tracing.actions.searches import ask_for_tracing, change_tracing, move_tracing
from kimbilio.tracing.consent import NoConsent
from kimbilio.tracing.models import Attempt, Tracing
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.plan import StepFactory
from tests.factories.tracing import a_case, a_tracing, agreed

pytestmark = pytest.mark.django_db
SOUGHT = {"name": "Achieng Odongo", "relation": "mother", "wish": "To see her."}


def tried(**given):
    return {
        "way": "chief", "at": timezone.now() - timedelta(hours=2), "result": "clue",
        "words": "She moved after the rains.", **given,
    }  # fmt: skip


@pytest.mark.parametrize("givers", [(), ("assent",), ("guardian",), ("self",)])
def test_without_every_needed_word_of_consent_nobody_is_looked_for(givers):
    case = CaseFactory(worker=UserFactory(worker=True), is_minor=True)
    if givers:
        agreed(case, *givers)

    with pytest.raises(NoConsent):
        ask_for_tracing(case=case, by=case.lead, **SOUGHT)

    assert not Tracing.objects.exists()
    agreed(case, "assent", "officer")
    assert ask_for_tracing(case=case, by=case.lead, **SOUGHT).is_open


def test_a_search_begins_with_its_step_and_says_no_name_on_the_timeline():
    case = a_case()
    step = StepFactory(case=case, service="tracing", wish="wants")

    made = ask_for_tracing(
        case=case, by=case.lead, step=step, age_from=35, age_to=45, sub_county="", county="040",
        places="Mlimani village\nSoko Mjinga", other_names="Mama Pendo", **SOUGHT,
    )  # fmt: skip

    step.refresh_from_db()
    assert (made.state, step.status) == ("open", "started")
    assert made.ages() == (35, 45)
    lines = " ".join(entry.line for entry in TimelineEntry.objects.filter(case=case))
    assert "Achieng" not in lines
    facts = "".join(str(row) for row in Entry.objects.values_list("facts", flat=True))
    assert "Achieng" not in facts


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"relation": "neighbour"}, "relation"),
        ({"age_from": 40, "age_to": 30}, "age_to"),
        ({"age_from": -1}, "age_from"),
        ({"age_to": 300}, "age_to"),
        ({"county": "099"}, "county"),
        ({"sub_county": "nowhere"}, "sub_county"),
        ({"wish": ""}, "wish"),
        ({"places": "\n".join("abcdefghijklm")}, "places"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_cause(given, field):
    case = a_case()

    with pytest.raises(BadInput) as refused:
        ask_for_tracing(case=case, by=case.lead, **{**SOUGHT, **given})

    assert refused.value.field == field
    assert not Tracing.objects.exists()


@pytest.mark.parametrize("role", [Role.LEGAL_OFFICER, Role.SHELTER_WORKER, Role.MANAGER])
def test_roles_that_do_not_write_the_story_cannot_look_for_family(role):
    case = a_case()
    user = UserFactory(role=role)
    Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)

    with pytest.raises(NotAllowed):
        ask_for_tracing(case=case, by=user, **SOUGHT)
    with pytest.raises(NotAllowed):
        ask_for_tracing(case=case, by=UserFactory(worker=True), **SOUGHT)


def test_an_attempt_leaves_a_task_for_the_next_one_and_a_correction_is_seen():
    tracing = a_tracing()
    worker = tracing.responsible
    due = timezone.localdate() + timedelta(days=4)

    attempt = record_attempt(
        tracing=tracing, by=worker, cost_cents=340_000, next_words="Go to the market.",
        next_on=due, **tried(),
    )  # fmt: skip

    task = Task.objects.get(case=tracing.case)
    assert task.title == "Go to the market."
    assert (task.owner, task.due_on) == (worker, due)
    given = tried(at=attempt.at, cost_cents=350_000)
    correct_attempt(attempt=attempt, by=worker, expected=1, **given)
    attempt.refresh_from_db()
    assert (attempt.cost_cents, attempt.corrected_by) == (350_000, worker)
    assert Entry.objects.filter(event="tracing_attempt").count() == 2
    with pytest.raises(Stale):
        correct_attempt(attempt=attempt, by=worker, expected=1, **tried(at=attempt.at))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"at": timezone.now() + timedelta(days=1)}, "at"),
        ({"cost_cents": -1}, "cost"),
        ({"next_words": "Go again."}, "next_on"),
        ({"next_on": timezone.localdate() - timedelta(days=1)}, "next_on"),
        ({"way": "dream"}, "way"),
    ],
)
def test_an_attempt_that_cannot_be_is_refused(given, field):
    tracing = a_tracing()

    with pytest.raises(BadInput) as refused:
        record_attempt(tracing=tracing, by=tracing.responsible, **tried(**given))

    assert refused.value.field == field
    assert not Attempt.objects.exists()


def test_consent_that_is_taken_back_stops_attempts_and_the_search_can_still_be_ended():
    tracing = a_tracing()
    worker = tracing.responsible
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=worker)

    with pytest.raises(NoConsent):
        record_attempt(tracing=tracing, by=worker, **tried())
    with pytest.raises(NoConsent):
        change_tracing(tracing=tracing, by=worker, **SOUGHT)
    with pytest.raises(BadInput):
        move_tracing(tracing=tracing, to="stopped", by=worker)
    move_tracing(tracing=tracing, to="stopped", by=worker, words="She took her word back.")

    tracing.refresh_from_db()
    assert (tracing.state, tracing.outcome) == ("stopped", "by_person")
    with pytest.raises(EpisodeIsOver):
        move_tracing(tracing=tracing, to="open", by=worker)


def test_nobody_goes_home_or_is_found_by_moving_the_state_alone():
    tracing = a_tracing()

    with pytest.raises(CannotMove):
        move_tracing(tracing=tracing, to="reunited", by=tracing.responsible)
    with pytest.raises(BadInput):
        move_tracing(tracing=tracing, to="found", by=tracing.responsible)
