"""Giving a case away: asking, the team lead's yes, and what the other organisation says."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.closing import require_leading
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.cases.queries.closing import answerers_of
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.versions import amend
from kimbilio.referrals.actions.making import NoConsent, check_sharing
from kimbilio.referrals.actions.moving import require_referring
from kimbilio.transfers import proofs
from kimbilio.transfers.choices import OPEN, Making, State
from kimbilio.transfers.models import Package, Transfer
from kimbilio.transfers.queries import may_still_go
from kimbilio.vault import files
from kimbilio.vault.models import StoredFile

EVENTS = {
    State.ASKED: Event.TRANSFER_ASKED,
    State.AGREED: Event.TRANSFER_AGREED,
    State.PACKED: Event.TRANSFER_PACKED,
    State.ACCEPTED: Event.TRANSFER_ACCEPTED,
    State.DECLINED: Event.TRANSFER_DECLINED,
    State.WITHDRAWN: Event.TRANSFER_WITHDRAWN,
}


class UnderWay(DomainError):
    """One transfer of a case goes on at a time."""

    code = "transfer_under_way"
    message = _("This case is being given to somebody already. Take that back first.")


class CannotMove(DomainError):
    """The table of moves does not know this one."""

    code = "transfer_moved_on"
    message = _("This transfer has moved on. Nothing was changed.")


class WrongProof(BadInput):
    """The code that was typed is not the one in the package."""

    code = "wrong_proof"
    message = _("This is not the code of our package. Ask them to read it again.")


@transaction.atomic
def ask_transfer(
    *,
    case: Case,
    organisation: str,
    contact: str,
    why: str,
    hand_over_on: date,
    by: User,
    ground: str = "",
    ground_words: str = "",
) -> Transfer:
    """Ask the team lead to give this case to another organisation, as agreed with them and the survivor.

    Raises ``NoConsent`` without consent to share with that organisation, or a lead's legal ground.
    """
    require_referring(case, by)
    require_open(case)
    if Transfer.objects.filter(case=case, state__in=sorted(OPEN)).exists():
        raise UnderWay
    name = " ".join(organisation.split())
    if hand_over_on < timezone.localdate():
        raise BadInput(_("Give a day to come."), field="hand_over_on")
    try:
        check_sharing(case, name, by=by, ground=ground, ground_words=ground_words)
    except NoConsent:
        raise NoConsent(field="organisation") from None
    transfer = Transfer(
        case=case, organisation=name, contact=contact.strip(), why=why.strip(),
        hand_over_on=hand_over_on, asked_by=by, ground=ground, ground_words=ground_words.strip(),
        ground_by=by if ground else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            transfer.save(force_insert=True)
    except IntegrityError:  # somebody asked at the same moment
        raise UnderWay from None
    tell(transfer, by, ground=ground)
    for leader in answerers_of(case):
        if leader != by:
            notify(user=leader, kind=NoticeKind.TRANSFER_ASKED, case=case)
    return transfer


def require_open(case: Case) -> None:
    """Only an open case is given away."""
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


@transaction.atomic
def agree_transfer(*, transfer: Transfer, by: User, hand_over_on: date | None = None) -> None:
    """The team lead's yes, or a manager's: never of whoever asked. The day may be moved."""
    require_leading(transfer.case, by)
    if transfer.asked_by_id == by.pk:
        raise NotAllowed(_("You asked for this yourself. Another lead or a manager answers."))
    require_open(transfer.case)
    require_consent(transfer)
    day = hand_over_on or transfer.hand_over_on
    if day < timezone.localdate():
        raise BadInput(_("Give a day to come."), field="hand_over_on")
    move(transfer, State.AGREED, by=by, hand_over_on=day, agreed_by=by, agreed_at=timezone.now())
    notify(user=transfer.asked_by, kind=NoticeKind.TRANSFER_ANSWERED, case=transfer.case)


def require_consent(transfer: Transfer) -> None:
    """What was agreed to must hold at the moment in which something goes."""
    if not may_still_go(transfer):
        raise NoConsent


def require_parts(transfer: Transfer, parts: frozenset[Compartment], by: User) -> None:
    """What one may not print of a case, one may not give away: asked when packing, making and saving."""
    for part in sorted(parts):
        try:
            require(by, Permission.WORK_ON_CASE, transfer.case, compartment=part, act=Act.EXPORT)
        except NotAllowed:
            raise NotAllowed(
                _(
                    "Some of these parts are not yours to give. Ask your team lead. Nothing was packed."
                )
            ) from None


@transaction.atomic
def withdraw_transfer(*, transfer: Transfer, by: User, words: str = "") -> None:
    """Take it back, which is possible until they accepted. Our copy of the package is deleted."""
    try:
        require_referring(transfer.case, by)
    except NotAllowed:
        require_leading(transfer.case, by)
    if transfer.state != State.WITHDRAWN:
        _end(transfer, State.WITHDRAWN, by=by, words=words)
        if transfer.asked_by != by:
            notify(user=transfer.asked_by, kind=NoticeKind.TRANSFER_ANSWERED, case=transfer.case)


@transaction.atomic
def record_decline(*, transfer: Transfer, words: str, by: User) -> None:
    """Write down that they do not take the case; it stays ours."""
    require_referring(transfer.case, by)
    if not words.strip():
        raise BadInput(_("Say what they said, in a few words."), field="words")
    _end(transfer, State.DECLINED, by=by, words=words)


@transaction.atomic
def record_acceptance(*, transfer: Transfer, by: User, proof: str = "", words: str = "") -> None:
    """Write down that they lead from now on: with the code of their Kimbilio, or who said it and how.

    The case stays open here until its closing was asked for and approved like any other.
    """
    require_referring(transfer.case, by)
    if State.ACCEPTED not in transfer.allowed_moves:
        raise CannotMove
    if proof.strip():
        packages = transfer.packages.exclude(state__in=[Making.AT_WORK, Making.FAILED])
        if not any(proofs.fits(one.pk, proof, one.proof_hash) for one in packages):
            raise WrongProof(field="proof")
    elif not words.strip():
        raise BadInput(_("Type their code, or say who told you and how."), field="words")
    _end(transfer, State.ACCEPTED, by=by, words=words, is_proved=bool(proof.strip()))


@transaction.atomic
def note_wrong_proof(*, transfer: Transfer, by: User) -> None:
    """Leave a trace of a code that did not fit; called after the refusal took everything else back."""
    require_referring(transfer.case, by)
    trail.record(Event.TRANSFER_PROOF_WRONG, by=by, on=transfer)


def _end(transfer: Transfer, to: State, *, by: User, words: str, **columns: Any) -> None:
    now = timezone.now()
    facts = {"proved": columns["is_proved"]} if "is_proved" in columns else {}
    ended = {"ended_by": by, "ended_at": now, "end_words": words.strip(), **columns}
    move(transfer, to, by=by, facts=facts, **ended)
    for package in transfer.packages.select_for_update():
        let_go(package)


def move(
    transfer: Transfer,
    to: State,
    *,
    by: User,
    facts: dict[str, Any] | None = None,
    **columns: Any,
) -> None:
    """Move on, if the table allows it, and tell trail (with ``facts``) and timeline. For actions alone."""
    if to not in transfer.allowed_moves:
        raise CannotMove
    amend(transfer, state=to, **columns)
    tell(transfer, by, **(facts or {}))


def tell(transfer: Transfer, by: User, **facts: Any) -> None:
    """One line for the trail, one for the timeline, of the state in which it is."""
    state = State(transfer.state)
    trail.record(EVENTS[state], by=by, on=transfer, **facts)
    note_down(
        transfer.case, EVENTS[state], kind=EntryKind.CASE, by=by, subject=transfer,
        line=transfer.organisation, compartment=Compartment.IDENTITY,
    )  # fmt: skip


def let_go(package: Package, state: Making = Making.GONE) -> None:
    """Forget the file of a package and what would open it."""
    stored = StoredFile.objects.filter(pk=package.file_id).first() if package.file_id else None
    if stored:
        files.discard(stored)
    if package.state != Making.FAILED:
        amend(package, state=state, file_id=None, secret=None, proof=None, moved_at=timezone.now())
