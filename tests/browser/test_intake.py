"""A whole call in a real browser: a child at a police desk, from the first word to the case file."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kimbilio.cases.actions.rescue import move_rescue, request_rescue
from kimbilio.cases.first_rules import add_first_rules
from kimbilio.cases.intake_choices import RescueState
from kimbilio.cases.models import (
    Case,
    Decision,
    DecisionRule,
    Intake,
    NoticeKind,
    ResponseLimit,
)
from kimbilio.cases.notices import notify
from kimbilio.people.indexing import index_person
from tests.browser.conftest import DESK, PHONE
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory, PersonFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("INTAKE_PICTURES", "")


@pytest.fixture
def client(sign_in):
    add_first_rules(DecisionRule, ResponseLimit)  # other tests may have emptied the tables
    return sign_in(UnitMembershipFactory().user)


def picture(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def met(**case):
    person = PersonFactory(goes_by="Pendo Kwekwe", full_name="")
    ContactPointFactory(person=person, value="+254 700 000 214")
    index_person(person)
    return CaseFactory(survivor=person, **case)


def test_the_call_of_a_child_at_a_police_desk(open_page, client):
    known = met(worker=client.user)
    page = open_page("/cases/new/", client=client)
    expect(page.get_by_text(re.compile(r"On call 00:0\d"))).to_be_visible()
    expect(page.get_by_text("Ask first if they are safe.")).to_be_visible()

    page.get_by_text("Someone else", exact=True).click()
    page.get_by_label("Caller’s name").fill("Sergeant Mfano")
    page.get_by_text("Minor", exact=True).click()
    page.get_by_label("What may we call you?").fill("Pendo Kwekwe")
    page.get_by_label("About how old").fill("15")
    page.get_by_text("Not safe", exact=True).click()
    page.get_by_text("The referring body is with them").click()
    expect(page.get_by_text("Go now fits best.").first).to_be_visible()
    page.get_by_label("Where, as near").fill("Desk behind the market")
    page.get_by_label("Phone", exact=True).fill("0700 000 214")
    expect(page.get_by_text("Have we met before?")).to_be_visible()
    expect(page.locator(".match .code")).to_have_text(known.code)
    page.get_by_label("Referred by").select_option("law_enforcement")
    page.get_by_label("May we write this down?").select_option("yes")
    page.get_by_label("One or two lines").fill("Came from Kitale for school.")
    expect(page.get_by_text("Same phone number")).to_be_visible()
    picture(page, "desk")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")

    page.get_by_role("button", name="Confirm and open case").click()

    page.wait_for_url(re.compile(r"/cases/KB-[0-9A-Z]{4}/$"))
    case = Case.objects.exclude(pk=known.pk).get()
    assert case.code in page.url
    assert Decision.objects.get(case=case).waits_for_yes
    assert Intake.objects.get(case=case).words == "Came from Kitale for school."


def test_another_choice_by_key_asks_why(open_page, client):
    page = open_page("/cases/new/", client=client)
    page.get_by_text("Adult", exact=True).click()
    page.get_by_text("Yes, safe", exact=True).click()
    expect(page.get_by_text("A follow-up fits best.").first).to_be_visible()
    expect(page.get_by_label("Why not as suggested?")).to_be_hidden()

    page.keyboard.press("2")
    expect(page.get_by_label("Shelter", exact=False).first).to_be_checked()
    page.get_by_role("button", name="Confirm and open case").click()
    expect(page.get_by_text("Say why you choose something other")).to_be_visible()
    page.get_by_label("Why not as suggested?").fill("She asks for a bed.")
    page.get_by_role("button", name="Confirm and open case").click()

    page.wait_for_url(re.compile(r"/cases/KB-[0-9A-Z]{4}/$"))
    assert Decision.objects.get().override_reason == "She asks for a bed."


def test_a_call_that_drops_is_gone_on_with(open_page, client):
    page = open_page("/cases/new/", client=client)
    page.get_by_label("What may we call you?").fill("Pendo Kwekwe")
    page.get_by_role("button", name="Call dropped").click()
    expect(page.get_by_text("was cut off")).to_be_visible()
    expect(page.get_by_label("What may we call you?")).to_have_value("")

    page.get_by_role("link", name="Go on with it").click()

    expect(page.get_by_label("What may we call you?")).to_have_value("Pendo Kwekwe")


def test_without_a_script_it_works_as_well(open_page, client):
    page = open_page("/cases/new/", client=client, java_script_enabled=False)
    page.get_by_text("Adult", exact=True).click()
    page.get_by_text("Not safe", exact=True).click()
    page.get_by_role("button", name="Save and open case").click()
    expect(page.get_by_text("Look at what fits best, then save.")).to_be_visible()
    page.get_by_role("button", name="Confirm and open case").click()

    page.wait_for_url(re.compile(r"/cases/KB-[0-9A-Z]{4}/$"))
    assert Decision.objects.get().route == "safety_plan"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_screen_has_no_findings(open_page, axe, client, size, dark):
    met(worker=client.user)
    page = open_page("/cases/new/", size=size, dark=dark, client=client)
    page.get_by_text("Someone else", exact=True).click()
    page.get_by_text("For a few hours", exact=True).click()
    page.get_by_label("Safe until").fill("Today 18:00")
    page.get_by_label("Phone", exact=True).fill("0700 000 214")
    expect(page.locator(".match .code")).to_be_visible()
    picture(page, f"{'dark' if dark else 'light'}-{size[0]}")

    assert axe(page) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_rescue_bell_and_rules_have_no_findings(open_page, axe, client, sign_in, size):
    case = met(worker=client.user)
    rescue = request_rescue(case=case, pick_up="Blue gate", by=client.user)
    notify(user=client.user, kind=NoticeKind.CLOCK_OVERDUE, case=case)
    administrator = sign_in(administrator=True)
    leader = UnitMembershipFactory(unit=case.unit, is_lead=True, user=UserFactory(lead=True)).user
    move_rescue(rescue=rescue, to=RescueState.APPROVED, by=leader)

    for address, who in [
        (f"/cases/{case.code}/rescue/", client),
        ("/notices/", client),
        ("/rules/", administrator),
        ("/rules/new/", administrator),
    ]:
        page = open_page(address, size=size, client=who)
        picture(page, f"{address.strip('/').replace('/', '-')[:5]}-{size[0]}")
        assert axe(page) == [], address
