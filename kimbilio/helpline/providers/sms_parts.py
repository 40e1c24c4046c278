"""Short messages that came in parts, put together again.

Some versions of SMSD write into each row what its part said, others (1.42) all the words into the
first row and nothing into the rest. One after another they are the message either way.
"""

from dataclasses import dataclass

from kimbilio.helpline.providers import gsm
from kimbilio.helpline.providers.gammu import Come

MISSING = "[…]"


@dataclass(frozen=True)
class Letter:
    """One message as it was written, with the short messages that carried it."""

    rows: list[Come]
    text: str
    is_whole: bool


def letters(rows: list[Come]) -> list[Letter]:
    """``rows`` by id, joined where their headers belong together, in the order of their first part."""
    bundles: list[dict[int, Come]] = []
    open_ones: dict[tuple[str, int, int], dict[int, Come]] = {}
    for row in rows:
        place = gsm.place(row.udh)
        if place is None:
            bundles.append({1: row})
            continue
        key = (row.sender, place.reference, place.total)
        bundle = open_ones.get(key)
        if bundle is None or place.position in bundle:  # the reference came round again
            bundle = open_ones[key] = {}
            bundles.append(bundle)
        bundle[place.position] = row
    return [_letter(bundle) for bundle in bundles]


def _letter(bundle: dict[int, Come]) -> Letter:
    rows = [bundle[position] for position in sorted(bundle)]
    place = gsm.place(rows[0].udh)
    total = place.total if place else 1
    pieces = [bundle[at].text if at in bundle else MISSING for at in range(1, total + 1)]
    once = (
        piece
        for piece, before in zip(pieces, ["", *pieces], strict=False)
        if not piece == before == MISSING
    )
    return Letter(rows, "".join(once), len(rows) == total)
