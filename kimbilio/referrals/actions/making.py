"""Writing a referral: what is asked of whom, and which lines of the case go with it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.partners.models import Partner
from kimbilio.referrals.actions.moving import require_referring
from kimbilio.referrals.choices import PART_OF_ITEM, TAKEN_FROM_CASE, TYPED, ItemKind, LegalGround
from kimbilio.referrals.models import Move, Referral, SharedItem
from kimbilio.referrals.queries import (
    entry_named,
    partner_key,
    sharing_with,
    takes_referrals,
    usable_phones,
)


class NoConsent(DomainError):
    """Nobody agreed to share with this partner, and no legal ground was given."""

    code = "no_consent"
    message = _(
        "There is no consent to share with this partner. Record it first, or ask your team lead."
    )


@transaction.atomic
def draft_referral(
    *,
    case: Case,
    service: str,
    need: str,
    by: User,
    partner: str = "",
    entry: Partner | None = None,
    email: str = "",
    share: tuple[ItemKind, ...] | list[ItemKind] = (),
    typed: Mapping[ItemKind, str] | None = None,
    ground: str = "",
    ground_words: str = "",
) -> Referral:
    """Prepare a referral with the lines chosen, as they will be read. Nobody is told yet.

    The partner has a name, is an ``entry`` of the directory, or both; a name that is an entry's is that.
    Raises ``NoConsent`` without consent or ground; a ground is a team lead's to give. What one may
    not print of a case, one may not share either.
    """
    require_referring(case, by)
    if not takes_referrals(case):
        raise BadInput(_("This case is closed. Reopen it first."))
    name = " ".join((partner or (entry.name if entry else "")).split())
    if not name:
        raise BadInput(_("Say which partner."), field="partner")
    check_sharing(case, name, by=by, ground=ground, ground_words=ground_words)
    words = chosen_words(case, share, typed or {})
    require_parts(case, {PART_OF_ITEM[kind] for kind in words}, by)
    referral: Referral = Referral.objects.create(
        case=case, partner_name=name, partner_key=partner_key(name), partner_email=email,
        entry=entry or entry_named(name), service=service, need=need, made_by=by,
        ground=ground, ground_words=ground_words,
        ground_by=by if ground else None,
    )  # fmt: skip
    for kind, text in words.items():
        SharedItem.objects.create(
            referral=referral, kind=kind, compartment=PART_OF_ITEM[kind], words=text
        )
    Move.objects.create(referral=referral, state=referral.state, by=by)
    trail.record(
        Event.REFERRAL_CHANGED, by=by, on=referral, state="draft", ground=ground,
        items=len(words),
    )  # fmt: skip
    return referral


def check_sharing(
    case: Case, partner: str, *, by: User, ground: str = "", ground_words: str = ""
) -> None:
    """Consent of every needed giver that holds today, or a team lead's ground with its reason."""
    if ground:
        if ground not in LegalGround.values:
            raise BadInput(field="ground")
        try:
            require(by, Permission.MANAGE_TEAM, case, act=Act.CHANGE)
        except NotAllowed:
            message = _("Only a team lead may share without consent.")
            raise BadInput(message, field="ground") from None
        if not ground_words.strip():
            raise BadInput(_("Say why, for those who look at it later."), field="ground_words")
        return
    standing = sharing_with(case, partner)
    if standing is None or not standing.is_given:
        raise NoConsent(field="partner")


def require_parts(case: Case, parts: set[Compartment], by: User) -> None:
    """What one may not print of a case, one may not share: asked when writing and at each sending.

    Whoever sends holds the link and its code, and could read behind it what is closed to them.
    """
    for part in sorted(parts - {Compartment.OUTLINE}):
        try:
            require(by, Permission.WORK_ON_CASE, case, compartment=part, act=Act.EXPORT)
        except NotAllowed:
            raise NotAllowed(
                _(
                    "Some of these lines are not yours to share. Ask your team lead. Nothing was sent."
                )
            ) from None


def chosen_words(
    case: Case, share: tuple[ItemKind, ...] | list[ItemKind], typed: Mapping[ItemKind, str]
) -> dict[ItemKind, str]:
    """The lines as the partner will read them; what is not known is left out."""
    words = {
        kind: text for kind in TAKEN_FROM_CASE if kind in share and (text := _from_case(case, kind))
    }
    return words | {kind: typed[kind].strip() for kind in TYPED if typed.get(kind, "").strip()}


def _from_case(case: Case, kind: ItemKind) -> str:
    if kind == ItemKind.CODE:
        return case.code
    if kind == ItemKind.AGE:
        return str(case.get_age_group_display())
    if kind == ItemKind.NAME_USED:
        return str(case.survivor.goes_by)
    if kind == ItemKind.FULL_NAME:
        return str(case.survivor.full_name)
    usable = usable_phones(case)
    if not usable:
        raise BadInput(
            _("No number of theirs may be used. Leave the phone out, or record how it is safe."),
            field="share",
        )
    return str(usable[0].value)
