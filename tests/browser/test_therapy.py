"""Therapy from the wish to the note in a browser; its pages hold up before axe, wide and narrow."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kimbilio.care.models import Room
from kimbilio.therapy.actions.notes import write_sealed_note
from kimbilio.therapy.actions.scales import record_scale
from kimbilio.therapy.actions.sessions import record_presence
from kimbilio.therapy.models import ScaleResult, TherapyAttendance, TherapySession
from tests.browser.conftest import looks
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.therapy import a_session, a_therapist, an_episode

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FALLING = (18, 15, 16, 14, 11, 9, 8)


@pytest.fixture
def course():
    """A course with a falling line, a note, a no-show, and two who wait."""
    therapist = UserFactory(name="Naliaka Muthoni", therapist=True)
    case = CaseFactory(worker=UserFactory(name="Akinyi Mutua", worker=True))
    episode = an_episode(case=case, therapist=therapist, wish="To sleep through.")
    jacaranda = Room.objects.create(name="Jacaranda")
    for number, total in enumerate(FALLING):
        session = a_session(episode, hours=-24 * (50 - 7 * number) - 2, room=jacaranda)
        attendance = session.attendances.get()
        presence = "absent" if number == 2 else "came"
        record_presence(attendance=attendance, presence=presence, by=therapist,
                        team_line="Sleeps better.")  # fmt: skip
        answers = {str(n): min(3, max(0, total - 3 * (n - 1))) for n in range(1, 10)}
        record_scale(
            episode=episode, scale="PHQ9", answers=answers, language="sw", mode="asked",
            by=therapist, answered_on=timezone.localdate() - timedelta(days=50 - 7 * number),
        )  # fmt: skip
    write_sealed_note(attendance=attendance, text="Walks alone again.", by=therapist)
    a_session(episode, hours=2, room=jacaranda)
    for _ in range(2):
        an_episode(therapist=therapist)
    episode.attendance = attendance
    return episode


def test_pages_of_therapy_have_no_findings(open_page, axe, sign_in, course):
    client, code = sign_in(course.responsible), course.case.code
    file = f"/cases/{code}/therapy"
    result = ScaleResult.objects.first().pk
    for path in (
        "/therapy/", "/therapy/sessions/new/",
        f"/therapy/sessions/{TherapySession.objects.order_by('starts_at').last().pk}/",
        f"/cases/{code}/services/", f"{file}/{course.pk}/", f"{file}/{course.pk}/plan/",
        f"{file}/{course.pk}/scales/PHQ9/", f"{file}/{course.pk}/scales/WHO5/",
        f"{file}/{course.pk}/safety/", f"{file}/{course.pk}/end/", f"{file}/results/{result}/",
        f"{file}/notes/{course.attendance.pk}/",
    ):  # fmt: skip
        page = open_page(path, client=client)

        for size, dark in looks(page):
            assert axe(page) == [], (path, size, dark)


def test_from_the_wish_to_the_first_session_without_scripts(open_page, sign_in):
    case = CaseFactory(worker=UserFactory(worker=True))
    therapist = a_therapist(case)
    Room.objects.create(name="Jacaranda")
    page = open_page(
        f"/cases/{case.code}/services/", client=sign_in(case.lead), java_script_enabled=False
    )
    page.get_by_role("link", name="Talking and therapy").click()
    page.get_by_label("What does the person hope for?").fill("To sleep through.")
    page.get_by_role("button", name="Ask").click()
    assert page.get_by_text("Waits for a first talk").is_visible()

    theirs = open_page("/therapy/", client=sign_in(therapist), java_script_enabled=False)
    theirs.get_by_role("link", name="Offer a time").click()
    theirs.get_by_label("Room", exact=True).select_option(label="Jacaranda")
    theirs.get_by_role("button", name="Book").click()
    assert theirs.get_by_text("1 session is booked.").is_visible()
    start = timezone.now() - timedelta(hours=1)
    TherapySession.objects.update(starts_at=start, ends_at=start + timedelta(minutes=50))
    theirs.reload()
    theirs.get_by_text("Came late").click()
    theirs.get_by_label("One line for the team").fill("A first hour.")
    theirs.get_by_role("button", name="Save and write my note").click()
    theirs.get_by_label("Private note").fill("The river.")
    theirs.get_by_role("button", name="Save").click()

    attendance = TherapyAttendance.objects.get()
    assert (attendance.presence, attendance.team_line) == ("late", "A first hour.")
    assert attendance.sealed_note.text == "The river."
    page.reload()
    assert page.get_by_text("A first hour.").is_visible()
    assert page.get_by_text("The river.").count() == 0


def test_a_session_is_pulled_to_another_day_and_goes_back_where_that_clashes(open_page, sign_in):
    therapist = UserFactory(therapist=True)
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    start = timezone.make_aware(datetime.combine(monday + timedelta(days=7), time(10)))
    span = {"starts_at": start, "ends_at": start + timedelta(minutes=50)}
    session = a_session(an_episode(therapist=therapist))
    TherapySession.objects.filter(pk=session.pk).update(**span)
    busy = a_session(an_episode(therapist=therapist), room=session.room)
    TherapySession.objects.filter(pk=busy.pk).update(
        starts_at=start + timedelta(days=2), ends_at=start + timedelta(days=2, minutes=50)
    )
    page = open_page(f"/therapy/?on={monday + timedelta(days=7)}", client=sign_in(therapist))
    block = page.locator(f'[data-move*="{session.pk}"]')

    def cell(days):
        return page.locator(f'[data-day="{monday + timedelta(days=7 + days)}"]').first

    block.drag_to(cell(1))
    expect(cell(1).locator(f'[data-move*="{session.pk}"]')).to_be_visible()
    block.drag_to(cell(2))
    expect(page.locator("#toasts")).to_contain_text("Nothing was changed")
    expect(cell(1).locator(f'[data-move*="{session.pk}"]')).to_be_visible()
    block.focus()
    for key in ("m", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(cell(3).locator(f'[data-move*="{session.pk}"]')).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.press("Escape")
    expect(page.locator(".aim")).to_have_count(0)

    assert block.bounding_box()["height"] >= 44
    session.refresh_from_db()
    assert session.starts_at == start + timedelta(days=3)
