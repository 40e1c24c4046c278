"""Writing into the ledger of help given: aid, fees of a term, a part of a business grant, and corrections."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import hold_open
from kimbilio.care.telling import noon_of, tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Document
from kimbilio.kernel.errors import BadInput
from kimbilio.livelihoods.actions.ground import (
    STORY,
    check_amount,
    check_been,
    check_choice,
    check_document,
    hold,
    require_open,
    require_worker,
)
from kimbilio.livelihoods.choices import PAID_FROM_ITS_PAGE, READ_AS, AidKind, GrantState
from kimbilio.livelihoods.models import FundingGrant, Giving, Term, Tranche
from kimbilio.livelihoods.money import kes

MOST_THINGS, MOST_DEPENDANTS = 10_000, 40


@dataclass(frozen=True)
class Given:
    """What was given, as a form asks for it: the same for aid, fees and business money."""

    given_on: date
    cost_cents: int
    funding: FundingGrant
    quantity: int = 1
    words: str = ""
    to_survivor: bool = True
    dependants: int = 0
    document: Document | None = None
    receipt: str = ""


@transaction.atomic
def give_aid(*, case: Case, kind: str, given: Given, by: User, is_another: bool = False) -> Giving:
    """Write down one thing given. The same thing, day, cost and grant again is asked about first."""
    check_choice(kind, AidKind, "kind")
    if kind in PAID_FROM_ITS_PAGE:
        raise BadInput(_("This is paid on the page of the school or the business."), field="kind")
    require_worker(by, case)
    part = READ_AS.get(AidKind(kind), STORY)
    require(by, Permission.WORK_ON_CASE, case, compartment=part, act=Act.VIEW)
    hold(case)
    if not is_another and _same(case, kind, given):
        raise BadInput(
            _(
                "The same was written down for this day already. If it was given a second time, "
                "say so below."
            ),
            field="is_another",
        )
    return _enter(case, AidKind(kind), given, by, part)


@transaction.atomic
def pay_fees(*, term: Term, given: Given, by: User) -> Giving:
    """Pay the fees of a term, or a part of them; never more than was asked."""
    require_open(term.schooling, by)
    hold_open(term.schooling)
    hold(term)
    term.refresh_from_db()
    if given.cost_cents > term.fees_cents - paid_of(term):
        raise BadInput(_("This is more than the fees that are still open."), field="cost")
    return _enter(term.case, AidKind.FEES, given, by, STORY, term=term)


@transaction.atomic
def pay_tranche(*, tranche: Tranche, given: Given, by: User) -> Giving:
    """Pay one part of an approved grant: once, in its turn, when its condition is met, with a receipt."""
    grant = tranche.grant
    require_open(grant.business, by)
    hold_open(grant.business)
    hold(grant)
    tranche.refresh_from_db()
    if grant.state != GrantState.APPROVED or given.funding.pk != grant.funding_id:
        raise BadInput(_("This is paid from the grant that was approved."), field="funding")
    if given.cost_cents != tranche.amount_cents:
        raise BadInput(_("This part has another amount."), field="cost")
    if paid_of(tranche):
        raise BadInput(_("This part is paid already. Nothing was changed."))
    before = grant.tranches.filter(number__lt=tranche.number).order_by("number")
    if any(not paid_of(one) for one in before):
        raise BadInput(_("The part before it is not paid yet."))
    if tranche.condition and tranche.met_at is None:
        raise BadInput(
            _(
                "Its condition is not met yet. A lead can let it be paid all the same, with a reason."
            )
        )
    if not given.receipt.strip() and given.document is None:
        raise BadInput(_("Give the number of the receipt, or choose its scan."), field="receipt")
    return _enter(tranche.case, AidKind.BUSINESS, given, by, STORY, tranche=tranche)


@transaction.atomic
def take_back(*, giving: Giving, reason: str, by: User) -> Giving:
    """Correct a row by a second one below zero, with a reason. The first one stays as it was."""
    require_worker(by, giving.case)
    part = Compartment(giving.compartment)
    require(by, Permission.WORK_ON_CASE, giving.case, compartment=part, act=Act.VIEW)
    if not reason.strip():
        raise BadInput(_("Say why it is taken back."), field="reason")
    hold(giving)
    if giving.is_counter or Giving.objects.filter(counters=giving).exists():
        raise BadInput(_("This was taken back already. Nothing was changed."))
    counter: Giving = Giving.objects.create(
        compartment=giving.compartment, case=giving.case, kind=giving.kind,
        given_on=giving.given_on, quantity=giving.quantity, to_survivor=giving.to_survivor,
        dependants=giving.dependants, cost_cents=-giving.cost_cents, funding=giving.funding,
        term=giving.term, tranche=giving.tranche, counters=giving, reason=reason.strip(),
        recorded_by=by,
    )  # fmt: skip
    line = f"{label(AidKind(giving.kind))}: {kes(counter.cost_cents)}"
    tell(
        counter, Event.AID_TAKEN_BACK, by=by, kind=EntryKind.CASE, line=line, giving=str(giving.pk)
    )
    return counter


def paid_of(what: Term | Tranche) -> int:
    """The cents that the ledger holds for it, after corrections."""
    return int(what.givings.aggregate(cents=Sum("cost_cents"))["cents"] or 0)


def _same(case: Case, kind: str, given: Given) -> bool:
    return Giving.objects.filter(
        case=case, kind=kind, given_on=given.given_on, cost_cents=given.cost_cents,
        funding=given.funding, counters=None, countered_by=None,
    ).exists()  # fmt: skip


def _enter(
    case: Case,
    kind: AidKind,
    given: Given,
    by: User,
    part: Compartment,
    *,
    term: Term | None = None,
    tranche: Tranche | None = None,
) -> Giving:
    check_been(given.given_on, "given_on")
    check_amount(given.cost_cents, "cost")
    if not 1 <= given.quantity <= MOST_THINGS:
        raise BadInput(_("A quantity is one or more."), field="quantity")
    if not 0 <= given.dependants <= MOST_DEPENDANTS:
        raise BadInput(_("Give how many dependants, 0 to 40."), field="dependants")
    if not given.to_survivor and not given.dependants:
        raise BadInput(_("Say for whom it was."), field="dependants")
    check_document(given.document, case, by)
    _check_funding(given)
    giving: Giving = Giving.objects.create(
        compartment=part, case=case, kind=kind, given_on=given.given_on, quantity=given.quantity,
        words=given.words.strip(), to_survivor=given.to_survivor, dependants=given.dependants,
        cost_cents=given.cost_cents, funding=given.funding, document=given.document,
        receipt=given.receipt.strip(), term=term, tranche=tranche, recorded_by=by,
    )  # fmt: skip
    line = f"{label(kind)}: {kes(giving.cost_cents)}"
    tell(
        giving, Event.AID_GIVEN, by=by, kind=EntryKind.CASE, line=line, aid=kind.value,
        at=noon_of(given.given_on),
    )  # fmt: skip
    return giving


def _check_funding(given: Given) -> None:
    """The grant is in use, pays on that day and has as much left; held until we are through."""
    hold(given.funding)
    funding = FundingGrant.objects.get(pk=given.funding.pk)
    if not funding.is_active:
        raise BadInput(_("This grant is not in use any more. Choose another."), field="funding")
    if not funding.from_on <= given.given_on <= funding.until_on:
        raise BadInput(
            _("This grant pays from %(since)s to %(until)s only.")
            % {"since": funding.from_on.isoformat(), "until": funding.until_on.isoformat()},
            field="given_on",
        )
    if funding.total_cents is None:
        return
    given_so_far = Giving.objects.filter(funding=funding).aggregate(cents=Sum("cost_cents"))
    if (given_so_far["cents"] or 0) + given.cost_cents > funding.total_cents:
        raise BadInput(_("This is more than the grant has left."), field="cost")
