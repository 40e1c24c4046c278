"""Legal matters: who may write, which moves are allowed, what follows in plan, timeline and trail."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from kimbilio.access.choices import Compartment, TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.cases.models import Case, TimelineEntry
from kimbilio.justice.actions.exhibits import ItIsDestroyed, hand_exhibit, take_exhibit
from kimbilio.justice.actions.matters import (
    describe_matter,
    end_matter,
    move_matter,
    open_matter,
    record_complaint,
)
from kimbilio.justice.actions.preparing import save_award, save_court_step
from kimbilio.justice.charges import charges
from kimbilio.justice.choices import MOVES, MatterState
from kimbilio.justice.models import Award, Complaint, CourtStep, CustodyLink, Exhibit, LegalMatter
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_hearing, a_lawyer, a_matter

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def days_ago(days):
    return TODAY() - timedelta(days=days)


def stands(matter):
    return LegalMatter.objects.get(pk=matter.pk).state


def test_the_lead_opens_a_matter_for_a_lawyer_of_the_team():
    case = CaseFactory(worker=UserFactory(worker=True))
    lawyer = a_lawyer(case)

    matter = open_matter(
        case=case, kind="criminal", responsible=lawyer, wish="To be heard.", by=case.lead
    )

    line = TimelineEntry.objects.get(case=case)
    assert matter.state == MatterState.ADVICE
    assert matter.waits
    assert line.compartment == Compartment.LEGAL
    assert lawyer.notices.get().kind == "team_joined"


@pytest.mark.parametrize("role", ["therapist", "manager", "administrator", "dpo"])
def test_nobody_without_the_legal_part_opens_one(role):
    case = CaseFactory(worker=UserFactory(worker=True))
    lawyer, other = a_lawyer(case), UserFactory(**{role: True})
    Tie.objects.create(case=case, user=other, kind=TieKind.MEMBER)

    with pytest.raises(NotAllowed):
        open_matter(case=case, kind="civil", responsible=lawyer, by=other)

    assert not LegalMatter.objects.exists()
    assert not Entry.objects.exists()


def test_only_who_does_legal_work_in_the_case_answers_for_it():
    case = CaseFactory(worker=UserFactory(worker=True))

    for somebody in (case.lead, a_lawyer()):
        with pytest.raises(BadInput) as refusal:
            open_matter(case=case, kind="civil", responsible=somebody, by=case.lead)
        assert refusal.value.field == "responsible"

    assert not LegalMatter.objects.exists()


def test_a_lawyer_of_another_case_changes_nothing():
    matter, other = a_matter(), a_lawyer(CaseFactory())

    with pytest.raises(NotAllowed):
        move_matter(matter=matter, to="complaint", on=TODAY(), by=other)

    assert stands(matter) == MatterState.ADVICE


@pytest.mark.parametrize("state", MatterState)
def test_a_matter_moves_only_as_the_table_says(state):
    judged = days_ago(1) if state in (MatterState.JUDGED, MatterState.APPEAL) else None
    matter = a_matter(state=state, judged_on=judged)

    for to in set(MatterState) - set(MOVES[state]):
        with pytest.raises(BadInput):
            move_matter(matter=matter, to=to, on=TODAY(), by=matter.responsible)
    assert stands(matter) == state
    to = MOVES[state][0]
    move_matter(
        matter=matter, to=to, on=TODAY(), by=matter.responsible,
        ruling="convicted" if to == MatterState.JUDGED else "",
    )  # fmt: skip

    assert stands(matter) == to


def test_a_complaint_moves_advice_on_and_begins_the_matter():
    matter = a_matter()

    record_complaint(
        matter=matter, made_on=days_ago(9), station="Mlima", ob_number="12/9/2026",
        officer="Inspector Mfano", officer_phone="+254799000101", by=matter.responsible,
    )  # fmt: skip

    matter.refresh_from_db()
    assert matter.state == MatterState.COMPLAINT
    assert timezone.localdate(matter.started_at) == days_ago(9)
    assert not Entry.objects.filter(facts__icontains="Mlima").exists()
    assert "Mfano" not in "".join(one.line for one in TimelineEntry.objects.all())


def test_a_complaint_of_tomorrow_is_refused():
    matter = a_matter()

    with pytest.raises(BadInput):
        record_complaint(matter=matter, made_on=TODAY() + timedelta(days=1), by=matter.responsible)

    assert not Complaint.objects.exists()


def test_a_judgment_needs_its_words_and_keeps_its_first_day_through_an_appeal():
    matter = a_matter(state="in_court")
    by = matter.responsible
    with pytest.raises(BadInput):
        move_matter(matter=matter, to="judged", on=days_ago(30), by=by)

    move_matter(matter=matter, to="judged", on=days_ago(30), ruling="acquitted", by=by)
    move_matter(matter=matter, to="appeal", on=days_ago(20), by=by)
    move_matter(matter=matter, to="judged", on=days_ago(2), ruling="convicted", by=by)

    matter.refresh_from_db()
    assert matter.ruling == "convicted"
    assert matter.judged_on == days_ago(30)
    assert matter.made_moves.count() == 3


def test_nothing_happens_before_the_last_thing_that_happened():
    matter = a_matter(state="in_court")
    move_matter(
        matter=matter, to="judged", on=days_ago(3), ruling="convicted", by=matter.responsible
    )

    with pytest.raises(BadInput) as refusal:
        move_matter(matter=matter, to="appeal", on=days_ago(4), by=matter.responsible)

    assert refusal.value.field == "on"


def test_charges_come_from_the_list_and_follow_what_is_ticked():
    matter = a_matter()
    said = {"matter": matter, "by": matter.responsible, "responsible": matter.responsible}

    describe_matter(**said, charges=["ctip_8", "ctip_3_5"], number="E12 of 2026")
    describe_matter(**said, charges=["sexual_offences", "ctip_3_5"])
    with pytest.raises(BadInput):
        describe_matter(**said, charges=["witchcraft"])

    assert LegalMatter.objects.get().charges == ["ctip_3_5", "sexual_offences"]
    assert "30 years" in charges()["ctip_3_5"].first_conviction
    assert all(one.source for code, one in charges().items() if code != "other")


def test_two_people_do_not_overwrite_each_other():
    matter = a_matter()
    said = {"responsible": matter.responsible, "by": matter.responsible}
    describe_matter(matter=matter, court="Mlima Law Courts", expected=1, **said)

    with pytest.raises(Stale):
        describe_matter(matter=matter, court="Bonde Law Courts", expected=1, **said)


def test_a_matter_does_not_end_before_its_hearings_are_over():
    matter = a_matter()
    hearing = a_hearing(matter, hours=48)

    with pytest.raises(BadInput):
        end_matter(matter=matter, outcome="completed", summary="Done.", by=matter.responsible)
    assert LegalMatter.objects.get().is_open
    type(hearing).objects.update(state="called_off")
    end_matter(matter=matter, outcome="completed", summary="Done.", by=matter.responsible)

    assert LegalMatter.objects.get().outcome == "completed"


def test_preparation_is_planned_and_done_on_its_days():
    matter = a_matter()

    step = save_court_step(
        matter=matter, step=None, kind="impact", due_on=TODAY(), note="I lost two years.",
        by=matter.responsible,
    )  # fmt: skip
    with pytest.raises(BadInput):
        save_court_step(
            matter=matter, step=step, kind="impact", done_on=TODAY() + timedelta(days=1),
            by=matter.responsible,
        )  # fmt: skip
    save_court_step(
        matter=matter, step=step, kind="impact", done_on=TODAY(), note="I lost two years.",
        by=matter.responsible,
    )  # fmt: skip

    assert CourtStep.objects.get().done_on == TODAY()
    assert "two years" not in "".join(one.line for one in TimelineEntry.objects.all())


def test_no_more_is_paid_than_was_ordered():
    matter = a_matter()
    said = {"matter": matter, "kind": "compensation", "by": matter.responsible}
    award = save_award(award=None, asked_cents=500_000_00, **said)

    with pytest.raises(BadInput):
        save_award(award=award, asked_cents=500_000_00, paid_cents=1, **said)
    save_award(
        award=award, ordered_cents=200_000_00, ordered_on=TODAY(), paid_cents=50_000_00, **said
    )

    assert Award.objects.get().paid_cents == 50_000_00
    with pytest.raises(IntegrityError):
        Award.objects.update(paid_cents=200_000_01)


def test_evidence_is_numbered_and_its_chain_only_grows():
    matter = a_matter()
    now, by = timezone.now(), matter.responsible
    said = {"from_whom": "The survivor", "to_whom": "Our safe", "by": by}
    first = take_exhibit(
        matter=matter, kind="device", what="A phone", at=now - timedelta(days=2), **said
    )
    second = take_exhibit(matter=matter, kind="paper", what="A contract", at=now, **said)

    with pytest.raises(BadInput):
        hand_exhibit(exhibit=first, why="to_police", at=now - timedelta(days=3), **said)
    hand_exhibit(exhibit=first, why="to_police", at=now, **said)

    assert (first.number, second.number) == (1, 2)
    assert first.chain.count() == 2
    assert CustodyLink.objects.count() == 3
    assert Exhibit.objects.count() == 2


def test_custody_goes_on_when_the_matter_has_ended_and_says_why():
    matter = a_matter()
    said = {"from_whom": "Our safe", "to_whom": "The survivor", "by": matter.responsible}
    then = timezone.now() - timedelta(days=2)
    phone, bag = (
        take_exhibit(matter=matter, kind="device", what=what, at=then, **said)
        for what in ("A phone", "A bag")
    )
    end_matter(matter=matter, outcome="completed", summary="Judged.", by=matter.responsible)
    for words in ("", "  "):
        with pytest.raises(BadInput) as refusal:
            hand_exhibit(exhibit=phone, why="returned", at=timezone.now(), words=words, **said)
        assert refusal.value.field == "words"
    with pytest.raises(EpisodeIsOver):
        take_exhibit(matter=matter, kind="paper", what="A letter", at=timezone.now(), **said)
    assert CustodyLink.objects.count() == 2

    hand_exhibit(exhibit=phone, why="to_court", at=timezone.now(), words="For the appeal.", **said)
    hand_exhibit(exhibit=phone, why="returned", at=timezone.now(), words="Court order.", **said)
    last = phone.chain.order_by("-at", "-id").first()
    assert (last.why, last.words) == ("returned", "Court order.")

    Case.objects.filter(pk=matter.case_id).update(
        stage="closed", closed_at=timezone.now(), closed_by=matter.responsible
    )
    bag = Exhibit.objects.select_related("case", "matter").get(pk=bag.pk)
    with pytest.raises(BadInput):
        hand_exhibit(exhibit=bag, why="returned", at=timezone.now(), words="Hers.", **said)
    assert bag.chain.count() == 1


def test_what_was_destroyed_has_an_order_and_goes_nowhere_more():
    matter = a_matter()
    said = {"from_whom": "Our safe", "to_whom": "The police", "by": matter.responsible}
    then = timezone.now() - timedelta(days=2)
    pills = take_exhibit(matter=matter, kind="other", what="Pills", at=then, **said)
    with pytest.raises(BadInput) as refusal:
        hand_exhibit(exhibit=pills, why="destroyed", at=timezone.now(), **said)
    assert refusal.value.field == "words"
    hand_exhibit(
        exhibit=pills, why="destroyed", at=timezone.now(), words="Order of the court.", **said
    )

    with pytest.raises(ItIsDestroyed):
        hand_exhibit(exhibit=pills, why="stored", at=timezone.now(), words="Found.", **said)

    assert pills.chain.count() == 2


def test_a_matter_that_has_ended_takes_nothing_more():
    matter = a_matter()
    end_matter(matter=matter, outcome="lost", summary="Moved away.", by=matter.responsible)

    with pytest.raises(EpisodeIsOver):
        record_complaint(matter=matter, made_on=TODAY(), by=matter.responsible)

    assert not Complaint.objects.exists()
