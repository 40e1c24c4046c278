"""Cases that name the same alleged trafficker, as a source of who is kept apart from whom; and who must not visit."""

from uuid import UUID

from django.db.models import Q

from kimbilio.justice.choices import Trait
from kimbilio.justice.matching import pieces_of
from kimbilio.justice.models import AllegedLink, AllegedTrafficker


def tied_by_alleged(case: UUID) -> set[UUID]:
    """The cases with an entry that may be about the same person as one of this case: one query."""
    links = AllegedLink.objects.filter(Q(one__case=case) | Q(other__case=case))
    return {key for pair in links.values_list("one__case", "other__case") for key in pair} - {case}


def is_alleged(case: UUID, name: str) -> bool:
    """Whether this name sounds like one of the alleged traffickers of the case: one query."""
    said = {(piece.domain, piece.text) for piece in pieces_of({str(Trait.NAME): [name]})}
    for entry in AllegedTrafficker.objects.filter(case=case).only("id", "known"):
        names = {str(t): entry.known.get(str(t), []) for t in (Trait.NAME, Trait.ALIAS)}
        if said & {(piece.domain, piece.text) for piece in pieces_of(names)}:
            return True
    return False
