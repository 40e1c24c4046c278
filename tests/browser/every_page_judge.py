"""What is wrong with a page: for axe, in small windows, in its headings, its title and its weight."""

import gzip
from html import escape
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Response

from tests.browser.conftest import DESK, PHONE, SETTLED, WCAG

TWICE = (683, 450)  # a desk's window at 200 %
USUAL_PHONE = (390, 844)
OF_THE_NETWORK = ("/courts/network/data/", "/static/assets/network-")
RAW, PACKED = 40_000, 15_000  # bytes of HTML
ONE_SCREEN = """() => ({
  beyond: document.documentElement.scrollWidth - window.innerWidth,
  widest: [...document.querySelectorAll("main *")].filter((e) =>
    e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest("[style*=overflow]"))
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 90)),
})"""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const looks = getComputedStyle(e);
  const shows = e.checkVisibility({ visibilityProperty: true }) && e.clientWidth > 3
    && !e.matches("input, select, svg *");
  return shows && ["hidden", "clip"].includes(looks.overflowX) && looks.textOverflow !== "ellipsis"
    && e.scrollWidth > e.clientWidth + 1;
}).slice(0, 3).map((e) => `cut off by ${e.scrollWidth - e.clientWidth} px: ${e.outerHTML.slice(0, 90)}`)"""
NO_WAY_ASIDE = """() => [...document.querySelectorAll("main *")].filter((e) =>
  ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1
  && e.checkVisibility() && e.tabIndex < 0
  && !e.querySelector("a[href], button, input, select, textarea, [tabindex='0']"))
  .slice(0, 3).map((e) => `scrolls, but not by keyboard: ${e.outerHTML.slice(0, 90)}`)"""
HEADINGS = """() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
  .filter((e) => e.checkVisibility()).map((e) => [Number(e.tagName[1]), e.textContent.trim()])"""
AXE = """async (options) => (await axe.run(document, options)).violations.flatMap((one) =>
  one.nodes.slice(0, 3).map((node) =>
    `${one.id}: ${node.target} ${node.failureSummary.replaceAll("\\n", " ").slice(0, 300)}`))"""
ALL_RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
ALL_BUT_COLOURS = {**ALL_RULES, "rules": {"color-contrast": {"enabled": False}}}  # as at the desk
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}


def findings(page: Page, names: list[str]) -> list[str]:
    """What is wrong with the page in the window, in all sizes and both lights."""
    wrong = [f"{words} in the title" for words in names if words in page.title()]
    headings = page.evaluate(HEADINGS)
    levels = [level for level, _ in headings]
    if levels.count(1) != 1 or levels[:1] != [1]:
        wrong.append(f"not one h1, first: {headings[:4]}")
    wrong += [
        f"h{now} after h{before}: {words}"
        for (before, _), (now, words) in pairwise(headings)
        if now > before + 1
    ]
    page.evaluate(AXE_SCRIPT)
    for size, dark, rules in [
        (DESK, False, ALL_RULES), (TWICE, False, None), (USUAL_PHONE, False, None),
        (PHONE, False, ALL_BUT_COLOURS), (PHONE, True, COLOURS),
    ]:  # fmt: skip
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        page.evaluate(SETTLED)
        found = page.evaluate(AXE, rules) if rules else []
        screen = page.evaluate(ONE_SCREEN)
        if screen["beyond"] > 0:
            found.append(f"{screen['beyond']} px too wide: {screen['widest']}")
        if size in (USUAL_PHONE, PHONE) and not dark:
            found += [*page.evaluate(CUT_OFF), *page.evaluate(NO_WAY_ASIDE)]
        wrong += [f"{size[0]}{' dark' if dark else ''}: {one}" for one in found]
    return wrong


def weight(answer: Response) -> list[str]:
    """How far beyond its measure the page is."""
    body = answer.body()
    packed = len(gzip.compress(body, 6))
    wrong = [f"{len(body)} bytes of HTML"] if len(body) > RAW else []
    return [*wrong, *([f"{packed} bytes packed"] if packed > PACKED else [])]


def second_round(answer: Response, fetched: dict[str, str]) -> list[str]:
    """What a page fetched although the window has seen others: its own pictures and the tab's may be new.

    A part that comes by itself afterwards must be a link on the page too: nobody needs to wait for it.
    Only the picture of the network has data and a script of its own.
    """
    page = answer.text()
    wrong = []
    for kind, url in (sent.split(" ", 1) for sent in fetched.values()):
        path = unquote(urlsplit(url)._replace(scheme="", netloc="").geturl())
        is_linked = kind == "XHR" and f'href="{escape(path)}"' in page
        is_of_network = "data-network=" in page and path.startswith(OF_THE_NETWORK)
        if kind not in {"Document", "Image", "Other"} and not (
            url.startswith("data:") or is_linked or is_of_network
        ):
            wrong.append(f"{kind} {url}")
    return wrong
