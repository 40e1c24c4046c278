"""Keeping the figures of the outline where counting them takes long. Nobody asks for it: a chore does."""

from django.utils import timezone

from kimbilio.cases.models import Case, OutlineFigure
from kimbilio.cases.queries.figures import ALL, count_figures
from kimbilio.organisation.models import Unit

MANY = 5_000  # cases, up to which figures are counted when the page is opened


def keep_figures() -> None:
    """Count for the whole organisation and each unit, if there are many cases."""
    if Case.objects.order_by()[: MANY + 1].count() <= MANY:
        OutlineFigure.objects.all().delete()
        return
    for unit in [None, *Unit.objects.values_list("pk", flat=True)]:
        figures = count_figures(None if unit is None else [unit])
        OutlineFigure.objects.update_or_create(
            scope=ALL if unit is None else str(unit),
            defaults={"figures": figures, "counted_at": timezone.now()},
        )
