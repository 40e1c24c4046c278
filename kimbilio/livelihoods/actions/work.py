"""A place in a savings group, and a job."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin
from kimbilio.care.telling import noon_of, tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Step
from kimbilio.cases.outline import refresh_outline
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.livelihoods.actions.ground import (
    begin_care,
    check_amount,
    check_been,
    check_choice,
    end_episode,
    require_open,
    tell_asked,
)
from kimbilio.livelihoods.actions.still import plan_questions
from kimbilio.livelihoods.choices import WORKING_MONTHS, Every, Sector
from kimbilio.livelihoods.models import Placement, SavingsGroup
from kimbilio.livelihoods.money import MOST_CENTS, kes


@transaction.atomic
def join_savings(
    *,
    case: Case,
    name: str,
    joined_on: date,
    contribution_cents: int,
    every: str,
    responsible: User,
    by: User,
    step: Step | None = None,
) -> SavingsGroup:
    """The person joined a savings group."""
    columns = begin_care(case, responsible, step, by)
    if not name.strip():
        raise BadInput(_("Say which group."), field="name")
    check_been(joined_on, "joined_on")
    check_amount(contribution_cents, "contribution")
    check_choice(every, Every, "every")
    savings: SavingsGroup = SavingsGroup.objects.create(
        **columns, name=name.strip(), contribution_cents=contribution_cents, every=every
    )
    line = f"{kes(contribution_cents)} {label(Every(every))}"
    tell_asked(savings, "savings", line, by)
    begin(savings, noon_of(joined_on), by=by)
    refresh_outline(case)
    return savings


@transaction.atomic
def save_savings(
    *,
    savings: SavingsGroup,
    contribution_cents: int,
    every: str,
    saved_cents: int,
    saved_on: date,
    by: User,
    expected: int | None = None,
) -> None:
    """Write down what the person has in the group by now."""
    require_open(savings, by)
    check_amount(contribution_cents, "contribution")
    check_choice(every, Every, "every")
    check_been(saved_on, "saved_on")
    if not 0 <= saved_cents <= MOST_CENTS:
        raise BadInput(_("This amount cannot be right."), field="saved")
    changes = amend(
        savings, expected=expected, contribution_cents=contribution_cents, every=every,
        saved_cents=saved_cents, saved_on=saved_on,
    )  # fmt: skip
    if changes:
        line = kes(saved_cents)
        tell(savings, Event.CARE_CHANGED, by=by, kind=EntryKind.CASE, line=line, changes=changes)


@transaction.atomic
def leave_savings(
    *, savings: SavingsGroup, outcome: str, summary: str, by: User, expected: int | None = None
) -> None:
    """The person left the group, or it shared out."""
    end_episode(savings, outcome=outcome, summary=summary, by=by, expected=expected)


@transaction.atomic
def place_in_job(
    *,
    case: Case,
    employer: str,
    sector: str,
    starts_on: date,
    responsible: User,
    by: User,
    work: str = "",
    wage_cents: int | None = None,
    wish: str = "",
    step: Step | None = None,
) -> Placement:
    """The person has a job; after three and six months My day asks whether they still have it."""
    columns = begin_care(case, responsible, step, by)
    if not employer.strip():
        raise BadInput(_("Say who employs the person."), field="employer")
    check_choice(sector, Sector, "sector")
    check_been(starts_on, "starts_on")
    if wage_cents is not None:
        check_amount(wage_cents, "wage")
    placement: Placement = Placement.objects.create(
        **columns, employer=employer.strip(), sector=sector, work=work.strip(),
        wage_cents=wage_cents, starts_on=starts_on, wish=wish,
    )  # fmt: skip
    tell_asked(placement, "job", label(Sector(sector)), by)
    begin(placement, noon_of(starts_on), by=by)
    plan_questions(placement, starts_on, WORKING_MONTHS)
    refresh_outline(case)
    return placement


@transaction.atomic
def end_placement(
    *, placement: Placement, outcome: str, summary: str, by: User, expected: int | None = None
) -> None:
    """The job has ended; the reason stands in the summary."""
    end_episode(
        placement, outcome=outcome, summary=summary, by=by, expected=expected,
        line=label(Sector(placement.sector)),
    )  # fmt: skip
