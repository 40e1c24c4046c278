"""A real browser for the tests that need one, and axe's judgement of a page."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.operations.running import service, set_up

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in the tests' thread
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK, PHONE = (1366, 900), (360, 740)
SETTLED = """() => Promise.all(document.getAnimations()
  .filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => 0)))"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; the tests are left out where it is not installed."""
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, live_server, settings):
    """A function that opens an address in a window of its own; a page with an error fails the test."""
    settings.FRONTEND_MUST_BE_BUILT = True
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def opened(path: str, *, size=DESK, dark=False, client=None, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            **options,
        )
        contexts.append(context)
        if client:
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda said: problems.append(said.text) if "Security Policy" in said.text else None,
        )
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def axe():
    """A function that lists what axe finds wrong with a page, and whether it is wider than its window."""

    def findings(page: Page) -> list[str]:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        wrong = [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return [*wrong, *([f"{beyond} px wider than the window"] if beyond > 0 else [])]

    return findings


def looks(page: Page) -> Iterator[tuple[dict[str, int], bool]]:
    """The page that is open at the desk and on a phone, in light and in dark: its size and whether dark."""
    for width, height in (DESK, PHONE):
        for dark in (False, True):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
            page.evaluate(SETTLED)
            yield {"width": width, "height": height}, dark


@pytest.fixture
def demo(tmp_path):
    """A served demonstration: its home, and its address."""
    home = tmp_path / "home"
    home.mkdir()
    set_up(home, demo=True)
    with service(home, "--demo") as served:
        yield home, served.address.rstrip("/")


@pytest.fixture
def signed_in(browser, demo):
    """A function that signs in as the role printed at the start, or as a colleague by name, on the page."""
    home, address = demo
    rows = json.loads((home / "demo-sign-ins.json").read_text())
    contexts = []

    def page_of(role: str, *, name: str = "") -> Page:
        who = next(row for row in rows if row["role"] == role)
        email = f"{name.lower().replace(' ', '.')}@demo.example" if name else who["email"]
        context = browser.new_context(base_url=address, viewport={"width": 1366, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto("/account/sign-in/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", who["password"])
        page.get_by_role("button", name="Sign in with password").click()
        page.wait_for_url(re.compile(r"/$"))
        return page

    yield page_of
    for context in contexts:
        context.close()
