"""Documents, closing and lessons in a real browser: axe, small windows, and a line that breaks."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from kimbilio.access.choices import Compartment
from kimbilio.cases.actions.closing import approve_closing, reopen_case
from kimbilio.cases.actions.documents import add_document
from kimbilio.cases.actions.lessons import answer_lesson, write_lesson
from kimbilio.cases.models import Document
from kimbilio.cases.tasks import draw_thumbnail
from tests.browser.conftest import looks
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.closing import a_wish_to_close, lead_of
from tests.factories.files import PDF, a_photo
from tests.factories.plan import StepFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")  # a folder for pictures, for those who change the pages


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory(), is_minor=True)
    StepFactory(case=case, title="School fees")
    lead = lead_of(case)
    words = {"leftovers": "The school takes it on.", "checks": ["guardian_told", "final_visit"]}
    approve_closing(closure=a_wish_to_close(case, **words), by=lead)
    case.refresh_from_db()
    reopen_case(case=case, reason="She called and asked for help with school.", by=lead)
    for kind, title in [("letter", "Letter from the chief"), ("court", "Committal order")]:
        add_document(
            case=case, kind=kind, title=title, compartment=Compartment.STORY, by=case.lead,
            content=BytesIO(PDF),
        )  # fmt: skip
    photo = add_document(
        case=case, kind="photo", title="Homestead, no faces", compartment=Compartment.STORY,
        by=case.lead, content=BytesIO(a_photo()),
    )  # fmt: skip
    draw_thumbnail.call(str(photo.pk))
    case.photo, case.second = photo, lead
    case.refresh_from_db()
    return case


def test_axe_finds_nothing(open_page, axe, sign_in, case):
    lesson = write_lesson(
        title="Ask the school early", text="Fees are due before the term.", topics=["school"],
        names_nobody=True, by=case.lead,
    )  # fmt: skip
    waiting = write_lesson(
        title="Bring water", text="The road is long.", topics=["rescue"], names_nobody=True,
        by=case.lead,
    )  # fmt: skip
    answer_lesson(lesson=lesson, publish=True, by=case.second)
    base = f"/cases/{case.code}"
    pages = {
        "documents": f"{base}/documents/",
        "document": f"{base}/documents/{case.photo.pk}/",
        "document-new": f"{base}/documents/new/",
        "close": f"{base}/close/",
        "print": f"{base}/print/",
        "lessons": "/lessons/",
        "lesson": f"/lessons/{lesson.pk}/",
        "lesson-new": f"/lessons/new/?case={case.code}",
    }
    worker, second = sign_in(case.lead), sign_in(case.second)
    wrong = {}

    def look(name, path, client):
        page = open_page(path, client=client)
        for size, dark in looks(page):
            look_of = f"{name}-{size['width']}-{'dark' if dark else 'light'}"
            if found := axe(page):
                wrong[look_of] = found
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{look_of}.png", full_page=True)

    for name, path in pages.items():
        look(name, path, worker)
    look("lesson-second", f"/lessons/{waiting.pk}/", second)
    a_wish_to_close(case, leftovers="All is arranged.", checks=["guardian_told"])
    look("answer", f"{base}/close/", second)
    look("closings", "/cases/closings/", second)

    assert wrong == {}


def test_an_upload_survives_a_line_that_breaks(open_page, sign_in, case, tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF + b"z" * 900_000)
    page = open_page(f"/cases/{case.code}/documents/new/", client=sign_in(case.lead))
    broken = {"left": 2}

    def unreliable(route):
        if broken["left"] and route.request.method == "POST" and broken.setdefault("seen", 0) > 0:
            broken["left"] -= 1
            return route.abort()
        broken["seen"] = broken.setdefault("seen", 0) + 1
        return route.continue_()

    page.route("**/documents/arriving/*/", unreliable)
    page.set_input_files("input[name=file]", letter)
    page.fill("input[name=title]", "From the school")
    page.click("text=Add document")
    page.wait_for_url(f"**/cases/{case.code}/documents/", timeout=20_000)

    assert broken["left"] == 0
    assert Document.objects.filter(file__size=letter.stat().st_size).count() == 1


def test_a_wrong_file_is_told_beside_it_before_all_of_it_is_sent(
    open_page, sign_in, case, tmp_path
):
    program = tmp_path / "letter.pdf"
    program.write_bytes(b"MZ\x90" + bytes(900_000))
    page = open_page(f"/cases/{case.code}/documents/new/", client=sign_in(case.lead))

    page.set_input_files("input[name=file]", program)
    page.click("text=Add document")
    page.wait_for_selector("#upload-error")

    assert "cannot be kept" in page.inner_text("#upload-error")
    assert page.is_visible("text=Add a document")
