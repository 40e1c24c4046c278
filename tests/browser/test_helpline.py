"""The helpline as a new user meets it: a served demonstration, the simulator beside it, and a browser.

Nothing is prepared by the test, and nobody reloads a page to see what is new.
"""

import json
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.operations.running import ROOT, environment, free_port, service, set_up

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("helpline")]

SOON = 45_000  # an inbox in which nothing happens looks every thirty seconds
NEGLECT = "A neighbour: a girl of 9 is left alone for days and goes hungry."
REPORT = "A lorry takes boys from the stage at Kwaharaka every Monday."


@dataclass
class Running:
    """A demonstration and its simulator."""

    home: Path
    address: str
    phones: str


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    home = tmp_path_factory.mktemp("helpline") / "home"
    home.mkdir()
    set_up(home, demo=True)
    with service(home, "--demo") as served:
        port = free_port()
        simulator = subprocess.Popen(
            [
                sys.executable, "-m", "kimbilio", "simulate", "--port", str(port),
                "--to", served.address,
            ],
            env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert simulator.stdout is not None
            assert simulator.stdout.readline().startswith("The phones are at")
            yield Running(home, served.address.rstrip("/"), f"http://127.0.0.1:{port}")
        finally:
            simulator.send_signal(signal.SIGTERM)
            simulator.communicate(timeout=20)


@pytest.fixture
def window(browser: Browser, running: Running):
    """A function that opens a window of its own."""
    contexts: list[BrowserContext] = []

    def opened(base: str, size=DESK, **options) -> Page:
        context = browser.new_context(
            base_url=base, viewport={"width": size[0], "height": size[1]}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(window, running: Running):
    """A function that signs in as a role, as printed at the start."""

    def page_of(role: str) -> Page:
        rows = json.loads((running.home / "demo-sign-ins.json").read_text())
        who = next(row for row in rows if row["role"] == role)
        page = window(running.address)
        page.goto("/account/sign-in/")
        page.fill("input[name=login]", who["email"])
        page.fill("input[name=password]", who["password"])
        page.get_by_role("button", name="Sign in with password").click()
        page.wait_for_url(f"{running.address}/")
        return page

    return page_of


@pytest.fixture
def worker(signed_in) -> Page:
    """A case worker who signed in."""
    return signed_in("Case worker")


def row_of(page: Page, ending: str):
    return page.locator("a.li", has=page.locator("b", has_text=re.compile(rf"{ending}\b")))


def test_a_whatsapp_message_is_answered_and_becomes_a_case(window, worker, running, axe):
    worker.goto("/inbox/")
    worker.evaluate("window.isTheSame = true")
    phone = window(running.phones, PHONE)
    phone.goto("/phones/0/")
    assert axe(phone) == []
    phone.get_by_label("Message", exact=True).fill("Habari, naomba kuongea na mtu.")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_role("log")).to_contain_text("sent")

    arrived = row_of(worker, "501")
    expect(arrived).to_contain_text("Habari, naomba kuongea", timeout=SOON)
    assert worker.evaluate("window.isTheSame") is True
    phone.goto("/")  # the phone lies on the table: delivered, not read
    arrived.click()
    worker.get_by_label("Your answer").fill("Habari. Ni salama kuandika sasa?")
    worker.get_by_role("button", name="Send", exact=True).click()
    worker.evaluate("window.isTheSame = true")
    expect(worker.locator(".b.me")).to_contain_text("Delivered", timeout=SOON)
    phone.goto("/phones/0/")
    expect(phone.get_by_role("log")).to_contain_text("Habari. Ni salama kuandika sasa?")
    expect(worker.locator(".b.me")).to_contain_text("Read", timeout=SOON)
    assert worker.evaluate("window.isTheSame") is True
    conversation = worker.url

    whom = worker.get_by_role("group", name=re.compile("Open a case. Whom is it about"))
    whom.get_by_role("button", name="Themselves").click()
    expect(worker.get_by_label("One or two lines")).to_have_value(
        re.compile("naomba kuongea na mtu")
    )
    expect(worker.get_by_label("Phone", exact=True)).to_have_value(re.compile("501"))
    expect(worker.get_by_label("What may we call you?")).to_have_value("Rehema")
    worker.get_by_text("Adult", exact=True).first.click()
    worker.get_by_text("Not safe", exact=True).first.click()
    worker.get_by_label("May we write this down?").select_option("yes")
    expect(worker.get_by_text(re.compile("fits best")).first).to_be_visible()
    worker.wait_for_load_state("networkidle")
    worker.get_by_role("button", name="Confirm and open case").click()
    worker.wait_for_url(re.compile(r"/cases/KB-[0-9A-Z]{4,6}/$"))
    code = worker.url.rstrip("/").rpartition("/")[2]
    worker.goto(conversation)
    expect(worker.locator(".with").get_by_role("link", name=code)).to_be_visible()


def test_a_call_about_neglect_goes_to_the_children_s_office_and_comes_back(
    window, worker, signed_in
):
    worker.goto("/inbox/new/")
    worker.get_by_label("What it is about").fill(NEGLECT)
    worker.get_by_role("button", name="Save, then decide").click()
    worker.wait_for_url(re.compile(r"/inbox/[0-9a-f-]{36}/"))
    conversation = worker.url
    worker.goto("/partners/?service=safety&county=037&age=9")
    office = worker.get_by_role("link", name=re.compile("Children's Office")).inner_text()
    worker.goto(conversation)
    worker.get_by_placeholder("Partner, by name").fill(office)
    worker.get_by_role("button", name="Refer", exact=True).click()
    expect(worker.get_by_label("One or two lines are enough")).to_have_value(NEGLECT)
    worker.get_by_text("Someone else", exact=True).first.click()
    worker.get_by_text("Minor", exact=True).first.click()
    worker.get_by_label("Does it look like trafficking?").select_option(label="No")
    worker.get_by_text("Yes, safe", exact=True).first.click()
    expect(worker.get_by_text("A partner fits best.", exact=True)).to_be_visible()
    worker.get_by_label("They agree that we pass this on").check(force=True)
    worker.wait_for_load_state("networkidle")
    worker.get_by_role("button", name="Confirm and open case").click()
    worker.wait_for_url(re.compile(r"/cases/KB-\w+/referrals/new/"))
    worker.get_by_label("What do you ask them for?").fill("A visit to the home this week.")
    worker.get_by_role("button", name="See what they will see").click()
    expect(worker.get_by_text("There is no consent to share with this partner.")).to_be_visible()

    lead = signed_in("Team lead")  # a neighbour's word is no consent; to report is a duty
    lead.goto(worker.url)
    lead.get_by_label("Partner", exact=True).fill(office)
    lead.get_by_label("What do you ask them for?").fill("A visit to the home this week.")
    lead.get_by_text("Age group", exact=True).click()
    lead.get_by_label("What happened").fill("A child of 9 is left alone for days.")
    lead.get_by_label("Without consent: legal ground").select_option("duty")
    lead.get_by_label("Why", exact=True).fill("A child is neglected.")
    lead.get_by_role("button", name="See what they will see").click()
    lead.get_by_role("button", name="Send", exact=True).click()
    shown = lead.locator("section", has_text="Pass these on now").inner_text()
    referral = lead.url

    officer = window(re.search(r"https?://[^/\s]+", shown)[0], PHONE, java_script_enabled=False)
    officer.goto(re.search(r"/answer/\S+/", shown)[0])
    officer.get_by_label("Your code").fill(re.search(r"\b\d{6}\b", shown)[0])
    officer.get_by_role("button", name="Open").click()
    expect(officer.get_by_text("A child of 9 is left alone for days.")).to_be_visible()
    officer.get_by_text("We can help", exact=True).click()
    officer.get_by_role("button", name="Send the answer").click()
    officer.get_by_text("Help was given", exact=True).click()
    officer.get_by_label("Words").fill("An aunt has taken her in.")
    officer.get_by_role("button", name="Send the answer").click()
    expect(officer.get_by_text("Thank you. Nothing more is needed.")).to_be_visible()
    worker.goto(referral)
    expect(worker.get_by_text("An aunt has taken her in.")).to_be_visible()


def test_while_the_provider_is_down_the_answer_waits_and_says_so(window, worker, running):
    phone = window(running.phones, java_script_enabled=False)
    phone.goto("/phones/1/")
    phone.get_by_label("SMS", exact=True).check()
    phone.get_by_label("Message", exact=True).fill("How much is the bus?")
    phone.get_by_role("button", name="Send", exact=True).click()
    phone.get_by_role("button", name="Let the provider be down").click()
    worker.goto("/inbox/")
    arrived = row_of(worker, "502")
    expect(arrived).to_be_visible(timeout=SOON)
    arrived.click()
    worker.get_by_label("Your answer").fill("Forty shillings.")
    worker.get_by_role("button", name="Send", exact=True).click()
    answer = worker.locator(".b.me")
    expect(answer).to_contain_text("Waiting", timeout=SOON)

    phone.get_by_role("button", name="Mend it").click()

    expect(answer).to_contain_text("Delivered", timeout=2 * SOON)
    phone.get_by_role("link", name="Look again").click()
    expect(phone.get_by_text("Forty shillings.")).to_be_visible()


def test_a_report_without_a_name_or_a_script_comes_back_by_its_code(window, worker, running):
    stranger = window(running.address, PHONE, java_script_enabled=False)
    stranger.goto("/write/")
    stranger.get_by_label("What do you see, or what do you need?").fill(REPORT)
    stranger.wait_for_timeout(3200)  # who writes is slower than a program
    stranger.get_by_role("button", name="Send").click()
    code = stranger.locator(".code").inner_text()
    worker.goto("/inbox/?channel=web")
    arrived = worker.locator("a.li", has_text="A lorry takes boys")
    expect(arrived).to_be_visible(timeout=SOON)
    arrived.click()
    worker.get_by_label("Your answer").fill("Thank you. Do you know the hour?")
    worker.get_by_role("button", name="Send", exact=True).click()
    expect(worker.locator(".b.me")).to_contain_text("shown behind their code")

    stranger.get_by_role("link", name="I have a code").click()
    stranger.get_by_label("Your code").fill(code.lower())
    stranger.get_by_role("button", name="Open").click()
    expect(stranger.get_by_text("Thank you. Do you know the hour?")).to_be_visible()
    stranger.get_by_label("Write more").fill("At five in the morning.")
    stranger.wait_for_timeout(3200)
    stranger.get_by_role("button", name="Send").click()

    expect(worker.get_by_text("At five in the morning.").first).to_be_visible(timeout=SOON)
    assert code not in stranger.url
