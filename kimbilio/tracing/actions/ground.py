"""What every action of family tracing asks first."""

from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import LEADING_ROLES
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.care.actions import hold_open
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.cases.models import Case, Step
from kimbilio.kernel.errors import BadInput, DomainError, Stale
from kimbilio.kernel.versions import amend
from kimbilio.organisation.places import counties, sub_counties
from kimbilio.tracing.consent import require_agreed
from kimbilio.tracing.models import Tracing

T = TypeVar("T", bound=models.Model)
STORY, WHERE = Compartment.STORY, Compartment.WHEREABOUTS
FIRST_YEAR = 2000


class CannotMove(DomainError):
    """The table of moves has no such move."""

    code = "cannot_move"
    message = _("The search has moved on meanwhile. Look at where it stands. Nothing was changed.")


def require_tracing(by: User, case: Case, compartment: Compartment = STORY) -> None:
    """Raise unless ``by`` may change that part of this case and the case is open."""
    require(by, Permission.WORK_ON_CASE, case, compartment=compartment, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def require_open(tracing: Tracing, by: User, *, agreed: bool = True) -> None:
    """Raise unless ``by`` may work on the search, it goes on, and consent to it still holds."""
    require_tracing(by, tracing.case)
    if not tracing.is_open:
        raise EpisodeIsOver
    if agreed:
        require_agreed(tracing.case)


def leads(user: User) -> bool:
    """Whether ``user`` may let something pass that is refused otherwise, with a written reason."""
    return user.role in LEADING_ROLES


def check_been(day: date, field: str) -> None:
    """Raise unless ``day`` has been."""
    if day > timezone.localdate() or day.year < FIRST_YEAR:
        raise BadInput(_("Choose a day that has been."), field=field)


def check_place(county: str, sub_county: str) -> str:
    """The county (from the sub-county where it was left open); raises if they do not belong together."""
    if county and county not in counties():
        raise BadInput(_("Choose from the list."), field="county")
    if not sub_county:
        return county
    if sub_county not in sub_counties():
        raise BadInput(_("Choose from the list."), field="sub_county")
    mine = sub_counties()[sub_county][1]
    if county and county != mine:
        raise BadInput(_("This sub-county lies in another county."), field="sub_county")
    return mine


def check_step(step: Step | None, case: Case) -> None:
    """Raise unless the step is an open one of this plan, or left out."""
    if step is not None and (step.case_id != case.pk or not step.is_open):
        raise BadInput(_("Choose an open step of this plan."), field="step")


def chosen(value: str, choices: list[str], field: str) -> None:
    """Raise unless ``value`` is one of the list."""
    if value not in choices:
        raise BadInput(_("Choose from the list."), field=field)


def keep_one(
    model: type[T], tracing: Tracing, given: dict[str, Any], expected: int | None
) -> tuple[T, Any]:
    """The one row of its kind in this search, made or amended, with what changed, or None where nothing did.

    The search is held meanwhile: of two people who write the first one at once, the second is shown
    what the other wrote.
    """
    hold_open(tracing)
    rows: Any = model._default_manager
    known = rows.filter(tracing=tracing).first()
    if known is None:
        return rows.create(case=tracing.case, tracing=tracing, **given), {}
    if expected is None:
        raise Stale(theirs=known)
    known.case = tracing.case
    return known, amend(known, expected=expected, **given) or None
