"""Every letter and form by its kind. Those of referrals are made there and have a layout alone."""

from kimbilio.letters.choices import LetterKind
from kimbilio.letters.house import HOUSE
from kimbilio.letters.kinds import Kind
from kimbilio.letters.national import NATIONAL

KINDS: dict[str, Kind] = {one.kind.value: one for one in (*HOUSE, *NATIONAL)}
LAYOUTS = tuple(LetterKind)
"""All that have a layout which the organisation may change."""
