"""The directory in a real browser: how far each office is, reckoned in the phone."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from kimbilio.partners.models import Partner
from tests.browser.conftest import PHONE
from tests.factories.partners import an_offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
KAKAMEGA_TOWN = {"latitude": 0.2842, "longitude": 34.7523}
SPOTS = {"Far": ("-1.286389", "36.817223"), "Near": ("0.355100", "34.752300"),
         "Here": ("0.284300", "34.752300"), "Nowhere": None}  # fmt: skip


@pytest.fixture
def offices():
    for name, spot in SPOTS.items():
        found = {"latitude": Decimal(spot[0]), "longitude": Decimal(spot[1])} if spot else {}
        Partner.objects.filter(pk=an_offer().partner_id).update(name=name, **found)


def names(page):
    return page.locator("#fits li b").all_inner_texts()


def test_the_nearest_come_first_and_where_one_is_leaves_the_phone_never(
    open_page, sign_in, offices, axe
):
    page = open_page(
        "/partners/?service=shelter", client=sign_in(), size=PHONE, geolocation=KAKAMEGA_TOWN,
        permissions=["geolocation"],
    )  # fmt: skip
    asked = []
    # the picture of the tab comes when the browser likes; it stands still in the folder of assets
    page.on("request", lambda sent: "/static/assets/logo" in sent.url or asked.append(sent.url))
    before, stored = page.url, page.evaluate(STORED)

    page.get_by_role("button", name="Nearest to where I am").click()

    expect(page.locator("#nearest-said")).to_contain_text("Where you are stays in this phone.")
    assert names(page) == ["Here", "Near", "Far", "Nowhere"]
    assert page.locator("#fits [data-km]").all_inner_texts() == ["under 1 km", "8 km", "288 km"]
    assert (asked, page.url) == ([], before)
    assert page.evaluate(STORED) == stored
    page.evaluate("scrollTo(0, 0)")  # else a field may lie half under the bar at the top
    assert axe(page) == []


def test_without_leave_the_list_stays_as_it_is_and_says_so(open_page, sign_in, offices):
    page = open_page("/partners/?service=shelter", client=sign_in(), permissions=[])
    before = names(page)

    page.get_by_role("button", name="Nearest to where I am").click()

    expect(page.locator("#nearest-said")).to_contain_text("so the list stays as it is")
    assert names(page) == before
    assert page.locator("[data-km]").count() == 0


def test_without_scripts_it_says_that_distances_need_them(open_page, sign_in, offices):
    page = open_page("/partners/?service=shelter", client=sign_in(), java_script_enabled=False)

    said = page.locator("noscript > span")  # by text a noscript is never found
    expect(said).to_be_visible()
    expect(said).to_contain_text("Distances need scripts")
    expect(page.get_by_text("Nearest to where I am")).to_be_hidden()
    assert len(names(page)) == len(SPOTS)
