"""The log of one case, inside its file."""

import pytest
from django.template.loader import render_to_string

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.cases.choices import Risk
from kimbilio.web.audit.lines import lines_of
from kimbilio.web.audit.sight import sight_of
from kimbilio.web.paging import keyset_page
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


def test_the_fragment_shows_who_what_as_whom_and_from_where():
    worker = UserFactory(name="Akinyi Mutua")
    case = CaseFactory(worker=worker)
    trail.record(Event.CASE_CHANGED, by=worker, on=case, changes={"risk": (Risk.LOW, Risk.HIGH)})
    trail.look(Event.CASE_REFUSED, by=UserFactory(name="Halima Wafula"), on=case)
    shown = keyset_page(Entry.objects.all(), by=("-id",))

    html = render_to_string(
        "audit/_entries.html",
        {"shown": shown, "lines": lines_of(shown.rows, may_see=sight_of(["outline"], shown.rows))},
    )

    assert "Akinyi Mutua" in html
    assert "<b>Asked to open the case and was refused</b>" in html
    assert "Low" in html
    assert "High" in html
