"""What the long stories do again and again on the pages: fill, press, open a case, plan its steps."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect


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
        field = page.locator(f"main [name={name}]")
        kind = field.first.get_attribute("type") or field.first.evaluate("e => e.tagName")
        if value is True:
            field.check(force=True)
        elif kind in {"radio", "checkbox"}:
            for one in value if isinstance(value, list | tuple) else [value]:
                page.locator(f"label:has([name={name}][value='{one}'])").first.click()
        elif kind in {"SELECT", "select-one"}:
            values = field.locator("option").evaluate_all("all => all.map(one => one.value)")
            if str(value) in values:
                field.select_option(str(value))
            else:
                texts = field.locator("option").all_inner_texts()
                field.select_option(label=next(text for text in texts if str(value) in text))
        else:
            field.fill(str(value))


def press(page: Page, name: str, *, within: str = "main") -> None:
    page.locator(within).get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def path_of(page: Page) -> str:
    """Where the page stands, without the host."""
    return urlsplit(page.url).path


def status_of(page: Page, address: str) -> int:
    """What the address answers whoever is signed in on ``page``."""
    return page.request.get(address, max_redirects=0).status


def open_case(page: Page, name: str, *, minor: bool, age: int) -> str:
    page.goto("/cases/new/")
    page.get_by_text("Someone else", exact=True).click()
    page.get_by_text("Minor" if minor else "Adult", exact=True).click()
    page.get_by_label("What may we call you?").fill(name)
    page.get_by_label("About how old").fill(str(age))
    page.get_by_text("Yes, safe", exact=True).click()
    page.get_by_label("May we write this down?").select_option("yes")
    with page.expect_response("**/cases/new/decision/"):
        page.get_by_label("One or two lines").fill("Asks for a safe place.")
    expect(page.get_by_text("fits best.").first).to_be_visible()
    page.get_by_role("button", name="Confirm and open case").click()
    page.wait_for_url(re.compile(r"/cases/KB-[0-9A-Z]{4,6}/$"))
    code = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"/cases/{code}/people/edit/")
    answer(page, "Save", sex="female")
    return code


def join(page: Page, code: str, *colleagues: str) -> None:
    page.goto(f"/cases/{code}/team/")
    for name in colleagues:
        answer(page, "Add to the team", user=name, part="member")


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
