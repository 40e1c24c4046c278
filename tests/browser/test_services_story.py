"""What the services are for, whole, on a served demonstration: a child comes home, an adult stands on her own.

Everything is done on the pages by the roles that would do it; half a year and eight sessions pass by the
days that are typed, as by a colleague who catches up on writing.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import adult_story, child_story
from tests.browser.walking import join, open_case, plan

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("services")]

GIRL, WOMAN = "Pendo Nyakwezi", "Zuhura Nyakwezi"


def a_child(worker: Page, lead: Page, keeper: Page) -> str:
    code = open_case(worker, GIRL, minor=True, age=13)
    plan(
        worker, code, ("A bed for tonight", "safety", "shelter"),
        ("Look for her mother", "steady", "tracing"), ("Home to her mother", "home", "reunification"),
        ("See how she fares", "home", "follow_up"),
    )  # fmt: skip
    child_story.another_house(lead)
    child_story.keep_apart(worker, lead, code)
    child_story.sleep(keeper, code)
    child_story.trace(worker, lead, code)
    child_story.go_home(worker, code)
    child_story.followed_for_half_a_year(worker, code)
    return code


def an_adult(worker: Page, lead: Page, therapist: Page, lawyer: Page) -> str:
    code = open_case(worker, WOMAN, minor=False, age=27)
    plan(
        worker, code, ("Talks with the therapist", "steady", "therapy"),
        ("Her day in court", "steady", "legal"), ("A stall of her own", "home", "livelihood"),
    )  # fmt: skip
    join(worker, code, "Naliaka Muthoni", "Salim Wekesa")
    adult_story.ask_for_therapy(worker, code)
    adult_story.eight_sessions(therapist, code)
    adult_story.a_day_in_court(worker, lawyer, code)
    adult_story.a_business(worker, lead, code)
    return code
