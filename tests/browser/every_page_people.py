"""The people of a served demonstration, each with a browser window, and what comes over its line."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, Page, Response

from tests.browser.conftest import DESK
from tests.browser.every_page_judge import findings
from tests.browser.every_page_table import Visit
from tests.browser.test_passkeys import DEVICE
from tests.guardrails.doors import all_doors
from tests.operations.running import in_django

NO_ACCOUNT = ("anyone", "visitor")
FIRST = {"visitor": "/write/"}  # a visitor sees the public pages, which have a sheet of their own


@dataclass
class Window:
    """A browser window of one person, and what came over the line since it was last asked."""

    context: BrowserContext
    page: Page
    line: CDPSession
    fetched: dict[str, str] = field(default_factory=dict)

    def listen(self) -> None:
        """Note each request that the browser's cache did not answer and that is no look for news."""
        self.line.send("Network.enable")
        self.line.on("Network.requestWillBeSent", self._sent)
        self.line.on("Network.requestServedFromCache", lambda kept: self._kept(kept["requestId"]))
        self.line.on("Network.responseReceived", self._received)

    def _sent(self, sent: dict) -> None:
        if "X-Background" not in sent["request"]["headers"]:
            self.fetched[sent["requestId"]] = f"{sent['type']} {sent['request']['url']}"

    def _received(self, came: dict) -> None:
        if came["response"].get("fromDiskCache"):
            self._kept(came["requestId"])

    def _kept(self, request: str) -> None:
        self.fetched.pop(request, None)

    def open(self, path: str) -> Response:
        """Go there as a new visit; ``fetched`` starts anew."""
        self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.fetched.clear()
        answer = self.page.goto(path)
        assert answer is not None
        return answer


class Served:
    """The demonstration, its people and one window for each of them."""

    def __init__(self, browser, home: Path, address: str, facts: dict) -> None:
        self.home = home
        self.browser, self.address = browser, address
        self.made, self.who, self.names = facts["made"], facts["who"], facts["names"]
        self.windows: dict[str, Window] = {}
        self.doors = all_doors()

    def window(self, who: str) -> Window:
        """The window of ``who``, signed in on the page the first time."""
        if who not in self.windows:
            context = self.browser.new_context(base_url=self.address, reduced_motion="reduce")
            page = context.new_page()
            window = self.windows[who] = Window(context, page, context.new_cdp_session(page))
            window.listen()
            page.goto(FIRST.get(who, "/account/sign-in/"))  # fetches what all pages share
            if who not in NO_ACCOUNT:
                self._sign_in(page, self.made["keeper"] if who == "keeper" else self.who[who])
            if who == "keeper":
                self._take_second_step(window)
        return self.windows[who]

    def _sign_in(self, page: Page, email: str) -> None:
        page.goto("/account/sign-in/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", "karibu nyumbani")
        page.get_by_role("button", name="Sign in with password").click()
        page.wait_for_url(lambda url: url.split("?")[0][len(self.address) :] != "/account/sign-in/")

    def _take_second_step(self, window: Window) -> None:
        """Look at the page of the second step, take it, and add a passkey."""
        page, line = window.page, window.line
        page.wait_for_url("**/sign-in/code/**")
        assert findings(window.page, self.names) == []
        page.fill("input[name=code]", self.made["recovery"])
        page.press("input[name=code]", "Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        line.send("WebAuthn.enable")
        line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        page.goto("/account/second-factor/passkeys/add/")
        page.get_by_label("A name for it").fill("Office laptop")
        page.get_by_role("button", name="Add this device").click()
        page.wait_for_url(lambda url: "/add/" not in url)
        said = in_django(self.home, "from tests.browser.every_page_things import *; say_passkey()")
        self.made["passkey"] = said.strip()

    def path(self, name: str, visit: Visit) -> str:
        """The address of this page for this visit."""
        arguments = {}
        for asked in self.doors[name].asks:
            key = visit.keys.get(asked, asked)
            arguments[asked] = key[1:] if key.startswith("=") else self.made[key]
        query = f"?{visit.query.format(**self.made)}" if visit.query else ""
        return self.doors[name].address(arguments) + query
