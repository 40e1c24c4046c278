"""Two people who write in the same second: nothing of either is lost, and no link is missed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.care.errors import EpisodeIsOver
from kimbilio.cases.models import Case
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.justice.actions.exhibits import hand_exhibit, take_exhibit
from kimbilio.justice.actions.hearings import Day, change_hearing, set_hearing
from kimbilio.justice.actions.matters import NOT_YET, end_matter, record_complaint
from kimbilio.justice.models import (
    AllegedLink,
    Complaint,
    CustodyLink,
    Exhibit,
    Hearing,
    LegalMatter,
)
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.organisation.models import Organisation
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.at_once import at_once, refusals
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_hearing, a_matter, in_hours

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_person_named_in_two_cases_at_once_is_linked():
    Organisation.objects.get_or_create()
    cases = [CaseFactory(worker=UserFactory(worker=True), unit=UnitFactory()) for _ in range(2)]

    def name(case):
        known = {"phone": ["0799 000 111"]}
        return save_alleged(
            case=Case.objects.get(pk=case.pk), alleged=None, known=known, by=case.lead
        )

    at_once(*(lambda case=case: name(case) for case in cases))

    assert AllegedLink.objects.count() == 1


def test_the_first_complaint_is_kept_when_two_write_it():
    matter = a_matter()

    def write(station):
        fresh = LegalMatter.objects.select_related("case").get(pk=matter.pk)
        return record_complaint(
            matter=fresh, made_on=timezone.localdate(), station=station, by=matter.responsible,
            expected=NOT_YET,
        )  # fmt: skip

    told = at_once(lambda: write("Mlima Post"), lambda: write("Bonde Post"))

    (refused,) = [one for one in told if isinstance(one, Stale)]
    assert refused.theirs.station == Complaint.objects.get().station


def test_a_matter_does_not_end_while_a_hearing_is_entered():
    matter = a_matter()
    by, start = matter.responsible, in_hours(48)

    def fresh():
        return LegalMatter.objects.select_related("case").get(pk=matter.pk)

    day = Day(starts_at=start, ends_at=in_hours(51), purpose="mention", held_by=by)
    told = at_once(
        lambda: set_hearing(matter=fresh(), day=day, by=by),
        lambda: end_matter(matter=fresh(), outcome="not_begun", summary="Moved away.", by=by),
    )

    assert sum(isinstance(one, (BadInput, EpisodeIsOver)) for one in told) == 1
    assert fresh().is_open == Hearing.objects.exists()


def test_an_exhibit_is_handed_on_once_and_the_second_sees_the_first():
    matter = a_matter()
    by, now = matter.responsible, timezone.now()
    exhibit = take_exhibit(
        matter=matter, kind="device", what="A phone", at=now - timedelta(days=1),
        from_whom="The survivor", to_whom="Our safe", by=by,
    )  # fmt: skip

    def hand(why, to):
        fresh = Exhibit.objects.select_related("case", "matter__case").get(pk=exhibit.pk)
        return hand_exhibit(
            exhibit=fresh, why=why, at=now, from_whom="Our safe", to_whom=to, seen=1, by=by
        )

    told = at_once(lambda: hand("to_police", "Inspector"), lambda: hand("returned", "Owner"))

    (refused,) = refusals(told)
    assert "changed hands" in str(refused.message)
    assert CustodyLink.objects.filter(exhibit=exhibit).count() == 2


def test_two_hearings_are_not_moved_to_the_same_hour_at_once():
    matter = a_matter()
    hearings = [a_hearing(matter, hours=hours) for hours in (24, 48)]
    by, start = matter.responsible, in_hours(96)
    day = Day(starts_at=start, ends_at=in_hours(99), purpose="mention", held_by=by)

    def move(hearing):
        fresh = Hearing.objects.select_related("case", "matter__case").get(pk=hearing.pk)
        change_hearing(hearing=fresh, day=day, by=by)

    told = at_once(*(lambda one=one: move(one) for one in hearings))

    assert len(refusals(told)) == 1
    assert Hearing.objects.filter(starts_at=start).count() == 1
