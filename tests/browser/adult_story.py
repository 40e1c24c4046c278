"""The adult's half of the story of the services: therapy, a day in court, a business that earns."""

from playwright.sync_api import Page, expect

from tests.browser.walking import answer, day, fill, moment, path_of, press, start_service

FALLING = (18, 16, 15, 13, 11, 9, 8, 6)


def ask_for_therapy(worker: Page, code: str) -> None:
    start_service(worker, code, "Talking and therapy")
    answer(worker, "Ask", wish="To sleep.", planned=8, step="1. Talks with the therapist")


def eight_sessions(therapist: Page, code: str) -> list[str]:
    """Twice a week in the last month, with a PHQ-9 each time."""
    therapist.goto(f"/cases/{code}/services/")
    press(therapist, "Therapy")
    here = path_of(therapist)
    for first in (-28, -25):
        therapist.goto(here)
        press(therapist, "Session")
        answer(
            therapist, "Book", starts_at=moment(first, 7), ends_at=moment(first, 8),
            room="Baobab", weeks=4,
        )  # fmt: skip
    therapist.goto(here)
    links = therapist.locator("a[href^='/therapy/sessions/']:not([href*=new])").all()
    sessions = [link.get_attribute("href") or "" for link in reversed(links)]
    for session, total in zip(sessions, FALLING, strict=True):
        on = _came(therapist, session)
        _phq9(therapist, here, total, on)
    result = path_of(therapist)
    therapist.goto(here)
    totals = therapist.locator("table td:nth-of-type(1)").all_inner_texts()
    assert tuple(int(total) for total in reversed(totals[:8])) == FALLING
    return [here, result]


def _came(therapist: Page, session: str) -> str:
    therapist.goto(session)
    on = therapist.locator("[name=starts_at]").input_value()[:10]
    therapist.locator("label", has_text="Came").first.click()
    answer(therapist, "Save")
    return on


def _phq9(therapist: Page, here: str, total: int, on: str) -> None:
    """Marks that come to ``total``; the ninth question is answered with no."""
    therapist.goto(f"{here}scales/PHQ9/")
    marks = [min(3, max(0, total - 3 * place)) for place in range(8)] + [0]
    questions = {f"q{place}": mark for place, mark in enumerate(marks, start=1)}
    answer(therapist, "Save and count", answered_on=on, **questions)


def a_day_in_court(worker: Page, lawyer: Page, code: str) -> list[str]:
    start_service(worker, code, "Legal help")
    answer(
        worker, "Take it up", kind="criminal", responsible="Salim Wekesa", step="2. Her day in court",
    )  # fmt: skip
    lawyer.goto(f"/cases/{code}/services/")
    press(lawyer, "Criminal")
    matter = path_of(lawyer)
    press(lawyer, "Hearing")
    fill(
        lawyer, starts_at=moment(-1, 9), ends_at=moment(-1, 8), travel="The gate of the court at 8."
    )
    lawyer.get_by_role("button", name="Enter it").click()
    expect(lawyer.get_by_text("The end comes before the beginning.")).to_be_visible()
    expect(lawyer.locator("[name=travel]")).to_have_value("The gate of the court at 8.")
    answer(
        lawyer, "Enter it", purpose="mention", ends_at=moment(-1, 12), court="Mfano law courts",
        companion="Akinyi Mutua", person_comes=True, transport="ours",
    )  # fmt: skip
    answer(
        lawyer, "Save", outcome="adjourned", reason="prosecution", came=True,
        next_at=moment(14, 9),
    )  # fmt: skip
    hearing = path_of(lawyer)
    lawyer.goto(matter)
    expect(lawyer.get_by_text("companion Akinyi Mutua")).to_have_count(2)
    return [matter, hearing]


def a_business(worker: Page, lead: Page, code: str) -> str:
    start_service(worker, code, "Work and business")
    press(worker, "Business")
    answer(worker, "Take it up", sector="food", step="3. A stall of her own")
    here = path_of(worker)
    press(worker, "Training and plan")
    answer(
        worker, "Save", training="Keeping books", trained_on=day(-2), plan="Mandazi at the gate."
    )
    press(worker, "Ask for a grant")
    answer(worker, "Ask for it", wanted=20_000, appraisal="She sold before; the gate is busy.")
    lead.goto(here)
    press(lead, "Decide")
    answer(lead, "Send the answer", answer="yes", approved=20_000, funding="MLF-26")
    worker.goto(here)
    for amount, condition in ((12_000, ""), (8_000, "The stove is bought.")):
        press(worker, "Part")
        answer(worker, "Save", amount=amount, condition=condition)
    _pay(worker, "R-1")
    press(worker, "It is met")
    answer(worker, "Yes, I saw it")
    _pay(worker, "R-2")
    press(worker, "First day of trade")
    answer(worker, "Save", on=day())
    press(worker, "Month")
    answer(worker, "Save", sales=9_400, profit=1_250)
    expect(worker.get_by_text("First profit in").first).to_be_visible()
    worker.goto(f"/cases/{code}/livelihoods/given/")
    expect(worker.locator("main tbody tr")).to_have_count(2)
    return here


def _pay(worker: Page, receipt: str) -> None:
    """In a hurry the button is pressed twice; it is paid once."""
    press(worker, "Pay")
    fill(worker, receipt=receipt)
    worker.get_by_role("button", name="Enter it").dblclick()
    expect(worker.locator("main .pill.leaf", has_text="Paid")).to_have_count(int(receipt[-1]))
