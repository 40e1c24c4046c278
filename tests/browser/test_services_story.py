"""What the services are for, whole, on a served demonstration: a child comes home, an adult stands on her own.

Everything is done on the pages by the roles that would do it. Only the clock is set back, as the
demonstration does it: half a year and eight weeks have to pass between one page and the next.
"""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.operations.running import in_django

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("services")]

GIRL, WOMAN, MOTHER = "Pendo Nyakwezi", "Zuhura Nyakwezi", "Mfano Nyakwezi"
ROOM, OTHER_HOUSE = "Mwanga House (invented), Room 1", "Nuru House (invented)"
FALLING = (18, 16, 15, 13, 11, 9, 8, 6)
POINTS = ("1w", "1m", "3m", "6m")


def day(shift: int = 0) -> str:
    return (datetime.now() + timedelta(days=shift)).strftime("%Y-%m-%d")


def moment(shift: int, hour: int) -> str:
    return f"{day(shift)}T{hour:02d}:00"


def answer(page: Page, button: str, /, **given: object) -> None:
    """Fill the fields by their names, as people do, and press the button; nothing was refused."""
    fill(page, **given)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    assert page.locator("[aria-invalid=true], .errorlist").all_inner_texts() == [], page.url


def fill(page: Page, **given: object) -> None:
    for name, value in given.items():
        field = page.locator(f"[name={name}]")
        kind = field.first.get_attribute("type") or field.first.evaluate("e => e.tagName")
        if value is True:
            field.check(force=True)
        elif kind in {"radio", "checkbox"}:
            for one in value if isinstance(value, list | tuple) else [value]:
                page.locator(f"label:has([name={name}][value='{one}'])").first.click()
        elif kind in {"SELECT", "select-one"}:
            chosen = value if isinstance(value, str) else str(value)
            options = field.locator("option")
            texts = options.all_inner_texts()
            match = next((text for text in texts if chosen in text), None)
            field.select_option(label=match) if match else field.select_option(chosen)
        else:
            field.fill(str(value))


def press(page: Page, name: str, *, within: str = "main") -> None:
    page.locator(within).get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def open_case(page: Page, name: str, *, minor: bool, age: int) -> str:
    page.goto("/cases/new/")
    page.get_by_text("Someone else", exact=True).click()
    page.get_by_text("Minor" if minor else "Adult", exact=True).click()
    page.get_by_label("What may we call you?").fill(name)
    page.get_by_label("About how old").fill(str(age))
    page.get_by_text("Yes, safe", exact=True).click()
    expect(page.get_by_text("fits best.").first).to_be_visible()
    page.get_by_label("May we write this down?").select_option("yes")
    page.get_by_label("One or two lines").fill("Asks for a safe place.")
    page.get_by_role("button", name="Confirm and open case").click()
    page.wait_for_url(re.compile(r"/cases/KB-[0-9A-Z]{4,6}/$"))
    code = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"/cases/{code}/people/edit/")
    answer(page, "Save", sex="female")
    return code


def join(page: Page, code: str, *colleagues: str) -> None:
    page.goto(f"/cases/{code}/team/")
    for name in colleagues:
        answer(page, "Add", user=name, part="member")


def plan(page: Page, code: str, *steps: tuple[str, str, str]) -> None:
    """Put steps into the plan, with the service that does each, and ask for the wish."""
    for title, phase, service in steps:
        page.goto(f"/cases/{code}/plan/")
        page.get_by_role("link", name="Step", exact=True).first.click()
        page.get_by_label("What is to be done").fill(title)
        fill(page, phase=phase, service=service)
        page.get_by_role("button", name="Add step").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        page.locator("label.opt", has_text="Wants this").click()
        page.get_by_role("button", name="Save wish").click()
        expect(page.locator("#panel").get_by_text("Wants this").first).to_be_visible()


def start_service(page: Page, code: str, label: str) -> None:
    page.goto(f"/cases/{code}/services/")
    press(page, label)


def another_house(lead: Page) -> None:
    lead.goto("/settings/houses/")
    lead.get_by_role("link", name="Add a house").click()
    answer(lead, "Save", name=OTHER_HOUSE, is_for_children=True)
    lead.get_by_role("link", name="Add a room").click()
    answer(lead, "Save", name="Room 1", for_whom="female", age_from=10, age_to=17)
    lead.get_by_role("link", name="Add a bed").click()
    answer(lead, "Save", name="A")
    answer(lead, "Add", user="Zawadi Kerubo")


def keep_apart(worker: Page, lead: Page, code: str) -> None:
    """She asks for a bed; the house where the girl set apart from her sleeps is refused without a word."""
    start_service(worker, code, "Safe place to stay")
    answer(worker, "Ask", wish="To sleep near the door.", step="1. A bed for tonight")
    lead.goto("/shelter/")
    other = lead.locator(".bed a.code").first.inner_text()
    lead.goto(f"/cases/{code}/shelter/apart/")
    answer(lead, "Keep apart", code=other, reason="One was made to watch the other.")
    lead.goto("/shelter/")
    waits = lead.get_by_role("listitem").filter(has_text=code)
    waits.get_by_role("link", name="Give a bed").click()
    fill(lead, bed=ROOM)
    lead.get_by_role("button", name="Keep this bed").click()
    expect(lead.get_by_text("to be kept apart from somebody in this house").first).to_be_visible()
    answer(lead, "Keep this bed", bed=OTHER_HOUSE)
    expect(lead.get_by_text("The bed is kept.")).to_be_visible()


def sleep(keeper: Page, code: str) -> None:
    keeper.goto(f"/cases/{code}/services/")
    press(keeper, "Shelter")
    press(keeper, "Arrival")
    answer(keeper, "Let in", belongings="A school bag", health_checked=True, rules_told=True)
    keeper.goto("/")
    keeper.get_by_role("link", name=f"Evening roll call, {OTHER_HOUSE}").click()
    keeper.get_by_role("group", name=code).get_by_role("button", name="Here").click()
    expect(keeper.get_by_text("1 of 1")).to_be_visible()


def trace(worker: Page, lead: Page, code: str) -> None:
    for giver in ("assent", "officer"):
        worker.goto(f"/cases/{code}/consent/")
        answer(worker, "Save the answer", purpose="tracing", answer="yes", giver=giver)
    start_service(worker, code, "Family tracing")
    answer(worker, "Begin", wish="My mother.", name=MOTHER, relation="mother", step="Look for her mother")
    for way, result, words in (
        ("chief", "clue", "She moved to the market town."), ("visit", "found", "She sells by the well."),
    ):  # fmt: skip
        press(worker, "An attempt")
        answer(worker, "Save", way=way, result=result, words=words, place="Market of Kwapunda")
    press(worker, "Add")
    answer(worker, "Save", name=MOTHER, relation="mother")
    press(worker, "Check")
    answer(worker, "Save", proofs=["photo", "questions"])
    lead.goto(worker.url)
    press(lead, "Confirm as second person")
    answer(lead, "I looked at it and agree")
    worker.reload()
    press(worker, "Assess")
    answer(worker, "Save", safety="safe", willing="wants", capacity="enough", involved="none")
    press(worker, "Write")
    answer(
        worker, "Save", options="Home; an aunt.", child_view="I want my mother.", decision="go_home",
        deciders="Mfano Officer, children's office",
    )  # fmt: skip


def go_home(worker: Page, code: str) -> None:
    press(worker, "Prepare")
    answer(worker, "Save", ready=["told_person", "told_family", "papers"])
    press(worker, "Handover to family")
    answer(
        worker, "Record the handover", place="Office of the chief", id_seen="national_id",
        signed_by=f"{MOTHER}; the chief", first_follow_up_on=day(7), step="Home to her mother",
    )  # fmt: skip
    expect(worker.get_by_text("the first follow-up is planned")).to_be_visible()


def test_a_child_is_kept_apart_sleeps_is_traced_comes_home_and_is_followed(signed_in, demo):
    home, _address = demo
    worker, lead = signed_in("Case worker"), signed_in("Team lead")
    code = open_case(worker, GIRL, minor=True, age=13)
    a_child(worker, lead, code)
