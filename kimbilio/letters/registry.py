"""Every letter and form by its kind. Those of referrals are made there and have a layout alone."""

from kimbilio.access.choices import Act, Permission
from kimbilio.access.matrix import allows, holds
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


def kinds_for(user: User) -> list[LetterKind]:
    """What somebody of this role can make at all; of which case, the action asks."""
    if not holds(user.role, Permission.WORK_ON_CASE):
        return []
    found = []
    for kind in KINDS.values():
        parts = [part for part in kind.parts if allows(user.role, part, Act.EXPORT)]
        if may_make(kind, parts) and allows(user.role, kind.filed, Act.CHANGE):
            found.append(kind.kind)
    return found
