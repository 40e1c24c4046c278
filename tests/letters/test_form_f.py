"""Form F: one form and one layout, filled in from a return, and where somebody is only for who may print it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Document
from kimbilio.kernel.errors import NotAllowed
from kimbilio.letters.actions.layouts import save_layout
from kimbilio.letters.actions.making import known_to, make_letter
from kimbilio.letters.layouts import built_in
from kimbilio.letters.registry import KINDS
from kimbilio.letters.samples import sample_facts
from kimbilio.letters.told import day
from kimbilio.reintegration.actions.printing import print_form_f
from kimbilio.reintegration.actions.travel import save_journey, save_paper
from kimbilio.reintegration.models import Repatriation
from kimbilio.web.reintegration.form_f import form_f
from tests.factories.accounts import UserFactory
from tests.factories.reintegration import a_case, a_return, joins

pytestmark = pytest.mark.django_db
KIND = KINDS["form-f"]
WHERE = {"travel_day", "air_ticket", "bus_ticket"}


@pytest.fixture
def one():
    """A return with a paper that is there and a journey by air, after one that was stopped."""
    case, now = a_case(), timezone.now()
    a_return(
        case=case, country="SA", asked_at=now - timedelta(days=90), started_at=now, ended_at=now,
        ended_by=case.lead, outcome="other", state="stopped",
    )  # fmt: skip
    made = a_return(case=case, focal_person="Sister Mfano", checks=["fit", "plan"])
    lead = case.lead
    save_paper(
        repatriation=made, paper=None, kind="visa", state="ready", since=timezone.localdate(),
        by=lead,
    )  # fmt: skip
    save_journey(
        repatriation=made, travel_by="air", travels_on=timezone.localdate() + timedelta(days=4),
        ticket="KQ 306", met_where="Arrivals, door 3", by=lead,
    )  # fmt: skip
    return Repatriation.objects.get(pk=made.pk)


def test_from_the_case_it_is_filled_from_the_latest_return_and_tells_no_ticket_or_day(one):
    leader = one.case.unit.memberships.get().user
    for maker in (one.case.lead, leader):
        values = known_to(KIND, one.case, "en", maker).values
        ticked = {name for name, value in values.items() if value == "yes"}
        assert values["country"] == "Home to Kenya: Lebanon"
        assert values["focal_person"] == "Sister Mfano"
        assert ticked == {"fit_to_travel", "plan", "papers", "passport"}
        assert not WHERE & set(values)

    typed = {"focal_person": "Brother Mfano", "air_ticket": "yes", "travel_day": "tomorrow"}
    made = make_letter(kind=KIND, case=one.case, language="sw", by=leader, typed=typed)

    assert (made.compartment, Document.objects.count()) == ("story", 1)
    assert Entry.objects.get(event="printed").facts["parts"] == ["story"]
    for role in ("legal_officer", "therapist", "helpline_operator"):
        with pytest.raises(NotAllowed):
            known_to(KIND, one.case, "en", joins(one.case, role=role))


def test_without_a_return_it_is_left_for_the_pen():
    case = a_case()

    assert set(known_to(KIND, case, "en", case.lead).values.values()) == {""}


def test_from_the_return_ticket_and_day_stand_on_it_for_who_may_print_whereabouts(one):
    leader = one.case.unit.memberships.get().user
    told = {}
    for maker in (one.case.lead, leader):
        journey = print_form_f(repatriation=one, language="en", by=maker)
        told[maker] = form_f(one, journey, language="en", signed=maker)["f"]

    assert {name for name in WHERE if told[one.case.lead][name]} == set()
    assert told[leader]["travel_day"] == day(timezone.localdate() + timedelta(days=4))
    assert (told[leader]["air_ticket"], told[leader]["bus_ticket"]) == ("yes", "")
    assert "door 3" not in str(told)
    assert "KQ 306" not in str(told)


def test_from_the_return_it_is_of_that_return_and_not_of_the_latest(one):
    older = Repatriation.objects.get(country="SA")

    facts = form_f(older, None, language="en", signed=one.case.lead)

    assert facts["f"]["country"] == "Home to Kenya: Saudi Arabia"
    assert facts["f"]["focal_person"] == facts["f"]["passport"] == ""


def test_a_return_is_printed_with_the_layout_of_the_organisation(sign_in, one):
    assert sample_facts("form-f", "en")["f"]["travel_day"]
    ours = (
        built_in("form-f", "en")
        + '\n#if facts.code != "KB-S4MP" and f.fit_to_travel == "yes" { panic("ours") }'
    )
    save_layout(kind="form-f", language="en", source=ours, by=UserFactory(role=Role.ADMINISTRATOR))
    client = sign_in(one.case.lead)
    here = f"/cases/{one.case.code}/home/returns/{one.pk}/"

    asked = {
        language: client.post(f"{here}form-f/", {"language": language}) for language in ("sw", "en")
    }

    assert asked["sw"].content.startswith(b"%PDF-")
    assert not asked["en"].content.startswith(b"%PDF-")
    assert not Document.objects.exists()  # a paper that may tell where somebody is, is not kept
