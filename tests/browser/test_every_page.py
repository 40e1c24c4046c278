"""Every page of a served demonstration: usable by all, light, nameless, and in Kiswahili."""

import gzip
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils.translation.trans_real import translation
from playwright.sync_api import BrowserContext, CDPSession, Page, Response

from tests.browser.conftest import DESK, PHONE, WCAG
from tests.browser.every_page_table import NO_PAGE, PAGES, Visit
from tests.guardrails.doors import all_doors
from tests.operations.running import in_django, service

pytestmark = pytest.mark.browser

TWICE = (683, 450)  # a desk's window at 200 %
RAW, PACKED = 40_000, 15_000  # bytes of HTML
SHOTS = os.environ.get("SHOTS")  # a folder for pictures, for those who change the pages
ONE_SCREEN = """() => ({
  beyond: document.documentElement.scrollWidth - window.innerWidth,
  widest: [...document.querySelectorAll("main *")].filter((e) =>
    e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest("[style*=overflow]"))
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 90)),
})"""
HEADINGS = """() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
  .filter((e) => e.checkVisibility()).map((e) => [Number(e.tagName[1]), e.textContent.trim()])"""
AXE = """async (options) => (await axe.run(document, options)).violations.flatMap((one) =>
  one.nodes.slice(0, 3).map((node) =>
    `${one.id}: ${node.target} ${node.failureSummary.replaceAll("\\n", " ").slice(0, 300)}`))"""
ALL_RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}


@dataclass
class Window:
    """A browser window of one person, and what came over the line since it was last asked."""

    context: BrowserContext
    page: Page
    line: CDPSession
    fetched: dict[str, str] = field(default_factory=dict)

    def listen(self) -> None:
        """Note each request that the browser's cache did not answer."""
        self.line.send("Network.enable")
        self.line.on("Network.requestWillBeSent", lambda sent: self.fetched.update(
            {sent["requestId"]: f"{sent['type']} {sent['request']['url']}"}))  # fmt: skip
        self.line.on("Network.requestServedFromCache", lambda kept: self._kept(kept["requestId"]))
        self.line.on("Network.responseReceived", self._received)

    def _received(self, came: dict) -> None:
        if came["response"].get("fromDiskCache"):
            self._kept(came["requestId"])

    def _kept(self, request: str) -> None:
        self.fetched.pop(request, None)

    def open(self, path: str) -> Response:
        """Go there as a new visit; ``fetched`` starts anew."""
        self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        self.page.emulate_media(color_scheme="light")
        self.fetched.clear()
        answer = self.page.goto(path)
        assert answer is not None
        return answer


class Served:
    """The demonstration, its people and one window for each of them."""

    def __init__(self, browser, address: str, facts: dict) -> None:
        self.browser, self.address = browser, address
        self.made, self.who, self.names = facts["made"], facts["who"], facts["names"]
        self.windows: dict[str, Window] = {}
        self.doors = all_doors()

    def window(self, who: str) -> Window:
        """The window of ``who``, signed in on the page the first time."""
        if who not in self.windows:
            context = self.browser.new_context(base_url=self.address)
            page = context.new_page()
            window = self.windows[who] = Window(context, page, context.new_cdp_session(page))
            window.listen()
            if who != "anyone":
                self._sign_in(page, self.made["keeper"] if who == "keeper" else self.who[who])
            if who == "keeper":
                page.wait_for_url("**/sign-in/code/")
                assert findings(window, self.names) == []
                page.fill("input[name=code]", self.made["recovery"])
                page.locator("main form button[type=submit], form button[type=submit]").first.click()
                page.wait_for_url(re.compile(r"/$"))
        return self.windows[who]

    def _sign_in(self, page: Page, email: str) -> None:
        page.goto("/account/sign-in/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", "karibu nyumbani")
        page.get_by_role("button", name="Sign in with password").click()
        page.wait_for_url(lambda url: "/account/sign-in/" != url.split("?")[0][len(self.address):])

    def path(self, name: str, visit: Visit) -> str:
        """The address of this page for this visit."""
        arguments = {}
        for asked in self.doors[name].asks:
            key = visit.keys.get(asked, asked)
            arguments[asked] = key[1:] if key.startswith("=") else self.made[key]
        query = f"?{visit.query.format(**self.made)}" if visit.query else ""
        return self.doors[name].address(arguments) + query


@pytest.fixture(scope="module")
def served(browser, tmp_path_factory):
    home = tmp_path_factory.mktemp("every-page") / "home"
    home.mkdir()
    with service(home, "--demo") as running:
        made = in_django(home, "from tests.browser.every_page_things import make; make()")
        served = Served(browser, running.address.rstrip("/"), json.loads(made.splitlines()[-1]))
        yield served
        for window in served.windows.values():
            window.context.close()


def findings(window: Window, names: list[str]) -> list[str]:
    """What is wrong with the page in the window, in all sizes and both lights."""
    page = window.page
    wrong = [f"{words} in the title" for words in names if words in page.title()]
    headings = page.evaluate(HEADINGS)
    levels = [level for level, _ in headings]
    if levels.count(1) != 1 or levels[:1] != [1]:
        wrong.append(f"not one h1, first: {headings[:4]}")
    wrong += [
        f"h{now} after h{before}: {words}"
        for (before, _), (now, words) in zip(headings, headings[1:], strict=False)
        if now > before + 1
    ]
    page.evaluate(AXE_SCRIPT)
    for size, dark, rules in [
        (DESK, False, ALL_RULES), (TWICE, False, None), (PHONE, False, ALL_RULES),
        (PHONE, True, COLOURS),
    ]:  # fmt: skip
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme="dark" if dark else "light")
        found = page.evaluate(AXE, rules) if rules else []
        screen = page.evaluate(ONE_SCREEN)
        if screen["beyond"] > 0:
            found.append(f"{screen['beyond']} px too wide: {screen['widest']}")
        wrong += [f"{size[0]}{' dark' if dark else ''}: {one}" for one in found]
    return wrong


def weight(answer: Response) -> list[str]:
    """How far beyond its measure the page is."""
    body = answer.body()
    packed = len(gzip.compress(body, 6))
    wrong = [f"{len(body)} bytes of HTML"] if len(body) > RAW else []
    return [*wrong, *([f"{packed} bytes packed"] if packed > PACKED else [])]


def second_round(window: Window) -> list[str]:
    """What a page fetched although the window has seen others: pictures of its own may be new."""
    return [
        sent for sent in window.fetched.values()
        if not sent.startswith(("Document", "Image")) and not sent.split()[1].startswith("data:")
    ]  # fmt: skip


def area(name: str) -> str:
    """In which group a page is visited."""
    if name.startswith("cases:plan"):
        return "plan"
    return name.split(":")[0] if ":" in name else "account"


def test_every_address_has_its_visit_or_a_reason():
    pages = {
        name for name, door in all_doors().items()
        if "GET" in getattr(door.view, "methods", ("GET",))
    }  # fmt: skip
    assert pages - set(PAGES) - set(NO_PAGE) == set(), "add them to every_page_table.py"
    assert (set(PAGES) | set(NO_PAGE)) - pages == set(), "these addresses are gone"


@pytest.mark.parametrize("group", sorted({area(name) for name in PAGES}))
def test_every_page(served, group):
    wrong = []

    for name in (name for name in PAGES if area(name) == group):
        for at, visit in enumerate(PAGES[name]):
            window = served.window(visit.who)
            path = served.path(name, visit)
            answer = window.open(path)
            if answer.status != visit.status or answer.request.redirected_from:
                wrong.append(f"{name} {path} as {visit.who}: {answer.status} {window.page.url}")
                continue
            found = [*weight(answer), *second_round(window), *findings(window, served.names)]
            wrong += [f"{name} {path} as {visit.who}: {one}" for one in found]
            if SHOTS:
                _picture(window.page, f"{name.replace(':', '-')}-{at}")

    assert not wrong, "\n".join(wrong)


def _picture(page: Page, name: str) -> None:
    for width in (1366, 390):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [("worker", "/nowhere/", 404), ("anyone", "/nowhere/", 404), ("worker", "/cases/KB-0000/", 404),
     ("worker", "/settings/staff/", 404)],
)  # fmt: skip
def test_pages_of_errors(served, who, path, status):
    window = served.window(who)

    answer = window.open(path)

    assert answer.status == status
    assert [*weight(answer), *findings(window, served.names)] == []


def test_the_locked_screen(served):
    window = served.window("manager")
    window.open("/account/")
    window.page.evaluate("document.querySelector('form[data-hide]').submit()")
    window.page.wait_for_load_state()

    answer = window.open("/account/locked/")

    assert [*weight(answer), *findings(window, served.names)] == []
    served.windows.pop("manager").context.close()


REACH = """() => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0
    && !e.closest("[inert]") && e.getClientRects().length)
  .filter((e) => e.type !== "radio" || e.checked
    || !document.querySelector(`input[type=radio][name="${e.name}"]:checked`)
    && e === document.querySelector(`input[type=radio][name="${e.name}"]`))
  .map((e, at) => { e.dataset.reach = at; return e.outerHTML.slice(0, 110); })"""
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const looks = [e, e.nextElementSibling, e.closest("label"), e.parentElement].filter(Boolean)
    .some((one) => { const s = getComputedStyle(one);
      return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== "none"; });
  const box = e.getBoundingClientRect();
  return [e.dataset.reach ?? "", looks, box.width > 0, e.outerHTML.slice(0, 110)];
}"""


@pytest.mark.parametrize("page", ["/", "/cases/", "/cases/new/", "{code}/", "{code}/plan/"])
def test_all_of_it_by_keyboard(served, page):
    window = served.window("worker")
    window.open(page.replace("{code}", f"/cases/{served.made['code']}"))
    page = window.page
    to_reach = page.evaluate(REACH)
    page.evaluate("document.body.focus()")
    reached, faint = set(), []

    for press in range(len(to_reach) + 40):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if press == 0:
            assert focused is not None
            assert "kb-skip" in focused[3], "the skip link comes first"
        if focused is None:
            break
        reached.add(focused[0])
        if not focused[1]:
            faint.append(focused[3])

    missed = [html for at, html in enumerate(to_reach) if str(at) not in reached]
    assert not missed, missed
    assert not faint, faint


def test_the_skip_link_leads_to_the_content(served):
    window = served.window("worker")
    window.open("/cases/")

    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    window.page.keyboard.press("Tab")

    assert window.page.evaluate("!!document.activeElement.closest('#main')")


def english_texts() -> set[str]:
    """Texts of the catalogue that read otherwise in Kiswahili, as a page would show them whole."""
    catalogue = translation("sw")._catalog
    return {
        words for words, swahili in ((key, catalogue[key]) for key in catalogue.keys())
        if isinstance(words, str) and swahili != words and len(words) > 5 and "%" not in words
        and "\x04" not in words
    }  # fmt: skip


def test_in_kiswahili_nothing_is_left_in_english(served):
    window = served.window("lead")
    window.open("/account/")
    window.page.get_by_role("button", name="Kiswahili").first.click()
    window.page.wait_for_load_state()
    english, wrong = english_texts(), []
    assert len(english) > 1000

    for name, visits in PAGES.items():
        if "lead" in {visit.who for visit in visits} or visits[0].who == "worker":
            path = served.path(name, visits[-1] if visits[-1].who == "lead" else visits[0])
            answer = window.page.goto(path)
            if answer is None or not answer.ok:
                continue
            if window.page.locator("html").get_attribute("lang") != "sw":
                wrong.append(f"{path}: lang")
            lines = {line.strip() for line in window.page.inner_text("body").splitlines()}
            if left := lines & english:
                wrong.append(f"{name} {path}: {sorted(left)}")

    window.page.get_by_role("button", name="English").first.click()
    assert not wrong, "\n".join(wrong)
