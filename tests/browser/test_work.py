"""My day, the week, and the pages of work hold up before axe, wide and narrow, light and dark."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.organisation.models import DutyShift
from tests.browser.conftest import looks
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory, PersonFactory
from tests.factories.plan import StepFactory
from tests.factories.work import AppointmentFactory, FollowUpCallFactory, TaskFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker():
    """Akinyi on a full day."""
    akinyi = UserFactory(name="Akinyi Mutua")
    now, today = timezone.now(), timezone.localdate()
    DutyShift.objects.create(
        user=UserFactory(name="Mwende Barasa", lead=True), is_lead=True,
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=9),
    )  # fmt: skip
    for number, name in enumerate(["Imani", "Neema", "Baraka"]):
        case = CaseFactory(
            worker=akinyi, survivor=PersonFactory(goes_by=name), risk="a_high", is_minor=number > 0
        )
        phone = ContactPointFactory(
            person=case.survivor, safe_from=time(10 + number), safe_until=time(12 + number),
            code_phrase="from the tailoring class", ask_for="Mama Otieno",
            best_way=["call", "whatsapp_voice", "sms"][number],
        )  # fmt: skip
        kinds = [ClockKind.DECISION, ClockKind.FIRST_CONTACT, ClockKind.ASSESSMENT]
        start_clocks(case, [kinds[number]], by=akinyi, at=now - timedelta(minutes=50))
        FollowUpCallFactory(
            case=case, contact=phone, day_number=30, of_days=90, tries=number,
            purpose="Ask about the stall permit and sleep.",
        )  # fmt: skip
        TaskFactory(
            owner=akinyi, case=case, title="Birth record request",
            due_on=today - timedelta(days=number),
        )  # fmt: skip
    StepFactory(case=case, owner=akinyi, due_on=today, wish="wants", title="Statement at the desk")
    for hours, kind, place in [
        (-1, "session", "Jacaranda room"), (1, "court", "Milimani, Court 4"), (3, "visit", "Kayole"),
    ]:  # fmt: skip
        AppointmentFactory(
            owner=akinyi, case=case, kind=kind, place=place, title="", with_whom="Naliaka",
            starts_at=now + timedelta(hours=hours), ends_at=now + timedelta(hours=hours + 1),
        )  # fmt: skip
    akinyi.a_case = case
    return akinyi


def test_pages_of_work_have_no_findings(open_page, axe, sign_in, worker):
    client, code = sign_in(worker), worker.a_case.code
    for path in ("/", "/calendar/", "/day/tasks/", f"/cases/{code}/work/", f"/cases/{code}/call/",
                 f"/cases/{code}/work/appointments/new/"):  # fmt: skip
        page = open_page(path, client=client)

        for size, dark in looks(page):
            assert axe(page) == [], (path, size, dark)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{path} is {wide} wide"
