"""Writes the numbers of alleged traffickers anew after a change of keys."""

from uuid import UUID

from kimbilio.justice.matching import tokens_of
from kimbilio.justice.models import AllegedToken, AllegedTrafficker
from kimbilio.vault import blind


def write_tokens(alleged: AllegedTrafficker) -> None:
    """Let an entry be found by what it says now, and by nothing it no longer says."""
    AllegedToken.objects.filter(alleged=alleged).delete()
    AllegedToken.objects.bulk_create(
        AllegedToken(alleged=alleged, trait=piece.trait, weight=piece.weight, token=number)
        for number, piece in tokens_of(alleged.known).items()
    )


def reindex(after: str, size: int) -> tuple[int, str]:
    """The next ``size`` entries behind ``after``."""
    rows = AllegedTrafficker.objects.order_by("id")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    done = list(rows[:size])
    for alleged in done:
        write_tokens(alleged)
    return len(done), str(done[-1].pk) if len(done) == size else ""


blind.register("alleged", reindex)
