"""The child's half of the story of the services: kept apart, asleep, traced, home, followed."""

from playwright.sync_api import Page, expect

from tests.browser.walking import (
    answer,
    day,
    fill,
    moment,
    path_of,
    press,
    start_service,
    status_of,
)

MOTHER = "Mfano Nyakwezi"
ROOM, OTHER_HOUSE = "Mwanga House (invented), Room 1", "Nuru House (invented)"


def another_house(lead: Page) -> None:
    lead.goto("/settings/houses/")
    lead.get_by_role("link", name="Add a house").click()
    answer(lead, "Save", name=OTHER_HOUSE, is_for_children=True)
    lead.get_by_role("link", name="Add a room").click()
    answer(lead, "Save", name="Room 1", for_whom="female", age_from=10, age_to=17)
    lead.get_by_role("link", name="Add a bed").click()
    answer(lead, "Save", name="A")
    answer(lead, "Add", user="Zawadi Kerubo")


def keep_apart(worker: Page, lead: Page, code: str) -> None:
    """She asks for a bed; the house where the girl set apart from her sleeps is refused without a word."""
    start_service(worker, code, "Safe place to stay")
    answer(worker, "Ask", wish="To sleep near the door.", step="1. A bed for tonight")
    lead.goto("/shelter/")
    other = lead.locator(".bed a.code").first.inner_text()
    lead.goto(f"/cases/{code}/shelter/apart/")
    answer(lead, "Keep apart", code=other, reason="One was made to watch the other.")
    lead.goto("/shelter/")
    waits = lead.get_by_role("listitem").filter(has_text=code)
    waits.get_by_role("link", name="Give a bed").click()
    fill(lead, bed=ROOM)
    lead.get_by_role("button", name="Keep this bed").click()
    expect(lead.get_by_text("to be kept apart from somebody in this house").first).to_be_visible()
    answer(lead, "Keep this bed", bed=OTHER_HOUSE)
    expect(lead.get_by_text("The bed is kept.")).to_be_visible()


def sleep(keeper: Page, code: str) -> None:
    keeper.goto(f"/cases/{code}/services/")
    press(keeper, "Shelter")
    press(keeper, "Arrival")
    answer(keeper, "Let in", belongings="A school bag", health_checked=True, rules_told=True)
    keeper.goto("/")
    keeper.get_by_role("link", name=f"Evening roll call, {OTHER_HOUSE}").click()
    keeper.get_by_role("group", name=code).get_by_role("button", name="Here").click()
    expect(keeper.get_by_text("1 of 1")).to_be_visible()


def leave_the_house(keeper: Page, code: str) -> str:
    """The bed is free again; whoever works in the house alone sees the file no more."""
    keeper.goto(f"/cases/{code}/services/")
    press(keeper, "Shelter")
    stay = path_of(keeper)
    press(keeper, "Leaves the shelter")
    answer(
        keeper, "Leaves the shelter", destination="family", outcome="completed",
        plan="Her mother, and the worker who visits.",
    )  # fmt: skip
    assert status_of(keeper, stay) == 404
    return stay


def trace(worker: Page, lead: Page, code: str) -> str:
    for giver in ("assent", "officer"):
        worker.goto(f"/cases/{code}/consent/")
        answer(worker, "Save the answer", purpose="tracing", answer="yes", giver=giver)
    start_service(worker, code, "Family tracing")
    answer(
        worker,
        "Begin",
        wish="My mother.",
        name=MOTHER,
        relation="mother",
        step="Look for her mother",
    )
    for way, result, words in (
        ("chief", "clue", "She moved to the market town."), ("visit", "found", "She sells by the well."),
    ):  # fmt: skip
        press(worker, "An attempt")
        answer(worker, "Save", way=way, result=result, words=words, place="Market of Kwapunda")
    press(worker, "Add")
    answer(worker, "Save", name=MOTHER, relation="mother")
    press(worker, "Check")
    answer(worker, "Save", proofs=["photo", "questions"])
    lead.goto(worker.url)
    press(lead, "Confirm as second person")
    answer(lead, "I looked at it and agree")
    worker.reload()
    press(worker, "Assess")
    answer(worker, "Save", safety="safe", willing="wants", capacity="enough", involved="none")
    press(worker, "Write")
    answer(
        worker, "Save", decided_on=day(-192), options="Home; an aunt.", child_view="I want my mother.",
        decision="go_home", deciders="Mfano Officer, children's office",
    )  # fmt: skip
    return path_of(worker)


def go_home(worker: Page, code: str) -> None:
    press(worker, "Prepare")
    answer(worker, "Save", ready=["told_person", "told_family", "papers"])
    press(worker, "Handover to family")
    answer(
        worker, "Record the handover", at=moment(-190, 12), place="Office of the chief", id_seen="national_id",
        signed_by=f"{MOTHER}; the chief", first_follow_up_on=day(-183), step="Home to her mother",
    )  # fmt: skip
    expect(worker.get_by_text("the first follow-up is planned")).to_be_visible()


def followed_for_half_a_year(worker: Page, code: str) -> str:
    """Four follow-ups with scores; each better than the one before."""
    worker.goto(f"/cases/{code}/services/")
    press(worker, "Life after the return")
    here = path_of(worker)
    for number, (ago, mark) in enumerate(((180, 2), (155, 3), (95, 4), (4, 5)), start=1):
        worker.goto(here)
        press(worker, "Follow-up")
        answer(worker, "Plan", due_at=moment(number, 11), way="visit")
        worker.locator("a.num.strong[href*='/follow-ups/']").first.click()
        questions = worker.locator("input[name^=q_]")
        names = {one.get_attribute("name") or "" for one in questions.all()}
        answer(
            worker, "Save and count", on=day(-ago), safety="yes", words="Sleeps beside her mother.",
            **dict.fromkeys(names, mark),
        )  # fmt: skip
    scores = worker.locator("table td.num").all_inner_texts()
    assert [score for score in scores if score.isdigit()] == [
        *3 * ["100"],
        *3 * ["75"],
        *3 * ["50"],
        *3 * ["25"],
    ]
    return here
