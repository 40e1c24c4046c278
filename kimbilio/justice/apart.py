"""Cases that name the same alleged trafficker, as a source of who is kept apart from whom."""

from uuid import UUID

from django.db.models import Q

from kimbilio.justice.models import AllegedLink


def tied_by_alleged(case: UUID) -> set[UUID]:
    """The cases with an entry that may be about the same person as one of this case: one query."""
    links = AllegedLink.objects.filter(Q(one__case=case) | Q(other__case=case))
    return {key for pair in links.values_list("one__case", "other__case") for key in pair} - {case}
