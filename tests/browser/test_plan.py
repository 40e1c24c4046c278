"""A plan of six steps that wait for one another, made and mended in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from kimbilio.cases.actions.plan.wishes import record_wish
from kimbilio.cases.models import Step, StepLink
from kimbilio.cases.plan_choices import Phase, Wish
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.plan import ReadySetFactory, ReadyStepFactory, StepFactory, StepLinkFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE = {"size": (1366, 900)}, {"size": (360, 740)}
LOOKS = [
    pytest.param({"size": (1366, 900)}, id="desk"),
    pytest.param({"size": (1366, 900), "dark": True}, id="desk-dark"),
    pytest.param({"size": (360, 740)}, id="phone"),
    pytest.param({"size": (360, 740), "dark": True}, id="phone-dark"),
]
SIX = [
    "Talk about school",
    "Birth record",
    "School reports",
    "Place at a school",
    "Uniform",
    "Return",
]


@pytest.fixture
def worker():
    return UserFactory(name="Akinyi Mutua")


@pytest.fixture
def case(worker):
    return CaseFactory(worker=worker, is_minor=True)


@pytest.fixture
def full_case(case, worker):
    """A plan with something in every state."""
    today = timezone.localdate()
    colleague = UserFactory(name="Naliaka Mukhwana")

    def step(title, phase, after=(), **traits):
        made = StepFactory(case=case, title=title, phase=phase, owner=colleague, **traits)
        for other in after:
            StepLinkFactory(step=made, waits_for=other)
        return made

    safe = step("Safe place to stay", Phase.SAFETY, done=True)
    health = step("Health check", Phase.SAFETY, [safe], done=True)
    talk = step("First talk with therapist", Phase.STEADY, [health], done=True)
    opened = step("Family tracing opened", Phase.STEADY, [health], done=True)
    visit = step("Family tracing, second visit", Phase.STEADY, [opened], started=True,
                 due_on=today + timedelta(2), detail="Grandmother only. Code word agreed.")  # fmt: skip
    step("Therapy, 6 sessions", Phase.STEADY, [talk], started=True, due_on=today + timedelta(10))
    birth = step("Birth record copy", Phase.STEADY, [visit], due_on=today - timedelta(3),
                 detail="Chief’s letter is missing.")  # fmt: skip
    statement = step("Statement with trained officer", Phase.JUSTICE)
    lawyer = step("Lawyer for the case", Phase.JUSTICE, [statement], declined=True)
    home = step("Home visit and safety of the home", Phase.HOME, [visit])
    school = step("Return to school, Form 3", Phase.HOME, [birth, home, lawyer])
    step("Closing talk", Phase.CLOSING, [school])
    record_wish(step=statement, wish=Wish.DOES_NOT_WANT, by=worker)
    record_wish(step=statement, wish=Wish.NOT_SURE, words="I will think. Will he be in the room?",
                by=worker, guardian="agrees", ask_again_on=today + timedelta(14), asks=worker)  # fmt: skip
    record_wish(step=home, wish=Wish.LATER, by=worker)
    ready = ReadySetFactory(title_en="Return to school")
    ReadyStepFactory(ready_set=ready, days=3)
    ReadySetFactory(title_en="Small business")
    return case


def at(case, name="plan", *more):
    return reverse(f"cases:{name}", args=[case.code, *more])


def test_six_steps_are_planned_one_declined_and_another_way_found(open_page, sign_in, worker, case):
    page = open_page(at(case), client=sign_in(worker))
    for title in SIX:
        page.get_by_role("link", name="Step", exact=True).first.click()
        page.get_by_label("What is to be done").fill(title)
        page.get_by_label("Phase").select_option("home")
        if title != SIX[0]:
            page.locator("label.chip", has_text=SIX[SIX.index(title) - 1]).click()
        page.get_by_role("button", name="Add step").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert StepLink.objects.count() == 5

    page.get_by_role("link", name="Birth record").first.click()
    expect(page.get_by_role("heading", name="Step 2, Birth record")).to_be_visible()
    page.locator("label.opt", has_text="Wants this").click()
    page.get_by_role("button", name="Save wish").click()
    page.get_by_label("What came of it, or why").fill("The office has no record.")
    page.get_by_role("button", name="Declined").click()
    expect(page.get_by_role("heading", name="Another way for step 2")).to_be_visible()
    page.get_by_label("What is to be done").fill("Late registration of birth")
    page.get_by_role("button", name="Put it in the plan").click()

    expect(page.get_by_role("heading", name="Step 7, Late registration of birth")).to_be_visible()
    new = Step.objects.get(number=7)
    assert list(new.awaited_by.values_list("step__number", flat=True)) == [3]
    expect(page.get_by_text("Set aside · 1")).to_be_visible()


def test_a_press_on_a_step_swaps_the_panel(open_page, sign_in, worker, full_case):
    page = open_page(at(full_case), client=sign_in(worker))
    page.evaluate("window.isSamePage = true")

    page.get_by_role("link", name="Statement with trained officer").click()

    expect(page.get_by_role("heading", name="Step 8, Statement")).to_be_visible()
    assert page.evaluate("window.isSamePage") is True
    assert page.url.split("#")[0].endswith("/plan/8/")


def test_without_scripts_the_plan_works_too(open_page, sign_in, worker, full_case):
    page = open_page(at(full_case), client=sign_in(worker), java_script_enabled=False)

    page.get_by_role("link", name="Statement with trained officer").click()
    page.locator("label.opt", has_text="Wants this").click()
    page.get_by_role("button", name="Save wish").click()

    assert Step.objects.get(number=8).wish == Wish.WANTS


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_a_step(open_page, axe, sign_in, worker, full_case, look):
    page = open_page(at(full_case, "plan_step", 8), client=sign_in(worker), **look)

    assert axe(page) == []


@pytest.mark.parametrize(
    ("name", "more", "look"),
    [
        ("plan", (), PHONE),
        ("plan_new", (), DESK),
        ("plan_move", (5,), PHONE),
        ("plan_another_way", (9,), DESK),
    ],
)
def test_axe_finds_nothing_on_the_plan(
    open_page, axe, sign_in, worker, full_case, name, more, look
):
    page = open_page(at(full_case, name, *more), client=sign_in(worker), **look)

    assert axe(page) == []
