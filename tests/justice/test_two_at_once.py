"""Two people who write in the same second: nothing of either is lost, and no link is missed."""

import pytest
from django.utils import timezone

from kimbilio.care.errors import EpisodeIsOver
from kimbilio.cases.models import Case
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.justice.actions.hearings import Day, set_hearing
from kimbilio.justice.actions.matters import NOT_YET, end_matter, record_complaint
from kimbilio.justice.models import AllegedLink, Complaint, Hearing, LegalMatter
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.organisation.models import Organisation
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.at_once import at_once
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_matter, in_hours

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
