"""The list of cases in a browser: its tabs are counted once, after it is there."""

import re

import pytest
from playwright.sync_api import expect

from kimbilio.cases.models import SavedView
from tests.browser.conftest import PHONE, looks
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker():
    """A case worker with thirty cases, and a view of their own."""
    worker = UserFactory(name="Akinyi Mutua")
    for number in range(30):
        CaseFactory(worker=worker, is_minor=number < 7, risk="a_high" if number < 3 else "c_low")
    SavedView.objects.create(
        user=worker, name="Look today", query="risk=a_high&sort=due", position=1
    )
    return worker


def tabs_of(page):
    return page.get_by_role("navigation", name="Views").get_by_role("link")


def test_tabs_are_counted_once_and_keep_their_figures_while_one_pages_and_filters(
    open_page, sign_in, worker, axe
):
    page = open_page("/cases/", client=sign_in(worker))
    counted = ["All open30", "My open cases30", "Due this week0", "Minors7", "At shelter0",
               "Court coming up0", "No contact 14 days0", "Look today3", re.compile("Save this view")]  # fmt: skip
    expect(tabs_of(page)).to_have_text(counted)
    asked = []
    page.on("request", lambda sent: asked.append(sent.url))

    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.get_by_role("link", name="First page")).to_be_visible()
    expect(tabs_of(page)).to_have_text(counted)
    page.get_by_role("link", name="Look today").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(tabs_of(page)).to_have_text(counted)

    assert asked
    assert [url for url in asked if "counts" in url] == []
    for _size, _dark in looks(page):
        assert axe(page) == []


def test_a_tab_grows_little_when_its_figure_arrives(open_page, sign_in, worker):
    page = open_page("/cases/", client=sign_in(worker), size=PHONE)
    expect(tabs_of(page).first).to_have_text("All open30")
    figure = tabs_of(page).first.locator(".c")
    filled = figure.bounding_box()["width"]

    figure.evaluate("(e) => e.replaceChildren()")

    assert abs(figure.bounding_box()["width"] - filled) < 2


def test_without_scripts_a_link_leads_to_the_counts(open_page, sign_in, worker):
    page = open_page("/cases/", client=sign_in(worker), java_script_enabled=False)

    page.get_by_role("link", name="How many in each view").click()

    expect(page.get_by_role("listitem").filter(has_text="Look today")).to_contain_text("3")
