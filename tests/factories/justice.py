"""Legal matters and hearings, as small as the law allows."""

from datetime import timedelta

from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.justice.models import Hearing, HearingAttendance, LegalMatter
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory


def a_lawyer(*cases):
    """A legal officer on the team of each of ``cases``."""
    user = UserFactory(role=Role.LEGAL_OFFICER)
    for case in cases:
        Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)
    return user


def a_matter(*, case=None, lawyer=None, **fields):
    """A criminal matter of a case with a lead; its lawyer is on the team."""
    case = case or CaseFactory(worker=UserFactory(worker=True))
    if lawyer is None:
        lawyer = a_lawyer(case)
    elif not Tie.objects.filter(case=case, user=lawyer).exists():
        Tie.objects.create(case=case, user=lawyer, kind=TieKind.MEMBER)
    return LegalMatter.objects.create(
        case=case, responsible=lawyer, asked_by=lawyer, **{"kind": "criminal", **fields}
    )


def in_hours(hours):
    """A full hour, so many hours from now; before now when negative."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours)


def a_hearing(matter, *, hours=24, presence="expected", **fields):
    """Three hours in court for the lawyer of the matter."""
    starts_at = fields.pop("starts_at", None) or in_hours(hours)
    given = {"purpose": "mention", "held_by": matter.responsible, **fields}
    hearing = Hearing.objects.create(
        case=matter.case, matter=matter, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3), **given,
    )  # fmt: skip
    HearingAttendance.objects.create(
        session=hearing, episode=matter, case=matter.case, presence=presence
    )
    return hearing
