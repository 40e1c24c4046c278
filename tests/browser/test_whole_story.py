"""The main job, whole, as a new user meets it: a served demonstration, from the call to the closed case.

Nothing is prepared by the test: it signs in on the page, as printed, and reads the raw database at the end.
"""

import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.factories.files import PDF

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("story")]

NAME = "Tumaini Nyakwezi"
PHONE = "0799 481 632"
PLACE = "Desk behind the Kwaharaka market"
WORDS = "Taken from Kwezinyaka with a promise of school."
OUTCOME = "The registrar of Kwatongo has no record."
LETTER = "Letter of the chief of Kwapunda"
STEPS = [
    ("Health check", "safety"), ("A bed for tonight", "safety"), ("First talk with therapist", "steady"),
    ("Copy of the birth record", "steady"), ("Place at a school", "home"), ("Closing talk", "closing"),
]  # fmt: skip


def take_the_call(page: Page) -> str:
    page.goto("/cases/new/")
    page.get_by_text("Someone else", exact=True).click()
    page.get_by_text("Minor", exact=True).click()
    page.get_by_label("What may we call you?").fill(NAME)
    page.get_by_label("About how old").fill("15")
    page.get_by_text("Not safe", exact=True).click()
    page.get_by_text("The referring body is with them").click()
    expect(page.get_by_text("Go now fits best.").first).to_be_visible()
    page.get_by_label("Where, as near").fill(PLACE)
    page.get_by_label("Phone", exact=True).fill(PHONE)
    page.get_by_label("Referred by").select_option("law_enforcement")
    page.get_by_label("May we write this down?").select_option("yes")
    page.get_by_label("One or two lines").fill(WORDS)
    page.get_by_role("button", name="Confirm and open case").click()
    page.wait_for_url(re.compile(r"/cases/KB-[0-9A-Z]{4,6}/$"))
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def plan_six_steps(page: Page, code: str) -> None:
    page.goto(f"/cases/{code}/plan/")
    before = ""
    for title, phase in STEPS:
        page.get_by_role("link", name="Step", exact=True).first.click()
        page.get_by_label("What is to be done").fill(title)
        page.get_by_label("Phase").select_option(phase)
        if before:
            page.locator("label.chip", has_text=before).click()
        page.get_by_role("button", name="Add step").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        before = title


def decline_and_plan_another_way(page: Page) -> None:
    page.get_by_role("link", name="Copy of the birth record").first.click()
    expect(page.get_by_role("heading", name="Step 4, Copy of the birth record")).to_be_visible()
    page.locator("label.opt", has_text="Wants this").click()
    page.get_by_role("button", name="Save wish").click()
    page.get_by_label("What came of it, or why").fill(OUTCOME)
    page.get_by_role("button", name="Declined").click()
    expect(page.get_by_role("heading", name="Another way for step 4")).to_be_visible()
    page.get_by_label("What is to be done").fill("Late registration")
    page.get_by_role("button", name="Put it in the plan").click()
    expect(page.get_by_role("heading", name="Step 7, Late registration")).to_be_visible()


def log_a_call(page: Page, code: str) -> None:
    page.goto(f"/cases/{code}/call/")
    page.locator("label.opt", has_text="Reached").first.click()
    page.get_by_label("What was said").fill("She is with the officer and has eaten.")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("link", name="Timeline")).to_be_visible()


def approve_and_rescue(lead: Page, worker: Page, code: str) -> None:
    lead.goto(f"/cases/{code}/rescue/")
    lead.locator("label.opt", has_text="Yes, go").click()
    write_down(lead)
    for _step in ("team", "authorities", "transport", "safe place", "hand-over", "debrief"):
        worker.goto(f"/cases/{code}/rescue/")
        for options in worker.locator("form .opts").all():
            if not options.locator("input:checked").count():
                options.locator("label.opt").first.click()
        worker.locator("form textarea").first.fill("Done as agreed.")
        write_down(worker)
    expect(worker.get_by_text("Team debriefed").first).to_be_visible()


def write_down(page: Page) -> None:
    """Press the button, and go on once the server has taken it."""
    place = page.url
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and answer.url == place
    ) as sent:
        page.get_by_role("button", name="Write it down").click()
    assert sent.value.status == 302
    page.wait_for_load_state()


def attach_a_letter(page: Page, code: str, folder) -> None:
    letter = folder / "letter.pdf"
    letter.write_bytes(PDF)
    page.goto(f"/cases/{code}/documents/new/")
    page.set_input_files("input[name=file]", letter)
    page.fill("input[name=title]", LETTER)
    page.click("text=Add document")
    page.wait_for_url(f"**/cases/{code}/documents/")


def ask_to_close(page: Page, code: str) -> None:
    page.goto(f"/cases/{code}/close/")
    page.locator("select[name=reason]").select_option(index=1)
    page.locator("textarea[name=leftovers]").fill("The school and the officer go on with it.")
    for group in page.locator("fieldset.results fieldset, fieldset.results .opts").all():
        group.locator("label.opt").first.click()
    page.locator("textarea[name=own_view]").fill("I am fine now.")
    for box in page.locator("input[name=checks]").all()[:-1]:  # the last says the opposite
        box.check(force=True)
    page.get_by_role("button", name="Ask to close").click()
    expect(page.get_by_text("Closing waits for approval.").first).to_be_visible()


def test_from_the_first_call_to_the_closed_case(signed_in, demo, tmp_path):
    home, _address = demo
    worker = signed_in("Case worker")

    code = take_the_call(worker)
    lead = signed_in("Team lead")
    approve_and_rescue(lead, worker, code)
    plan_six_steps(worker, code)
    decline_and_plan_another_way(worker)
    log_a_call(worker, code)
    attach_a_letter(worker, code, tmp_path)
    ask_to_close(worker, code)
    lead.goto(f"/cases/{code}/close/")
    lead.get_by_role("button", name="Close the case").click()
    worker.goto(f"/cases/{code}/")

    expect(worker.get_by_text("Closed on").first).to_be_visible()
    raw = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file()).lower()
    for secret in (NAME, "Nyakwezi", PHONE, PHONE.replace(" ", ""), PLACE, WORDS, OUTCOME, LETTER):
        assert secret.lower().encode() not in raw, secret


def test_a_stranger_to_the_case_is_told_nothing(signed_in):
    worker = signed_in("Case worker")
    code = take_the_call(worker)
    therapist = signed_in("Therapist")

    with closing(therapist):
        answer = therapist.goto(f"/cases/{code}/")
        assert answer is not None
        assert answer.status == 404
        assert "Nyakwezi" not in therapist.content()
