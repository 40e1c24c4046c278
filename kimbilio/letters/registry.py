"""Every letter and form by its kind. Those of referrals are made there and have a layout alone."""

from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.letters.choices import LetterKind
from kimbilio.letters.composing import exportable_parts, may_make
from kimbilio.letters.house import HOUSE
from kimbilio.letters.kinds import Kind
from kimbilio.letters.national import NATIONAL

KINDS: dict[str, Kind] = {one.kind.value: one for one in (*HOUSE, *NATIONAL)}
LAYOUTS = tuple(LetterKind)
"""All that have a layout which the organisation may change."""


def can_make_any(case: Case, by: User) -> bool:
    """Whether ``by`` can make any letter of this case."""
    parts = exportable_parts(case, by)
    return any(may_make(kind, parts) for kind in KINDS.values())
