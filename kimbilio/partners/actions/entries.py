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
from kimbilio.organisation.places import sub_counties
from kimbilio.partners.models import Partner
from kimbilio.partners.queries import version_of_entry


@transaction.atomic
def save_partner(
    *,
    partner: Partner | None,
    by: User,
    expected: int | None = None,
    note_is_safe: bool = False,
    **values: Any,
) -> Partner:
    """Add a partner or change one; whoever adds it has checked it. Raises ``BadInput`` and ``Stale``.

    ``note_is_safe`` says that somebody read the note and it does not tell where a secret place is.
    """
    require(by, Permission.MANAGE_PARTNERS)
    _check_place(values)
    if not note_is_safe and _note_must_be_read(partner, values):
        raise BadInput(
            _("Read “Good to know” again: it must not say where the secret place is. Then say so."),
            field="note_is_safe",
        )
    others = Partner.objects.exclude(pk=partner.pk) if partner else Partner.objects.all()
    if others.filter(name__iexact=values["name"]).exists():
        raise BadInput(_("This partner is in the directory already."), field="name")
    if partner is None:
        today = timezone.localdate()
        made: Partner = Partner.objects.create(assured_on=today, assured_by=by, **values)
        trail.record(Event.PARTNER_CREATED, by=by, on=made)
        return made
    changes = amend(partner, expected=expected, **values)
    if changes:
        trail.record(Event.PARTNER_CHANGED, by=by, on=partner, changes=changes)
    return partner


def _note_must_be_read(partner: Partner | None, values: dict[str, Any]) -> bool:
    """Whether a note comes to stand beside a secret place without having been read with that in mind."""
    if not values.get("is_place_secret") or not values.get("note"):
        return False
    return partner is None or not partner.is_place_secret or partner.note != values["note"]


def _check_place(values: dict[str, Any]) -> None:
    """Raise ``BadInput`` beside the field that would give a secret place away, or makes no sense."""
    if values.get("is_place_secret"):
        for name in ("place", "sub_county", "latitude", "longitude"):
            if values.get(name) not in ("", None):
                raise BadInput(
                    _("Take this out: a secret place has no address in the directory."), field=name
                )
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        raise BadInput(_("Give both numbers, or none."), field="longitude")
    sub_county = values.get("sub_county")
    if sub_county and sub_counties().get(sub_county, ("", ""))[1] != values.get("county"):
        raise BadInput(_("This sub-county is in another county."), field="sub_county")


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
