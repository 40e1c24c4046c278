"""Adding, changing and checking the entries of the directory."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.kernel.versions import amend
from kimbilio.organisation.places import sub_counties, wards
from kimbilio.partners.models import OfferWard, Partner
from kimbilio.partners.queries import version_of_entry


@transaction.atomic
def save_partner(
    *,
    partner: Partner | None,
    by: User,
    expected: int | None = None,
    note_is_safe: bool = False,
    is_checked: bool = True,
    **values: Any,
) -> Partner:
    """Add a partner or change one. Raises ``BadInput`` and ``Stale``.

    Whoever adds one has checked it, unless ``is_checked`` says otherwise, as for what came from a file.
    ``note_is_safe`` says that somebody read the note and it does not tell where a secret place is.
    """
    require(by, Permission.MANAGE_PARTNERS)
    check_place(partner, values)
    if not note_is_safe and _note_must_be_read(partner, values):
        raise BadInput(
            _("Read “Good to know” again: it must not say where the secret place is. Then say so."),
            field="note_is_safe",
        )
    others = Partner.objects.exclude(pk=partner.pk) if partner else Partner.objects.all()
    if others.filter(name__iexact=values["name"]).exists():
        raise BadInput(_("This partner is in the directory already."), field="name")
    if partner is None:
        signed = {"assured_on": timezone.localdate(), "assured_by": by} if is_checked else {}
        made: Partner = Partner.objects.create(**signed, **values)
        trail.record(Event.PARTNER_CREATED, by=by, on=made)
        return made
    changes = amend(partner, expected=expected, **values)
    if changes:
        _keep_wards_from_a_secret_place(partner)
        trail.record(Event.PARTNER_CHANGED, by=by, on=partner, changes=changes)
    return partner


def _keep_wards_from_a_secret_place(partner: Partner) -> None:
    """Refuse a place that becomes secret while one of its services names wards, which are close by."""
    if partner.is_place_secret and OfferWard.objects.filter(offer__partner=partner).exists():
        raise BadInput(
            _("Take the wards out of its services first: they would tell where it is."),
            field="is_place_secret",
        )


def _note_must_be_read(partner: Partner | None, values: dict[str, Any]) -> bool:
    """Whether a note comes to stand beside a secret place without having been read with that in mind."""
    whole = _as_it_will_be(partner, values, ("is_place_secret", "note"))
    if not whole["is_place_secret"] or not whole["note"]:
        return False
    return partner is None or not partner.is_place_secret or partner.note != whole["note"]


def _as_it_will_be(
    partner: Partner | None, values: dict[str, Any], names: tuple[str, ...]
) -> dict[str, Any]:
    before = {name: getattr(partner, name) if partner else None for name in names}
    return {name: values.get(name, was) for name, was in before.items()}


def check_place(partner: Partner | None, values: dict[str, Any]) -> None:
    """Raise ``BadInput`` beside the field that would give a secret place away, or makes no sense."""
    whole = _as_it_will_be(
        partner,
        values,
        (
            "is_place_secret",
            "is_public",
            "county",
            "sub_county",
            "ward",
            "place",
            "latitude",
            "longitude",
        ),
    )
    if whole["is_place_secret"]:
        for name in ("place", "sub_county", "ward", "latitude", "longitude"):
            if whole[name] not in ("", None):
                raise BadInput(
                    _("Take this out: a secret place has no address in the directory."), field=name
                )
        if whole["is_public"]:
            raise BadInput(_("A secret place never stands on the public page."), field="is_public")
    if (whole["latitude"] is None) != (whole["longitude"] is None):
        raise BadInput(_("Give both numbers, or none."), field="longitude")
    part = whole["sub_county"]
    if part and sub_counties().get(part, ("", ""))[1] != whole["county"]:
        raise BadInput(_("This sub-county is in another county."), field="sub_county")
    ward = wards().get(whole["ward"]) if whole["ward"] else None
    if whole["ward"] and (ward is None or ward.county != whole["county"]):
        raise BadInput(_("This ward is in another county."), field="ward")


@transaction.atomic
def check_partner(*, partner: Partner, expected: int, by: User) -> None:
    """Say that what stood on the page is true today: ``expected`` is the ``version_of_entry`` read there.

    ``Stale`` if the partner or one of its services has changed since.
    """
    require(by, Permission.MANAGE_PARTNERS)
    if version_of_entry(partner) != expected:
        raise Stale(theirs=partner)
    amend(partner, assured_on=timezone.localdate(), assured_by=by)
    trail.record(Event.PARTNER_CHECKED, by=by, on=partner)


@transaction.atomic
def ask_to_check(*, partner: Partner, by: User) -> None:
    """Take back that somebody vouched for the entry: part of it came from a file since."""
    require(by, Permission.MANAGE_PARTNERS)
    changes = amend(partner, assured_on=None, assured_by=None)
    if changes:
        trail.record(Event.PARTNER_CHANGED, by=by, on=partner, changes=changes)
