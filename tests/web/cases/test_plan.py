"""The plan of a case through the browser's door, without scripts."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.cases.actions.plan.wishes import record_wish
from kimbilio.cases.models import Goal, ReadySet, Step, StepLink, WishEntry
from kimbilio.cases.plan_choices import Phase, StepStatus, Wish
from kimbilio.therapy.models import TherapyEpisode
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.plan import StepFactory, StepLinkFactory
from tests.factories.shelter import a_case, a_stay

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return UserFactory(name="Akinyi Mutua")


@pytest.fixture
def client(worker, sign_in):
    return sign_in(worker)


@pytest.fixture
def case(worker):
    return CaseFactory(worker=worker)


def at(case, name="plan", *more):
    return reverse(f"cases:{name}", args=[case.code, *more])


def text_of(response):
    return response.content.decode()


def sixty_steps(case, worker):
    """A big plan: twelve steps in each phase, linked, with wishes."""
    steps = []
    for number in range(60):
        phase = list(Phase)[number // 12]
        done = {"done": True} if number < 20 else {}
        steps.append(
            StepFactory(case=case, phase=phase, owner=worker, due_on=timezone.localdate(), **done)
        )
    for before, after in pairwise(steps):
        StepLinkFactory(step=after, waits_for=before)
    record_wish(step=steps[30], wish=Wish.NOT_SURE, words="I will think.", by=worker)


def test_an_empty_plan_says_how_to_begin(client, case):
    page = text_of(client.get(at(case)))

    assert "No plan yet" in page
    assert str(ReadySet.objects.first()) in page


def test_the_page_shows_states_in_words(client, case, worker):
    today = timezone.localdate()
    first = StepFactory(case=case, started=True, title="Family tracing", owner=worker)
    late = StepFactory(case=case, title="Birth record", due_on=today - timedelta(days=3))
    parked = StepFactory(
        case=case, phase=Phase.JUSTICE, title="Statement", due_on=today - timedelta(9)
    )
    StepLinkFactory(step=late, waits_for=first)
    record_wish(step=parked, wish=Wish.DOES_NOT_WANT, words="Not now.", by=worker)

    page = text_of(client.get(at(case)))

    assert "3 steps. Under way: 1. Late: 2. Parked: 3." in page
    assert "3 days late." in page
    assert "9 days late" not in page
    assert "waits for" in page
    assert "“Not now.”" in page


@pytest.mark.parametrize("panel", ["plan", "plan_step", "plan_edit", "plan_new"])
def test_sixty_steps_take_few_queries_and_little_weight(
    client, case, worker, panel, django_assert_max_num_queries
):
    sixty_steps(case, worker)
    address = at(case, panel, *([25] if panel in {"plan_step", "plan_edit"} else []))
    client.get(address)

    with django_assert_max_num_queries(12):
        response = client.get(address)

    assert response.status_code == 200
    assert len(response.content) <= 40_000


def test_the_panel_of_a_step_shows_its_stay_to_who_may_know_where_the_person_is(sign_in):
    case = a_case()
    step = StepFactory(case=case, title="A safe place", service="")
    stay = a_stay(case=case, step=step)
    address = at(case, "plan_step", step.number)
    helper = UserFactory(role="therapist")
    Tie.objects.create(case=case, user=helper, kind=TieKind.MEMBER)
    ends = TherapyEpisode.objects.create(
        case=case, step=step, responsible=helper, asked_by=case.lead
    )

    seen = text_of(sign_in(case.lead).get(address))
    lawyer = UserFactory(role="legal_officer")
    Tie.objects.create(case=case, user=lawyer, kind=TieKind.MEMBER)
    by_lawyer = text_of(sign_in(lawyer).get(address))

    assert f"/cases/{case.code}/shelter/{stay.pk}/" in seen
    assert "Waits for a bed" in seen
    assert f"/cases/{case.code}/therapy/{ends.pk}/" in seen
    assert "Waits for a bed" in by_lawyer
    assert str(ends.pk) not in by_lawyer


def test_a_finished_phase_is_folded_and_opens(client, case):
    StepFactory(case=case, done=True, title="Safe place")
    StepFactory(case=case, phase=Phase.HOME)

    assert "Safe place" not in text_of(client.get(at(case)))
    assert "Safe place" in text_of(client.get(at(case), {"show": "safety"}))
    assert "Safe place" in text_of(client.get(at(case, "plan_step", 1)))


def test_those_without_the_story_find_nothing(case, sign_in):
    team_mate = UserFactory(role="shelter_worker")
    Tie.objects.create(case=case, user=team_mate, kind=TieKind.MEMBER)
    step = StepFactory(case=case)

    for user in (team_mate, UserFactory(), UserFactory(manager=True), UserFactory(dpo=True)):
        somebody = sign_in(user)
        for name in ("plan", "plan_new"):
            assert somebody.get(at(case, name)).status_code == 404
        for name in (
            "plan_step",
            "plan_edit",
            "plan_move",
            "plan_wish",
            "plan_status",
            "plan_link",
        ):
            assert somebody.post(at(case, name, step.number), {}).status_code in {404, 405}


def test_nobody_is_sent_to_sign_in(case):
    from django.test import Client

    assert Client().get(at(case)).status_code == 302


def test_a_member_of_the_team_works_on_the_plan(case, sign_in):
    mate = UserFactory()
    Tie.objects.create(case=case, user=mate, kind=TieKind.MEMBER)

    assert sign_in(mate).get(at(case, "plan_new")).status_code == 200


def test_a_reader_sees_no_forms(case, sign_in):
    manager = UserFactory(manager=True)
    Tie.objects.create(case=case, user=manager, kind=TieKind.MEMBER)
    step = StepFactory(case=case)
    reader = sign_in(manager)

    page = text_of(reader.get(at(case, "plan_step", step.number)))

    assert 'name="wish"' not in page
    answer = reader.post(at(case, "plan_status", step.number), {"to": "started"})
    assert answer.status_code == 404
    step.refresh_from_db()
    assert step.status == StepStatus.PLANNED


def test_a_step_of_another_case_is_not_found(client, case):
    StepFactory(case=case, number=7)
    other = CaseFactory()

    assert client.get(at(other, "plan_step", 7)).status_code == 404
    assert client.get(at(case, "plan_step", 8)).status_code == 404


def test_add_a_step(client, case, worker):
    first = StepFactory(case=case)

    answer = client.post(
        at(case, "plan_new"),
        {"title": "Visit the school", "phase": "home", "owner": str(worker.pk), "service": "education",
         "due_on": "2026-12-04", "waits_for": [str(first.number)]},
    )  # fmt: skip

    assert answer.status_code == 302
    step = Step.objects.get(number=2)
    assert (step.title, step.owner, step.phase) == ("Visit the school", worker, "home")
    assert StepLink.objects.get().waits_for == first
    assert "Visit the school" in text_of(client.get(answer["Location"]))


def test_a_form_sent_twice_makes_one_step(client, case):
    typed = {"title": "Call", "phase": "safety", "sent_key": "0f1e2d3c-0000-4000-8000-000000000001"}

    answers = [client.post(at(case, "plan_new"), typed) for _ in range(2)]

    assert Step.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": "0202-12-04"},
        {"due_on": "31 February"},
        {"title": ""},
        {"title": "a\u202eb"},
        {"detail": "x" * 10_000},
        {"phase": "nowhere"},
        {"owner": "01900000-0000-7000-8000-000000000000"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, case, wrong):
    typed = {"title": "Visit", "detail": "Near the market", "phase": "home", **wrong}

    answer = client.post(at(case, "plan_new"), typed)

    assert answer.status_code == 422
    assert not Step.objects.exists()
    assert typed["title"] in text_of(answer)
    assert "is-wrong" in text_of(answer)


def test_edit_shows_both_versions_to_the_slower_one(client, case):
    step = StepFactory(case=case)
    typed = {"title": "Mine", "phase": "safety", "version": "1"}
    client.post(at(case, "plan_edit", 1), {**typed, "title": "Theirs"})

    answer = client.post(at(case, "plan_edit", 1), typed)

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Theirs" in page
    assert 'value="Mine"' in page
    step.refresh_from_db()
    assert step.title == "Theirs"
    again = client.post(at(case, "plan_edit", 1), {**typed, "version": "2"})
    assert again.status_code == 302


def test_record_a_wish(client, case, worker):
    step = StepFactory(case=case, wish=Wish.NOT_ASKED)

    answer = client.post(
        at(case, "plan_wish", 1),
        {"wish": "not_sure", "words": "Will he be in the room?", "ask_again_on": "2026-12-01",
         "asks": str(worker.pk)},
    )  # fmt: skip

    page = text_of(client.get(answer["Location"]))
    assert "Will he be in the room?" in page
    assert "Parked" in page
    step.refresh_from_db()
    assert (step.wish, step.asks) == ("not_sure", worker)


def test_a_wish_without_an_answer_is_asked_for(client, case):
    StepFactory(case=case)

    answer = client.post(at(case, "plan_wish", 1), {"words": "Hm."})

    assert answer.status_code == 422
    assert "Choose what the person said." in text_of(answer)
    assert "Hm." in text_of(answer)
    assert not WishEntry.objects.exists()


def test_start_needs_a_wish_or_a_reason(client, case):
    step = StepFactory(case=case, wish=Wish.NOT_ASKED)

    refused = client.post(at(case, "plan_status", 1), {"to": "started", "words": ""})
    assert refused.status_code == 422
    assert "write why" in text_of(refused)
    started = client.post(at(case, "plan_status", 1), {"to": "started", "words": "He is near."})

    assert started.status_code == 302
    step.refresh_from_db()
    assert step.urgent_reason == "He is near."


def test_declining_leads_to_another_way_and_its_dates(client, case, worker):
    today = timezone.localdate()
    one = StepFactory(case=case, due_on=today)
    two = StepFactory(case=case, due_on=today + timedelta(days=5))
    StepLinkFactory(step=two, waits_for=one)

    declined = client.post(at(case, "plan_status", 1), {"to": "declined", "words": "No place."})
    assert declined["Location"].startswith(at(case, "plan_another_way", 1))
    assert "2." in text_of(client.get(declined["Location"]))
    replanned = client.post(
        at(case, "plan_another_way", 1),
        {"title": "Ask another school", "due_on": (today + timedelta(days=9)).isoformat()},
    )

    assert at(case, "plan_move", 3) in replanned["Location"]
    assert StepLink.objects.get().waits_for.number == 3
    assert "2." in text_of(client.get(replanned["Location"]))


def test_a_wrong_move_is_said_beside_the_buttons(client, case):
    StepFactory(case=case, done=True)

    answer = client.post(at(case, "plan_status", 1), {"to": "declined"})

    assert answer.status_code == 422
    assert "moved this step on already" in text_of(answer)


def test_links_are_added_refused_and_removed(client, case):
    StepFactory(case=case)
    StepFactory(case=case)

    client.post(at(case, "plan_link", 2), {"add": "1"})
    refused = client.post(at(case, "plan_link", 1), {"add": "2"}, follow=True)
    assert "Step 1 cannot wait for step 2" in text_of(refused)
    assert StepLink.objects.count() == 1
    client.post(at(case, "plan_link", 2), {"remove": "1"})

    assert not StepLink.objects.exists()


def test_moving_asks_before_it_moves(client, case):
    today = timezone.localdate()
    one, two = (StepFactory(case=case, due_on=today + timedelta(days=n)) for n in (2, 4))
    StepLinkFactory(step=two, waits_for=one)
    to = (today + timedelta(days=5)).isoformat()
    agreed = f"2:{(today + timedelta(days=7)).isoformat()}"

    preview = client.get(at(case, "plan_move", 1), {"to": to})
    assert agreed in text_of(preview)
    stale = client.post(at(case, "plan_move", 1), {"to": to, "along": "2:2026-01-01"})
    assert "The plan changed while you looked" in text_of(stale)
    client.post(at(case, "plan_move", 1), {"to": to, "along": agreed})

    two.refresh_from_db()
    assert two.due_on == today + timedelta(days=7)


def test_place_moves_a_step_up(client, case):
    StepFactory(case=case)
    StepFactory(case=case)

    client.post(at(case, "plan_place", 2), {"to": "up"})

    assert list(Step.objects.order_by("place").values_list("number", flat=True)) == [2, 1]


def test_a_ready_made_set_is_shown_then_added(client, case, worker):
    ready = ReadySet.objects.get(title_en="Return to school")
    address = at(case, "plan_set", ready.pk)

    assert "Birth record copy" in text_of(client.get(address))
    client.post(address, {"starts_on": "2026-12-01", "owner": str(worker.pk)})

    assert Step.objects.filter(case=case).count() == 7
    assert StepLink.objects.count() == 7


def test_goals(client, case):
    client.post(at(case, "plan_goal_new"), {"title": "Be a nurse", "phase": "home"})
    goal = Goal.objects.get()
    client.post(
        at(case, "plan_goal", goal.pk), {"title": "Be a nurse", "is_reached": "on", "version": "1"}
    )

    page = text_of(client.get(at(case)))
    assert "Be a nurse" in page
    assert "Reached" in page


def test_htmx_gets_the_panel_alone(client, case):
    StepFactory(case=case)

    answer = client.get(
        at(case, "plan_step", 1), headers={"HX-Request": "true", "HX-Target": "panel"}
    )

    assert text_of(answer).lstrip().startswith('<div id="panel"')
    assert "HX-Request" in answer["Vary"]


def test_no_address_holds_a_word_about_anybody(client, case):
    StepFactory(case=case, title="Meet Zawadi")

    answer = client.post(at(case, "plan_status", 1), {"to": "started"})

    assert "Zawadi" not in answer["Location"]


def test_the_first_page_of_the_file_shows_the_plan(
    client, case, worker, django_assert_max_num_queries
):
    sixty_steps(case, worker)
    address = at(case, "file")
    client.get(address)

    with django_assert_max_num_queries(12):
        page = text_of(client.get(address))

    assert "Open plan" in page
    assert at(case, "plan_step", 21) in page


def test_the_first_page_keeps_the_plan_from_those_without_the_story(case, sign_in):
    shelter = UserFactory(role="shelter_worker")
    Tie.objects.create(case=case, user=shelter, kind=TieKind.MEMBER)
    StepFactory(case=case, title="Meet Zawadi")

    page = text_of(sign_in(shelter).get(at(case, "file")))

    assert "Zawadi" not in page
    assert "Open plan" not in page
