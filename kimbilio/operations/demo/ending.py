"""How cases of the demonstration end."""

from datetime import timedelta

from django.utils import timezone

from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Case, ResponseClock
from kimbilio.cases.outline import refresh_outline
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.staff import Team


def end_some(told: list[tuple[One, Case]], team: Team) -> None:
    """Close those whose work is over."""
    for one, case in told:
        if one.stands == cast.CLOSED:
            at = timezone.now() - timedelta(hours=one.hours / 4)
            ResponseClock.objects.filter(case=case, met_at=None).update(met_at=at, met_by=case.lead)
            Case.objects.filter(pk=case.pk).update(
                stage=Stage.CLOSED, closed_at=at, closed_by=team["Mwende"]
            )
            case.refresh_from_db()
            refresh_outline(case)
