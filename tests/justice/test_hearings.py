"""Hearings: entered, moved, adjourned to a next day; clashes told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.care.actions import refuse_clashes
from kimbilio.care.errors import DoubleBooked, SessionIsOver
from kimbilio.care.queries import meetings_of
from kimbilio.cases.actions.plan.states import finish_step
from kimbilio.cases.models import Case, TimelineEntry
from kimbilio.cases.queries.my_day import span_of
from kimbilio.justice.actions.hearings import (
    Day,
    call_off_hearing,
    change_hearing,
    end_hearing,
    set_hearing,
)
from kimbilio.justice.models import Hearing, LegalMatter
from kimbilio.justice.queries import clashes_of, diary, unsaid
from kimbilio.kernel.errors import BadInput, NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_hearing, a_lawyer, a_matter, in_hours
from tests.factories.plan import StepFactory

pytestmark = pytest.mark.django_db


def a_day(matter, *, hours=48, **more):
    start = more.pop("starts_at", None) or in_hours(hours)
    given = {
        "starts_at": start, "ends_at": start + timedelta(hours=3), "purpose": "mention",
        "held_by": matter.responsible, "court": "Mlima Law Courts", "county": "047", **more,
    }  # fmt: skip
    return Day(**given)


def noon(days):
    """Twelve o'clock here, so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return span_of(day, 1)[0] + timedelta(hours=12)


def test_a_hearing_stands_in_the_week_of_lawyer_and_companion():
    matter = a_matter()
    companion = UserFactory(therapist=True)
    Tie.objects.create(case=matter.case, user=companion, kind=TieKind.MEMBER)

    hearing = set_hearing(
        matter=matter, day=a_day(matter, companion=companion, transport="ours"),
        by=matter.responsible,
    )  # fmt: skip

    for user in (companion, matter.responsible):
        (found,) = meetings_of(user, timezone.now(), in_hours(96))
        assert found.pk == hearing.pk
        assert found.codes == (matter.case.code,)
    assert companion.notices.get().kind == "task_given"
    matter.case.refresh_from_db()
    assert matter.case.next_due_at == hearing.ends_at


def test_strangers_and_people_without_the_legal_part_enter_none():
    matter = a_matter()
    therapist = UserFactory(therapist=True)
    Tie.objects.create(case=matter.case, user=therapist, kind=TieKind.MEMBER)

    for user in (therapist, a_lawyer()):
        with pytest.raises(NotAllowed):
            set_hearing(matter=matter, day=a_day(matter), by=user)

    assert not Hearing.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"purpose": "party"}, "purpose"),
        ({"county": "099"}, "county"),
        ({"transport": "plane"}, "transport"),
        ({"hours": 24 * 2000}, "starts_at"),
        ({"ends_at": timezone.now()}, "ends_at"),
    ],
)
def test_what_cannot_be_is_refused(more, field):
    matter = a_matter()

    with pytest.raises(BadInput) as refusal:
        set_hearing(matter=matter, day=a_day(matter, **more), by=matter.responsible)

    assert refusal.value.field == field
    assert not Hearing.objects.exists()


def test_who_is_not_on_the_team_does_not_go_along():
    matter = a_matter()

    with pytest.raises(BadInput) as refusal:
        set_hearing(
            matter=matter, day=a_day(matter, companion=UserFactory()), by=matter.responsible
        )

    assert refusal.value.field == "companion"


def test_the_same_hearing_is_entered_once():
    matter = a_matter()
    set_hearing(matter=matter, day=a_day(matter), by=matter.responsible)

    with pytest.raises(BadInput):
        set_hearing(matter=matter, day=a_day(matter), by=matter.responsible)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_hearing(matter, hours=48)

    assert Hearing.objects.count() == 1


def test_an_adjourned_hearing_says_why_and_goes_on_on_its_next_day():
    matter = a_matter()
    hearing = a_hearing(matter, hours=-5, court="Mlima Law Courts", county="047")
    by, later = matter.responsible, in_hours(24 * 14)
    with pytest.raises(BadInput) as refusal:
        end_hearing(hearing=hearing, outcome="adjourned", by=by)
    assert refusal.value.field == "reason"

    made = end_hearing(
        hearing=hearing, outcome="adjourned", reason="witness_away", came=True, next_at=later, by=by
    )

    hearing.refresh_from_db()
    assert (hearing.outcome, hearing.reason) == ("adjourned", "witness_away")
    assert (made.starts_at, made.court, made.follows) == (later, "Mlima Law Courts", hearing)
    assert Case.objects.get(pk=matter.case_id).last_contact_at == hearing.starts_at
    assert LegalMatter.objects.get().started_at == hearing.starts_at
    lines = TimelineEntry.objects.filter(case=matter.case).values_list("compartment", flat=True)
    assert set(lines) == {"legal"}


def test_a_lawyer_who_may_not_change_the_plan_sees_its_step_begin_all_the_same():
    lead = UserFactory(worker=True)
    case = CaseFactory(worker=lead)
    step = StepFactory(case=case, owner=lead)
    matter = a_matter(case=case, step=step)
    hearing = a_hearing(matter, hours=-5)

    end_hearing(hearing=hearing, outcome="held", came=True, by=matter.responsible)

    step.refresh_from_db()
    assert step.status == "started"
    assert TimelineEntry.objects.get(event="step_started").author == matter.responsible
    assert Entry.objects.get(event="step_started").actor_id == matter.responsible.pk  # who did it
    with pytest.raises(NotAllowed):
        finish_step(step=step, by=matter.responsible)  # by itself the plan stays closed to them


def test_the_outcome_is_said_after_the_hearing_and_once():
    matter = a_matter()
    ahead, behind = a_hearing(matter, hours=5), a_hearing(matter, hours=-5)
    by = matter.responsible

    with pytest.raises(BadInput):
        end_hearing(hearing=ahead, outcome="held", by=by)
    with pytest.raises(BadInput):
        end_hearing(hearing=behind, outcome="held", reason="other", by=by)
    with pytest.raises(BadInput):
        end_hearing(hearing=behind, outcome="held", next_at=in_hours(-6), by=by)
    end_hearing(hearing=behind, outcome="held", by=by)
    with pytest.raises(SessionIsOver):
        end_hearing(hearing=behind, outcome="ruled", by=by)

    assert Hearing.objects.get(pk=ahead.pk).outcome == ""
    assert behind.attendances.get().presence == "absent"


def test_a_refused_next_day_leaves_the_hearing_open():
    matter = a_matter()
    hearing = a_hearing(matter, hours=-5)

    with pytest.raises(BadInput):
        end_hearing(
            hearing=hearing, outcome="adjourned", reason="no_time", next_at=in_hours(24 * 2000),
            by=matter.responsible,
        )  # fmt: skip

    assert Hearing.objects.get().state == "planned"


@pytest.mark.parametrize("broken", [{"outcome": "held"}, {"reason": "other"}, {"state": "held"}])
def test_the_database_keeps_outcome_reason_and_state_together(broken):
    a_hearing(a_matter(), hours=-5)

    with pytest.raises(IntegrityError):
        Hearing.objects.update(**broken)


def test_a_moved_hearing_and_one_called_off():
    matter = a_matter()
    hearing = set_hearing(matter=matter, day=a_day(matter), by=matter.responsible)

    change_hearing(
        hearing=hearing, day=a_day(matter, hours=72, person_comes=False), by=matter.responsible
    )
    assert hearing.attendances.get().presence == "excused"
    call_off_hearing(hearing=hearing, by=matter.responsible)
    with pytest.raises(SessionIsOver):
        change_hearing(hearing=hearing, day=a_day(matter), by=matter.responsible)

    assert meetings_of(matter.responsible, timezone.now(), in_hours(99)) == []


def test_a_day_in_court_is_taken_for_the_sessions_of_other_services():
    matter = a_matter()
    companion = UserFactory(therapist=True)
    hearing = a_hearing(matter, hours=48, companion=companion)
    span = {"starts_at": hearing.starts_at, "ends_at": hearing.ends_at, "room": None}

    with pytest.raises(DoubleBooked) as clash:
        refuse_clashes(held_by=companion, **span)
    with pytest.raises(DoubleBooked) as theirs:
        refuse_clashes(held_by=UserFactory(), cases=[matter.case_id], **span)

    assert (clash.value.field, theirs.value.field) == ("held_by", "episodes")


def test_two_courts_at_once_and_two_far_courts_on_one_day_are_told():
    lawyer = a_lawyer()
    one, other = a_matter(lawyer=lawyer), a_matter(lawyer=lawyer)
    first = a_hearing(one, starts_at=noon(3), county="047")
    again = a_hearing(other, starts_at=noon(3) + timedelta(hours=2), county="047")
    far = a_hearing(other, starts_at=noon(3) + timedelta(hours=6), county="001")
    calm = a_hearing(one, starts_at=noon(4), county="001")

    at_once = {clash.other.pk: clash.is_at_once for clash in clashes_of(first)}

    assert at_once == {again.pk: True, far.pk: False}
    assert {clash.who for clash in clashes_of(first)} == {lawyer.name}
    assert clashes_of(calm) == []


def test_the_person_of_a_case_clashes_too():
    matter = a_matter()
    other = a_matter(case=matter.case)
    first = a_hearing(matter, starts_at=noon(3))
    a_hearing(other, starts_at=noon(3) + timedelta(hours=1))

    assert [clash.who for clash in clashes_of(first)] == [""]


def test_the_diary_shows_mine_and_counts_clashes_with_cases_closed_to_me(
    django_assert_max_num_queries,
):
    lawyer = a_lawyer()
    mine, closed = a_matter(lawyer=lawyer), a_matter()
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    start = span_of(monday, 1)[0] + timedelta(days=9, hours=9)
    shown = a_hearing(mine, starts_at=start)
    a_hearing(closed, starts_at=start, held_by=lawyer)
    a_hearing(a_matter(), starts_at=start)

    with django_assert_max_num_queries(6):
        days = diary(lawyer, monday + timedelta(days=7), 7)

    entries = [entry for day in days for entry in day.entries]
    assert [entry.hearing.pk for entry in entries] == [shown.pk]
    assert [clash.is_at_once for clash in entries[0].clashes] == [True]
    assert diary(lawyer, monday + timedelta(days=7), 7, str(UserFactory().pk))[2].entries == []


def test_my_day_asks_how_hearings_of_days_before_went():
    matter = a_matter()
    hearing = a_hearing(matter, hours=-24 * 3)
    a_hearing(matter, hours=-24 * 4, state="held", outcome="held")
    user = matter.responsible
    today = span_of(timezone.localdate(), 1)

    (asked,) = meetings_of(user, *today, unsaid=True)

    assert (asked.pk, asked.is_unsaid) == (hearing.pk, True)
    assert meetings_of(user, *today) == []
    assert [one.pk for one in unsaid(user)] == [hearing.pk]
    assert unsaid(a_lawyer()) == []


def test_a_case_nobody_may_change_any_more_takes_no_hearing():
    matter = a_matter(case=CaseFactory(closed=True, worker=UserFactory(worker=True)))

    with pytest.raises(BadInput):
        set_hearing(matter=matter, day=a_day(matter), by=matter.responsible)

    assert not Hearing.objects.exists()
