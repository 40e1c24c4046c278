"""Opening a case from a call: whole, once, by who may, and told to who must know."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kimbilio.access.choices import Compartment, TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.choices import Risk, Stage
from kimbilio.cases.first_call import FirstCall
from kimbilio.cases.intake_choices import (
    Caller,
    ClockKind,
    Flag,
    Likely,
    MayWrite,
    Route,
    Safety,
)
from kimbilio.cases.models import (
    Case,
    Decision,
    Intake,
    Notice,
    Rescue,
    ResponseClock,
    TimelineEntry,
)
from kimbilio.consent.models import Consent
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.people.choices import BestWay, Minority
from kimbilio.people.models import Person, Relation
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.intake import a_call, a_case_from_a_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(db):
    return UnitMembershipFactory().user


def at_the_police_desk(**more):
    return a_call(
        told=Minority.MINOR,
        age=15,
        goes_by="Pendo K.",
        caller=Caller.OTHER,
        caller_name="Sergeant Mfano",
        safety=Safety.NOT_SAFE,
        is_body_with_them=True,
        source="law_enforcement",
        place="Police desk behind the market",
        phone="0700 000 214",
        best_way=BestWay.WHATSAPP_VOICE,
        trusted_name="Aunt Zuri",
        trusted_phone="0700 000 333",
        may_write=MayWrite.YES,
        words="Came from Kitale for school.",
        flags=frozenset({Flag.LOCKED_IN}),
        **more,
    )


def test_a_child_at_a_police_desk_is_filed_whole(worker):
    case = a_case_from_a_call(by=worker, call=at_the_police_desk(), route=Route.GO_NOW)

    case.refresh_from_db()
    person = case.survivor
    assert (person.goes_by, person.minority()) == ("Pendo K.", Minority.MINOR)
    assert (case.risk, case.is_urgent, case.where_now) == (Risk.HIGH, True, "police_desk")
    assert (case.stage, case.lead, case.age_group) == (Stage.ASSESSMENT, worker, "15-17")
    contact = person.contacts.get()
    assert (contact.may_call, contact.may_text, contact.may_whatsapp) == (False, False, True)
    assert not contact.may_leave_message
    trusted = Relation.objects.get(person=person, is_emergency_contact=True).other
    assert trusted.full_name == "Aunt Zuri"
    intake = Intake.objects.open_to(worker).get()
    assert intake.words == "Came from Kitale for school."
    assert intake.flags() == [Flag.LOCKED_IN]
    decision = Decision.objects.get(case=case)
    assert decision.suggested == decision.route == Route.GO_NOW
    assert decision.waits_for_yes
    assert Rescue.objects.get(case=case).state == "requested"
    clocks = dict(ResponseClock.objects.filter(case=case).values_list("kind", "met_at"))
    assert clocks["decision"] is not None
    assert {kind for kind, met in clocks.items() if met is None} == {
        "rescue", "first_contact", "safe_place", "assessment", "officer",
    }  # fmt: skip
    assert case.next_due_at == min(
        clock.due_at for clock in ResponseClock.objects.filter(case=case, met_at=None)
    )
    assert set(Tie.objects.values_list("user", "kind")) == {
        (worker.pk, TieKind.LEAD),
        (worker.pk, TieKind.INTAKE),
    }
    assert TimelineEntry.objects.filter(case=case, event="case_created").count() == 1


def test_an_officer_who_calls_need_not_be_told(worker):
    call = replace(at_the_police_desk(), source="children_officer")
    case = a_case_from_a_call(by=worker, call=call, route=Route.GO_NOW)

    assert not ResponseClock.objects.filter(case=case, kind=ClockKind.OFFICER).exists()


def test_the_yes_of_a_caller_is_not_the_yes_of_the_person(worker):
    call = a_call(caller=Caller.OTHER, may_write=MayWrite.YES)

    case = a_case_from_a_call(by=worker, call=call)

    consent = Consent.objects.get(person=case.survivor)
    assert (consent.purpose, consent.answer) == ("storage", "not_yet")


def test_the_child_on_the_line_gives_an_assent(worker):
    call = a_call(told=Minority.MINOR, may_write=MayWrite.YES)

    case = a_case_from_a_call(by=worker, call=call)

    consent = Consent.objects.get(person=case.survivor)
    assert (consent.answer, consent.giver) == ("yes", "assent")


def test_sent_twice_makes_one_case(worker):
    key = uuid4()

    first = a_case_from_a_call(by=worker, key=key, call=at_the_police_desk(), route=Route.GO_NOW)
    second = a_case_from_a_call(by=worker, key=key, call=at_the_police_desk(), route=Route.GO_NOW)

    assert first == second
    assert Case.objects.count() == Intake.objects.count() == 1


def test_somebody_elses_key_is_refused(worker):
    key = uuid4()
    a_case_from_a_call(by=worker, key=key)

    with pytest.raises(NotAllowed):
        a_case_from_a_call(by=UserFactory(), key=key)

    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_at_the_same_moment_makes_one_case():
    worker, key = UnitMembershipFactory().user, uuid4()
    call, start, made = a_call(phone="0700 000 214", goes_by="Pendo"), Barrier(4), []

    def send():
        try:
            start.wait()
            made.append(a_case_from_a_call(by=worker, key=key, call=call).code)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 4
    assert len(set(made)) == 1
    assert Case.objects.count() == Person.objects.count() == 1


@pytest.mark.parametrize(
    "role", set(Role) - {Role.CASE_WORKER, Role.TEAM_LEAD, Role.HELPLINE_OPERATOR}
)
def test_other_roles_open_no_case(role):
    UnitFactory()

    with pytest.raises(NotAllowed):
        a_case_from_a_call(by=UserFactory(role=role))

    assert not Case.objects.exists()
    assert not Entry.objects.exists()


def test_another_choice_than_suggested_says_why(worker):
    with pytest.raises(BadInput) as refusal:
        a_case_from_a_call(by=worker, route=Route.SHELTER)

    assert refusal.value.field == "override_reason"
    assert not Case.objects.exists()
    assert not Person.objects.exists()

    case = a_case_from_a_call(by=worker, route=Route.SHELTER, override_reason="She asks for a bed.")
    decision = Decision.objects.get(case=case)
    assert (decision.suggested, decision.route) == (Route.SAFETY_PLAN, Route.SHELTER)
    assert decision.override_reason == "She asks for a bed."


def test_words_are_not_kept_against_a_no(worker):
    with pytest.raises(BadInput) as refusal:
        a_case_from_a_call(by=worker, call=a_call(may_write=MayWrite.NO, words="Some lines."))

    assert refusal.value.field == "words"
    assert not Case.objects.exists()


def test_passing_on_closes_and_says_to_whom(worker):
    call = a_call(trafficking=Likely.NO)
    with pytest.raises(BadInput) as refusal:
        a_case_from_a_call(by=worker, call=call, route=Route.PARTNER, passed_on_to="Desk X")
    assert refusal.value.field == "may_share"

    case = a_case_from_a_call(
        by=worker, call=call, route=Route.PARTNER, passed_on_to="Gender desk", may_share=True
    )

    case.refresh_from_db()
    assert case.stage == Stage.CLOSED
    assert Decision.objects.get(case=case).passed_on_to == "Gender desk"
    assert Consent.objects.get(person=case.survivor, purpose="sharing").recipient == "Gender desk"
    assert not ResponseClock.objects.filter(case=case, met_at=None).exists()


def test_the_same_person_gets_a_second_case_and_no_second_record(worker):
    before = CaseFactory(worker=worker, closed=True)

    case = a_case_from_a_call(by=worker, same_as=before)

    assert case.survivor == before.survivor
    assert Person.objects.count() == 1


def test_a_stranger_cannot_attach_a_case_to_somebody_elses_person(worker):
    before = CaseFactory()

    with pytest.raises(NotAllowed):
        a_case_from_a_call(by=worker, same_as=before)

    assert Case.objects.count() == 1


def test_a_chosen_lead_is_told_and_reaches_the_case(worker):
    lead = UserFactory()

    case = a_case_from_a_call(by=worker, lead=lead)

    assert Case.objects.open_to(lead, Compartment.IDENTITY).get() == case
    assert Notice.objects.get(user=lead).kind == "case_assigned"


def test_a_code_that_is_taken_is_tried_again(worker, monkeypatch):
    CaseFactory(code="KB-AAAA")
    codes = iter(["KB-AAAA", "KB-AAAA", "KB-BBBB"])
    monkeypatch.setattr("kimbilio.cases.actions.intake.new_code", lambda length=4: next(codes))

    assert a_case_from_a_call(by=worker).code == "KB-BBBB"


def test_without_a_unit_nothing_is_saved():
    with pytest.raises(BadInput):
        a_case_from_a_call(by=UserFactory())

    assert not Case.objects.exists()


def test_constraints_hold_what_the_actions_promise(worker):
    case = a_case_from_a_call(by=worker)
    decision = Decision.objects.get(case=case)
    broken = [
        lambda: Decision.objects.filter(pk=decision.pk).update(route=Route.SHELTER),
        lambda: Decision.objects.filter(pk=decision.pk).update(confirmed_at=timezone.now()),
        lambda: Decision.objects.filter(pk=decision.pk).update(
            suggested=Route.PARTNER, route=Route.PARTNER
        ),
        lambda: Intake.objects.filter(case=case).update(safe_until=timezone.now()),
        lambda: Intake.objects.filter(case=case).update(
            call_ended_at=timezone.now() - timedelta(days=9)
        ),
        lambda: ResponseClock.objects.create(
            case=case, kind=ClockKind.ASSESSMENT, due_at=timezone.now() + timedelta(hours=1)
        ),
    ]

    for attempt in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_an_age_says_more_than_the_button(worker):
    assert FirstCall(started_at=timezone.now(), age=16).minority == Minority.MINOR
    assert FirstCall(started_at=timezone.now(), told=Minority.MINOR).minority == Minority.MINOR
