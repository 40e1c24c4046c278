"""What pages do by script: hide, blur, keep what is typed, send once, show for a while."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sample_page(open_page, settings, sign_in):
    settings.ROOT_URLCONF = "tests.browser.sample"
    sample.sent.clear()
    return open_page("/sample/", client=sign_in())


def test_three_presses_of_shift_hide_the_page_and_lock(sample_page):
    for _ in range(3):
        sample_page.keyboard.press("Shift")
    sample_page.wait_for_url("**/new-page/")

    assert sample_page.title() == "New page"
    assert "Neema" not in sample_page.content()
    assert "lock: /sample/" in sample.sent


def test_capital_letters_do_not_hide_the_page(sample_page):
    sample_page.locator("#words").focus()
    for letter in "ABC":
        sample_page.keyboard.press(f"Shift+{letter}")

    expect(sample_page.locator("#words")).to_have_value("ABC")
    assert "lock: /sample/" not in sample.sent


def test_hide_saves_the_last_words_first(sample_page):
    sample_page.clock.pause_at(time.time() + 60)  # a slow machine must not outlast the patience
    sample_page.locator("#words").type("half a sent")
    sample_page.get_by_role("button", name="Hide now").click()
    sample_page.wait_for_url("**/new-page/")

    saved = sample.sent.index("draft: half a sent")
    assert "lock: /sample/" in sample.sent[saved:]  # a window that closes late may come after both


def test_d_blurs_names_and_holding_space_shows_one(sample_page):
    sample_page.keyboard.press("d")

    name = sample_page.locator("#name")
    expect(name).to_have_css("filter", "blur(6px)")
    assert sample_page.title() == "Workspace"

    name.focus()
    expect(name).to_have_css("filter", "blur(6px)")
    sample_page.keyboard.down(" ")
    expect(name).to_have_css("filter", "none")
    sample_page.keyboard.up(" ")
    expect(name).to_have_css("filter", "blur(6px)")

    sample_page.reload()
    expect(sample_page.locator("html")).to_have_attribute("data-discreet", "on")
    sample_page.keyboard.press("d")
    assert sample_page.title() == "Case KB-4T7Q · Kimbilio"
    expect(name).to_have_text("Neema")


def test_what_is_typed_is_kept(sample_page):
    sample_page.locator("#words").fill("She slept well.")

    expect(sample_page.locator("[data-saved]")).to_have_text("Saved 09:41")
    assert sample.sent == ["draft: She slept well."]


def test_words_are_sent_again_when_the_server_is_back(sample_page):
    sample_page.route("**/drafts/save/", lambda route: route.abort())
    sample_page.locator("#words").fill("She slept well.")
    expect(sample_page.locator("[data-unsaved]")).to_be_visible()

    sample_page.unroute("**/drafts/save/")
    expect(sample_page.locator("[data-saved]")).to_have_text("Saved 09:41", timeout=8000)
    expect(sample_page.locator("[data-unsaved]")).to_be_hidden()


def test_a_form_is_sent_once(sample_page):
    sample_page.evaluate(
        """() => { const save = document.getElementById("save"); save.click(); save.click(); }"""
    )
    sample_page.wait_for_url("**/sample/kept/")

    assert sample.sent == [""]


def test_who_goes_back_does_not_find_sent_words_in_a_new_form(sample_page):
    sample_page.locator("#words").fill("She slept well.")
    sample_page.locator("#save").click()
    sample_page.wait_for_url("**/sample/kept/")

    sample_page.go_back()

    expect(sample_page.locator("#words")).to_have_value("")
    assert sample.sent.count("She slept well.") == 1


def test_without_network_the_form_stays(sample_page):
    sample_page.context.set_offline(True)
    expect(sample_page.locator("[data-offline]")).to_be_visible()
    sample_page.locator("#words").fill("Words")
    sample_page.locator("#save").click()

    expect(sample_page.locator("#toasts")).to_contain_text("Your words are kept here.")
    expect(sample_page.locator("#words")).to_have_value("Words")
    sample_page.context.set_offline(False)


def test_a_note_that_appears_does_not_move_the_button_from_under_the_finger(sample_page):
    sample_page.route("**/drafts/save/", lambda route: route.abort())
    sample_page.locator("#words").fill("Words")
    sample_page.locator("#save").hover()
    sample_page.mouse.down()
    sample_page.wait_for_timeout(500)  # the failed try to save is known by now
    expect(sample_page.locator("[data-unsaved]")).to_be_hidden()
    sample_page.mouse.up()

    sample_page.wait_for_url("**/sample/kept/")
    assert sample.sent == ["Words"]


def test_the_full_name_is_asked_for_and_leaves_the_page(sample_page):
    sample_page.clock.install()
    sample_page.locator("details.reveal summary").click()
    expect(sample_page.locator(".shown")).to_have_text("Neema Wanjiru")

    sample_page.clock.run_for(21_000)
    expect(sample_page.locator(".shown")).to_have_count(0)
    assert "Wanjiru" not in sample_page.content()


def test_j_and_k_move_through_rows(sample_page):
    sample_page.keyboard.press("j")
    sample_page.keyboard.press("j")
    expect(sample_page.get_by_role("link", name="Two", exact=True)).to_be_focused()
    sample_page.keyboard.press("k")
    expect(sample_page.get_by_role("link", name="One", exact=True)).to_be_focused()


def test_what_does_not_load_says_so(sample_page):
    sample_page.locator("#load").click()

    expect(sample_page.locator("#toasts")).to_contain_text("This is not there")


def test_the_theme_changes_at_once_and_stays(sample_page):
    sample_page.get_by_role("button", name=re.compile("Menu$")).click()
    with sample_page.expect_response("**/display/theme/"):  # kept before the page is asked again
        sample_page.locator("#menu").get_by_role("button", name="Dark", exact=True).click()
    expect(sample_page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    sample_page.reload()
    expect(sample_page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_list_of_keys_opens(sample_page):
    sample_page.keyboard.press("?")
    expect(sample_page.locator("#keys")).to_be_visible()
