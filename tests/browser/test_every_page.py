"""Every page of a served demonstration: usable by all, light, nameless, and in Kiswahili."""

import gettext
import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.every_page_judge import findings, second_round, weight
from tests.browser.every_page_people import Served
from tests.browser.every_page_table import NO_PAGE, PAGES
from tests.guardrails.doors import all_doors
from tests.operations.running import ROOT, in_django, service, set_up

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("SHOTS")  # a folder for pictures, for those who change the pages


@pytest.fixture(scope="module")
def served(browser, tmp_path_factory):
    home = tmp_path_factory.mktemp("every-page") / "home"
    home.mkdir()
    set_up(home, demo=True)
    with service(home, "--demo") as running:
        made = in_django(home, "from tests.browser.every_page_things import make; make()")
        address = f"http://localhost:{running.port}"  # passkeys need a name, not a number
        served = Served(browser, home, address, json.loads(made.splitlines()[-1]))
        yield served
        for window in served.windows.values():
            window.context.close()


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
            if (
                answer.status != visit.status
                or bool(answer.request.redirected_from) != visit.sends_on
            ):
                wrong.append(f"{name} {path} as {visit.who}: {answer.status} {window.page.url}")
                continue
            found = [
                *weight(answer),
                *second_round(answer, window.fetched),
                *findings(window.page, served.names),
            ]
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
    assert [*weight(answer), *findings(window.page, served.names)] == []


def test_the_locked_screen(served):
    window = served.window("manager")
    window.open("/account/")
    window.page.evaluate("document.querySelector('form[data-hide]').submit()")
    window.page.wait_for_load_state()

    answer = window.open("/account/locked/")

    assert [*weight(answer), *findings(window.page, served.names)] == []
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


AS_IT_IS = {
    "imports:columns": {
        "Citizenship",
        "Consent",
        "Country",
        "Latitude",
        "Longitude",
        "Status",
        "Street",
    },  # names of the standard's columns
    "cases:timeline": {"Letter"},  # kept in the words of the day it was written
}


def english_texts() -> set[str]:
    """Texts of the catalogue that read otherwise in Kiswahili, as a page would show them whole."""
    catalogue = gettext.translation("django", ROOT / "locale", ["sw"])._catalog
    return {
        words for words, swahili in ((key, catalogue[key]) for key in catalogue)
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
            if left := lines & english - AS_IT_IS.get(name, set()) - {"English", "Turkana"}:
                wrong.append(f"{name} {path}: {sorted(left)}")

    window.page.get_by_role("button", name="English").first.click()
    assert not wrong, "\n".join(wrong)
