"""The one set of rules. A list, a search, a count, an export, a file and a page all ask here.

Each rule is a queryset condition; the answer for one record is the same condition asked of that record, so that a
list and a page cannot disagree.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.utils import timezone

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import ALL_OUTLINES, LEADING_ROLES, ON_DUTY_ROLES, allows, holds
from kimbilio.access.models import Tie
from kimbilio.accounts.models import User
from kimbilio.kernel.errors import NotAllowed
from kimbilio.kernel.prepared import Prepared, read, sent
from kimbilio.organisation.queries import standing_rows

TOO_MANY_TO_NAME = 2000  # cases kept in memory for one request
MOST_IN_A_STATEMENT = (
    100  # beyond them a statement asks the ties: a union over services names them often
)
MOST_STANDING = 200  # units and shifts of one person at one moment
NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Reach:
    """The cases one person can reach at this moment, whatever part of them."""

    user_id: UUID
    role: str
    sees_all_outlines: bool = False
    cases: frozenset[Any] | None = frozenset()  # keys as ``sent``; None: too many to name
    units: frozenset[UUID] = frozenset()
    is_on_duty: bool = False

    def ways(self, to: str = "") -> list[Q]:
        """Each way by which they are tied to cases; together, with OR, they are ``tied``.

        A list that walks an index asks them one by one, because no index serves their OR.
        """
        if self.cases is None or len(self.cases) > MOST_IN_A_STATEMENT:
            ways = [Q(**{f"{to}pk__in": self._ties})]
        else:
            ways = [Q(**{f"{to}pk__in": sorted(map(read, self.cases))})]
        ways += [Q(**{f"{to}unit": unit}) for unit in sorted(self.units)]
        if self.is_on_duty:
            ways.append(Q(**{f"{to}is_urgent": True, f"{to}closed_at__isnull": True}))
        return ways

    @cached_property
    def _ties(self) -> QuerySet[Any, Any]:
        return Tie.objects.live().filter(user_id=self.user_id).values("case_id")

    def tied(self, to: str = "") -> Q:
        """The cases they are tied to; ``to`` is the path to the case, such as ``case__``."""
        condition = Q()
        for way in self.ways(to):
            condition |= way
        return condition

    def covers(self, case: Any) -> bool:
        """``tied`` for one case in memory; only where ``cases`` are named."""
        assert self.cases is not None
        if sent(case.id) in self.cases or case.unit_id in self.units:
            return True
        return bool(self.is_on_duty and case.is_urgent and case.closed_at is None)

    def outlines(self, to: str = "") -> Q:
        """The cases whose outline they see."""
        return Q() if self.sees_all_outlines else self.tied(to)


def reach_of(user: User) -> Reach:
    """What ``user`` can reach now: one small query, or none inside ``remembered_reach``."""
    known: Reach | None = getattr(user, "_reach", None)
    if known is not None:
        return known
    reach = _measure(user)
    if getattr(user, "_remembers_reach", False):
        user._reach = reach  # type: ignore[attr-defined]  # kept for one request only
    return reach


def forget_reach(user: User) -> None:
    """To be called when the ties, units or duty of ``user`` have changed."""
    if hasattr(user, "_reach"):
        del user._reach


@contextmanager
def remembered_reach(user: Any) -> Iterator[None]:
    """Within one request the reach is measured once."""
    user._remembers_reach = True
    try:
        yield
    finally:
        user._remembers_reach = False
        forget_reach(user)


def _measure(user: User) -> Reach:
    if not user.is_active or not holds(user.role, Permission.SEE_CASES):
        return Reach(user_id=user.pk, role=user.role)
    standing = _STANDING[user.role in LEADING_ROLES]
    found: dict[str, list[Any]] = {"duty": [], "unit": [], "work": []}
    for what, key in standing.unread(user=user.pk, at=timezone.now()):
        found[what].append(key)
    return Reach(
        user_id=user.pk,
        role=user.role,
        sees_all_outlines=user.role in ALL_OUTLINES,
        cases=None if len(found["work"]) > TOO_MANY_TO_NAME else frozenset(found["work"]),
        units=frozenset(map(read, found["unit"])),
        is_on_duty=bool(found["duty"]) and user.role in ON_DUTY_ROLES,
    )


def _standing(user: UUID, at: datetime, *, leads: bool) -> QuerySet[Any, tuple[str, UUID]]:
    """``work`` with the id of each case tied to, ``unit`` and ``duty``: one small query."""
    ties = Tie.objects.live(at).filter(user_id=user).order_by()
    work = Value("work", output_field=CharField())
    rows = ties.annotate(what=work).values_list("what", "case_id")
    rows = rows.union(standing_rows(user, at=at, leads=leads), all=True)
    # duty and units come before the work, of which there may be too much to name
    return rows.order_by("what")[: TOO_MANY_TO_NAME + MOST_STANDING]


# Every page of everybody asks this first.
_STANDING = {
    leads: Prepared(partial(_standing, leads=leads), user=UUID, at=datetime)
    for leads in (True, False)
}


def condition(
    user: User, compartment: Compartment = Compartment.OUTLINE, act: Act = Act.VIEW, *, to: str = ""
) -> Q:
    """The queryset condition of the records on which ``user`` may do ``act`` in ``compartment``."""
    if not user.is_active or not allows(user.role, compartment, act):
        return Q(**{f"{to}pk__in": ()})
    reach = reach_of(user)
    if compartment is Compartment.OUTLINE and act is not Act.CHANGE:
        return reach.outlines(to)
    return reach.tied(to)


def part_condition(user: User, act: Act = Act.VIEW, *, to: str = "case__") -> Q:
    """The condition of rows that each name their own ``compartment``, such as notes."""
    if not user.is_active:
        return NOTHING
    allowed = [c for c in Compartment if c is not Compartment.OUTLINE and allows(user.role, c, act)]
    rule = Q(compartment__in=allowed) & reach_of(user).tied(to)
    return rule | (Q(compartment=Compartment.OUTLINE) & condition(user, act=act, to=to))


def may(
    user: User,
    permission: Permission,
    case: Any = None,
    *,
    compartment: Compartment | None = None,
    act: Act = Act.VIEW,
) -> bool:
    """Whether ``user`` holds ``permission`` and, with a ``case``, reaches that part of it."""
    if not user.is_active or not holds(user.role, permission):
        return False
    if case is None:
        return True
    rule = condition(user, compartment or Compartment.OUTLINE, act)
    return bool(type(case)._base_manager.filter(rule, pk=case.pk).exists())


def require(
    by: User,
    permission: Permission,
    case: Any = None,
    *,
    compartment: Compartment | None = None,
    act: Act = Act.CHANGE,
) -> None:
    """Raise ``NotAllowed`` unless ``by`` may; asked by every action before it changes anything."""
    if not may(by, permission, case, compartment=compartment, act=act):
        raise NotAllowed


def compartments_open_to(
    user: User, case: Any, act: Act = Act.VIEW, *, is_tied: bool | None = None
) -> frozenset[Compartment]:
    """Every compartment of this case on which ``user`` may do ``act``: one query at most."""
    if not user.is_active:
        return frozenset()
    if is_tied is None:
        is_tied = is_tied_to(user, case)
    opened = {c for c in Compartment if is_tied and allows(user.role, c, act)}
    if (
        act is not Act.CHANGE
        and reach_of(user).sees_all_outlines
        and allows(user.role, Compartment.OUTLINE, act)
    ):
        opened.add(Compartment.OUTLINE)
    return frozenset(opened)


def outline_ways(user: User) -> list[Q]:
    """What ``condition(user)`` joins with OR, apart: for lists that walk an index for each."""
    if not user.is_active or not allows(user.role, Compartment.OUTLINE, Act.VIEW):
        return [NOTHING]
    reach = reach_of(user)
    return [Q()] if reach.sees_all_outlines else reach.ways()


def is_tied_to(user: User, case: Any) -> bool:
    """Whether ``user`` has a tie to ``case``, answered from memory where possible."""
    reach = reach_of(user)
    if reach.cases is not None:
        return reach.covers(case)
    return bool(type(case)._base_manager.filter(reach.tied(), pk=case.pk).exists())
