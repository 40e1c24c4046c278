"""What the services are for, whole, on a served demonstration: a child comes home, an adult stands on her own.

Everything is done on the pages by the roles that would do it; half a year and eight sessions pass by the
days that are typed, as by a colleague who catches up on writing.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser import adult_story, child_story
from tests.browser.walking import day, join, open_case, plan, status_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("services")]

GIRL, WOMAN = "Pendo Nyakwezi", "Zuhura Nyakwezi"


@dataclass
class Told:
    """A case and the addresses of what was done in it."""

    code: str
    pages: list[str]


def a_child(worker: Page, lead: Page, keeper: Page) -> Told:
    code = open_case(worker, GIRL, minor=True, age=13)
    plan(
        worker, code, ("A bed for tonight", "safety", "shelter"),
        ("Look for her mother", "steady", "tracing"), ("Home to her mother", "home", "reunification"),
        ("See how she fares", "home", "follow_up"),
    )  # fmt: skip
    child_story.another_house(lead)
    child_story.keep_apart(worker, lead, code)
    child_story.sleep(keeper, code)
    tracing = child_story.trace(worker, lead, code)
    child_story.go_home(worker, code)
    stay = child_story.leave_the_house(keeper, code)
    home = child_story.followed_for_half_a_year(worker, code)
    return Told(code, [f"/cases/{code}/services/", stay, tracing, home])


def an_adult(worker: Page, lead: Page, therapist: Page, lawyer: Page) -> Told:
    code = open_case(worker, WOMAN, minor=False, age=27)
    plan(
        worker, code, ("Talks with the therapist", "steady", "therapy"),
        ("Her day in court", "steady", "legal"), ("A stall of her own", "home", "livelihood"),
    )  # fmt: skip
    join(lead, code, "Naliaka Muthoni", "Salim Wekesa")
    adult_story.ask_for_therapy(worker, code)
    health = adult_story.eight_sessions(therapist, code)
    legal = adult_story.a_day_in_court(worker, lawyer, code)
    business = adult_story.a_business(worker, lead, code)
    return Told(code, [*health, *legal, business])


def shows(page: Page, address: str, *words: str) -> None:
    page.goto(address)
    for text in words:
        expect(page.locator("main").get_by_text(text).first).to_be_visible()


def stands_everywhere(worker: Page, therapist: Page, child: Told, adult: Told) -> None:
    """In the plan, the timeline and the calendar of those who work on it."""
    shows(worker, f"/cases/{child.code}/plan/", "4 steps. 3 done. Under way: 4.")
    shows(worker, f"/cases/{adult.code}/plan/", "3 steps. Under way: 1, 2, 3.")
    shows(worker, f"/cases/{child.code}/timeline/", "1. A bed for tonight", "Gone home")
    shows(
        worker, f"/cases/{child.code}/timeline/?kind=visit", "Followed somebody up after the return"
    )
    shows(
        worker,
        f"/cases/{adult.code}/timeline/",
        "First profit of the business",
        "2. Her day in court",
    )
    shows(
        worker,
        f"/cases/{adult.code}/timeline/?kind=assessment",
        *(f"PHQ-9: {total}," for total in adult_story.FALLING),
    )
    shows(worker, f"/calendar/month/?on={day(175)}", child.code)
    shows(worker, f"/calendar/?on={day(14)}", "In court", adult.code)
    shows(therapist, f"/calendar/?on={day(-4)}", "One to one", adult.code)


def stays_hidden(told: list[Told], *, from_all: list[Page]) -> None:
    """Who has no part in a case finds nothing under any address of it."""
    for page in from_all:
        for one in told:
            for address in one.pages:
                assert status_of(page, address) == 404, (page.url, address)


def each_sees_their_part(
    therapist: Page, lawyer: Page, officer: Page, child: Told, adult: Told
) -> None:
    """On the team one sees one's own part; who counts sees the outline and opens nothing."""
    answers = {
        page: [status_of(page, address) for address in adult.pages]
        for page in (therapist, lawyer, officer)
    }
    assert answers == {
        therapist: [200, 200, 404, 404, 200], lawyer: [404, 404, 200, 200, 200], officer: [404] * 5,
    }  # fmt: skip
    for page, closed in ((therapist, "Criminal"), (lawyer, "PHQ-9")):
        for part in ("services", "timeline"):
            shows(
                page,
                f"/cases/{adult.code}/{part}/",
                "Business" if part == "services" else "First profit",
            )
            expect(page.locator("main").get_by_text(closed)).to_have_count(0)
    shows(officer, f"/cases/?q={child.code}", "3/4", child.code)
    shows(officer, f"/cases/?q={adult.code}", "0/3", adult.code)


def test_a_child_comes_home_and_an_adult_stands_on_her_own(signed_in, demo):
    home, _address = demo
    worker, lead = signed_in("Case worker"), signed_in("Team lead")
    therapist, lawyer = signed_in("Therapist"), signed_in("Legal officer")
    keeper, officer = signed_in("Shelter worker"), signed_in("Monitoring and evaluation officer")

    child = a_child(worker, lead, keeper)
    adult = an_adult(worker, lead, therapist, lawyer)

    stands_everywhere(worker, therapist, child, adult)
    each_sees_their_part(therapist, lawyer, officer, child, adult)
    stranger, clerk = signed_in("Case worker", name="Brian Chebet"), signed_in("Administrator")
    stays_hidden([child, adult], from_all=[stranger, clerk, keeper])
    stays_hidden([child], from_all=[therapist, lawyer, officer])
    raw = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file()).lower()
    for secret in (GIRL, WOMAN, child_story.MOTHER, "Market of Kwapunda", "Mandazi at the gate"):
        assert secret.lower().encode() not in raw, secret
