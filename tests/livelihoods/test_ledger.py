"""The ledger of help given: what it refuses, how it is corrected, and that nothing counts twice."""

from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from kimbilio.access.choices import Compartment, TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.documents import add_document
from kimbilio.cases.models import TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.livelihoods.actions.funding import save_funding
from kimbilio.livelihoods.actions.giving import give_aid, pay_fees, take_back
from kimbilio.livelihoods.actions.learning import save_term
from kimbilio.livelihoods.models import FundingGrant, Giving
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.files import PDF
from tests.factories.livelihoods import a_funding, a_schooling, days_ago, given

pytestmark = pytest.mark.django_db


def total(**of):
    return Giving.objects.filter(**of).aggregate(cents=Sum("cost_cents"))["cents"] or 0


def refused(field, act, **said):
    with pytest.raises(BadInput) as refusal:
        act(**said)
    assert refusal.value.field == field


def test_what_the_ledger_refuses_leaves_no_row():
    case, funding = CaseFactory(worker=UserFactory(worker=True)), a_funding()
    other = CaseFactory(worker=case.lead)
    paper = add_document(
        case=other, kind="letter", compartment=Compartment.STORY, by=case.lead, content=BytesIO(PDF)
    )
    closed = a_funding("OLD", is_active=False)
    for field, wrong in (
        ("cost", {"cents": 0}),
        ("cost", {"cents": -5_00}),
        ("cost", {"cents": 10**12}),
        ("given_on", {"on": days_ago(-1)}),
        ("given_on", {"on": days_ago(401)}),
        ("funding", {"funding": closed}),
        ("quantity", {"quantity": 0}),
        ("dependants", {"to_survivor": False}),
        ("dependants", {"dependants": 41}),
        ("document", {"document": paper}),
    ):
        said = {"funding": funding, **wrong}
        refused(field, give_aid, case=case, kind="food", given=given(**said), by=case.lead)
    for kind in ("fees", "business", "gold"):
        refused("kind", give_aid, case=case, kind=kind, given=given(funding), by=case.lead)
    for somebody in (UserFactory(worker=True), UserFactory(manager=True)):
        with pytest.raises(NotAllowed):
            give_aid(case=case, kind="food", given=given(funding), by=somebody)

    assert not Giving.objects.exists()
    assert not TimelineEntry.objects.filter(event="aid_given").exists()


def test_a_second_row_alike_is_asked_about_and_a_correction_nets_to_nothing():
    case, funding = CaseFactory(worker=UserFactory(worker=True)), a_funding(total_cents=2_500_00)
    said = {"case": case, "kind": "food", "by": case.lead}
    row = give_aid(**said, given=given(funding, dependants=2, words="Maize and beans"))

    refused("is_another", give_aid, **said, given=given(funding))
    give_aid(**said, given=given(funding), is_another=True)
    refused("cost", give_aid, **said, given=given(funding, cents=500_01))
    refused("reason", take_back, giving=row, reason=" ", by=case.lead)
    counter = take_back(giving=row, reason="The bag went to another house.", by=case.lead)
    refused(None, take_back, giving=row, reason="Again.", by=case.lead)
    refused(None, take_back, giving=counter, reason="Again.", by=case.lead)

    assert row.heads == 3
    assert total(case=case) == 1_000_00
    assert counter.cost_cents == -row.cost_cents
    assert counter.given_on == row.given_on
    give_aid(**said, given=given(funding, cents=1_500_00))
    assert total() == funding.total_cents
    assert not Entry.objects.filter(facts__icontains="Maize").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Giving.objects.filter(pk=row.pk).update(cost_cents=0)


def test_medical_aid_is_read_with_health_alone():
    case, funding = CaseFactory(worker=UserFactory(worker=True)), a_funding()
    operator = UserFactory(role="helpline_operator")
    Tie.objects.create(case=case, user=operator, kind=TieKind.MEMBER)

    row = give_aid(case=case, kind="medical", given=given(funding), by=case.lead)
    with pytest.raises(NotAllowed):
        give_aid(case=case, kind="medical", given=given(funding, cents=7), by=operator)
    give_aid(case=case, kind="rent", given=given(funding), by=operator)

    assert row.compartment == "health"
    assert TimelineEntry.objects.get(subject_id=row.pk).compartment == "health"
    assert [one.kind for one in Giving.objects.open_to(operator)] == ["rent"]
    assert Giving.objects.open_to(case.lead).count() == 2


def test_fees_stand_in_the_ledger_alone_and_never_go_over_what_was_asked():
    schooling, funding = a_schooling(), a_funding()
    worker = schooling.responsible
    term = save_term(
        schooling=schooling, term=None, name="Term 1", starts_on=days_ago(90),
        ends_on=days_ago(10), fees_cents=12_000_00, by=worker,
    )  # fmt: skip

    first = pay_fees(term=term, given=given(funding, 8_000_00), by=worker)
    refused("cost", pay_fees, term=term, given=given(funding, 4_000_01), by=worker)
    take_back(giving=first, reason="Sent to another school.", by=worker)
    pay_fees(term=term, given=given(funding, 12_000_00), by=worker)
    values = {"name": "Term 1", "starts_on": days_ago(90), "ends_on": days_ago(10)}
    lower = {"schooling": schooling, "term": term, "fees_cents": 11_999_00, "by": worker, **values}
    refused("fees", save_term, **lower)

    assert total(term=term) == 12_000_00
    assert total(kind="fees") == total(case=schooling.case)


def test_the_manager_alone_keeps_the_grants_and_what_was_given_stays_inside():
    manager, case = UserFactory(manager=True), CaseFactory(worker=UserFactory(worker=True))
    values = {
        "donor": "Mfano Trust", "code": "MT-7", "from_on": days_ago(100),
        "until_on": days_ago(-100), "is_active": True,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        save_funding(funding=None, **values, by=UserFactory(lead=True))

    funding = save_funding(funding=None, **values, total_cents=5_000_00, by=manager)
    refused("code", save_funding, funding=None, **{**values, "code": "mt-7"}, by=manager)
    wrong = {**values, "code": "MT-8", "until_on": days_ago(101)}
    refused("until_on", save_funding, funding=None, **wrong, by=manager)
    refused(
        "total", save_funding, funding=None, **{**values, "code": "X"}, total_cents=0, by=manager
    )
    give_aid(case=case, kind="rent", given=given(funding, 4_000_00), by=case.lead)
    held = {"funding": funding, "by": manager}
    refused("from_on", save_funding, **held, **{**values, "from_on": days_ago(0)})
    refused("until_on", save_funding, **held, **{**values, "until_on": days_ago(2)})
    refused("total", save_funding, **held, **values, total_cents=3_999_99)
    save_funding(**held, **{**values, "is_active": False})

    assert FundingGrant.objects.get().is_active is False
