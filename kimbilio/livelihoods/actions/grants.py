"""Money to start a business: asked by one person, decided by another, paid in parts with conditions."""

from contextlib import suppress

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import hold_open
from kimbilio.care.telling import tell
from kimbilio.cases.actions.tasks import asked_for, finish_task, give_task
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case
from kimbilio.cases.queries.closing import answerers_of
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.versions import amend
from kimbilio.livelihoods.actions.giving import paid_of
from kimbilio.livelihoods.actions.ground import (
    STORY,
    check_amount,
    hold,
    require_open,
)
from kimbilio.livelihoods.choices import GrantState, ToDo
from kimbilio.livelihoods.models import Business, BusinessGrant, FundingGrant, Tranche
from kimbilio.livelihoods.money import kes

MOST_TRANCHES = 12


@transaction.atomic
def ask_grant(*, business: Business, wanted_cents: int, appraisal: str, by: User) -> BusinessGrant:
    """Ask for money, with what we think of the plan. A lead of the unit gets the task to decide."""
    require_open(business, by)
    check_amount(wanted_cents, "wanted")
    if not business.plan.strip():
        raise BadInput(_("Write the plan first, on the page of the business."))
    if not appraisal.strip():
        raise BadInput(_("Say what you think of the plan."), field="appraisal")
    hold_open(business)
    if business.grants.filter(state=GrantState.ASKED).exists():
        raise BadInput(_("A grant was asked for already and waits for a yes."))
    grant: BusinessGrant = BusinessGrant.objects.create(
        case=business.case, business=business, wanted_cents=wanted_cents,
        appraisal=appraisal.strip(), asked_by=by,
    )  # fmt: skip
    tell(grant, Event.BUSINESS_GRANT_ASKED, by=by, kind=EntryKind.CASE, line=kes(wanted_cents))
    _ask_somebody_to_decide(grant, by)
    return grant


def _ask_somebody_to_decide(grant: BusinessGrant, by: User) -> None:
    """A task for the first lead who may: without one the wish stands on the page of the business."""
    for leader in answerers_of(grant.case):
        if leader == by:
            continue
        with suppress(DomainError), transaction.atomic():
            give_task(
                title=ToDo.DECIDE_GRANT, due_on=timezone.localdate(), by=by,
                owner=leader, case=grant.case,
            )  # fmt: skip
            return


def require_decider(by: User, grant: BusinessGrant) -> None:
    """Raise unless ``by`` leads and reads the story of the case."""
    require(by, Permission.MANAGE_TEAM, grant.case, compartment=STORY, act=Act.VIEW)
    if not grant.case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


@transaction.atomic
def decide_grant(
    *,
    grant: BusinessGrant,
    approve: bool,
    by: User,
    approved_cents: int | None = None,
    funding: FundingGrant | None = None,
    words: str = "",
    expected: int | None = None,
) -> None:
    """A second person says yes, with an amount and who pays, or no with the reason."""
    require_decider(by, grant)
    if by == grant.asked_by:
        raise NotAllowed(_("You asked for it. A second person decides. Nothing was changed."))
    hold(grant)
    if BusinessGrant.objects.get(pk=grant.pk).state != GrantState.ASKED:
        raise BadInput(_("This was decided already. Nothing was changed."))
    if approve:
        if approved_cents is None or funding is None:
            field = "approved" if approved_cents is None else "funding"
            raise BadInput(_("Say how much, and which grant pays."), field=field)
        check_amount(approved_cents, "approved")
        if approved_cents > grant.wanted_cents:
            raise BadInput(_("This is more than was asked for."), field="approved")
        if not funding.is_active or funding.until_on < timezone.localdate():
            raise BadInput(_("This grant is not in use any more. Choose another."), field="funding")
    elif not words.strip():
        raise BadInput(_("Say why, and what could help instead."), field="words")
    state = GrantState.APPROVED if approve else GrantState.REFUSED
    amend(
        grant, expected=expected, state=state, words=words.strip(), decided_by=by,
        decided_at=timezone.now(), approved_cents=approved_cents if approve else None,
        funding=funding if approve else None,
    )  # fmt: skip
    line = label(state)
    if approve:
        line = f"{line}: {kes(grant.approved_cents or 0)}"
    tell(
        grant, Event.BUSINESS_GRANT_DECIDED, by=by, kind=EntryKind.CASE, line=line,
        state=state.value,
    )  # fmt: skip
    _nobody_need_decide(grant.case, by)


def _nobody_need_decide(case: Case, by: User) -> None:
    """The task to decide is done with the answer, whichever lead gave it; not while another grant waits."""
    if BusinessGrant.objects.filter(case=case, state=GrantState.ASKED).exists():
        return
    for task in asked_for(case, label(ToDo.DECIDE_GRANT)):
        with suppress(DomainError), transaction.atomic():
            finish_task(task=task, by=by)


@transaction.atomic
def plan_tranche(
    *, grant: BusinessGrant, amount_cents: int, by: User, condition: str = ""
) -> Tranche:
    """Add the next part. All parts together stay within what was approved; only the first has no condition."""
    require_open(grant.business, by)
    check_amount(amount_cents, "amount")
    hold_open(grant.business)
    hold(grant)
    if grant.state != GrantState.APPROVED:
        raise BadInput(_("The grant is not approved."))
    known = grant.tranches.aggregate(cents=Sum("amount_cents"), last=Max("number"))
    number = (known["last"] or 0) + 1
    if number > MOST_TRANCHES:
        raise BadInput(_("At most twelve parts."))
    if (known["cents"] or 0) + amount_cents > (grant.approved_cents or 0):
        raise BadInput(
            _("This is more than is left of the grant: %(left)s.")
            % {"left": kes((grant.approved_cents or 0) - (known["cents"] or 0))},
            field="amount",
        )
    if number > 1 and not condition.strip():
        raise BadInput(_("Say what has to be true before it is paid."), field="condition")
    tranche: Tranche = Tranche.objects.create(
        case=grant.case, grant=grant, number=number, amount_cents=amount_cents,
        condition=condition.strip(),
    )  # fmt: skip
    tell(
        tranche, Event.TRANCHE_PLANNED, by=by, kind=EntryKind.CASE, number=number,
        line=f"{number}. {kes(amount_cents)}",
    )  # fmt: skip
    return tranche


@transaction.atomic
def meet_condition(*, tranche: Tranche, by: User, expected: int | None = None) -> None:
    """Somebody saw that the condition is met."""
    require_open(tranche.grant.business, by)
    _release(tranche, by, expected, is_waived=False, waiver="")


@transaction.atomic
def waive_condition(
    *, tranche: Tranche, reason: str, by: User, expected: int | None = None
) -> None:
    """A lead lets a part be paid though its condition is not met, and says why."""
    require_decider(by, tranche.grant)
    if not reason.strip():
        raise BadInput(_("Say why it is paid all the same."), field="reason")
    _release(tranche, by, expected, is_waived=True, waiver=reason.strip())


def _release(
    tranche: Tranche, by: User, expected: int | None, *, is_waived: bool, waiver: str
) -> None:
    if not tranche.condition or tranche.met_at is not None or paid_of(tranche):
        raise BadInput(_("This part waits for nothing. Nothing was changed."))
    amend(
        tranche, expected=expected, met_at=timezone.now(), met_by=by, is_waived=is_waived,
        waiver=waiver,
    )  # fmt: skip
    tell(
        tranche, Event.TRANCHE_RELEASED, by=by, kind=EntryKind.CASE, number=tranche.number,
        waived=is_waived, line=f"{tranche.number}. {kes(tranche.amount_cents)}",
    )  # fmt: skip
