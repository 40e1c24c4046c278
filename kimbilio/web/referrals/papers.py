"""A referral on paper: what stands in the letter, in the language it was asked for."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.accounts.models import User
from kimbilio.organisation.models import Organisation
from kimbilio.organisation.queries import this_organisation
from kimbilio.referrals.actions.printing import print_referral
from kimbilio.referrals.choices import LegalGround
from kimbilio.referrals.models import Referral
from kimbilio.referrals.queries import Line
from kimbilio.web.pdf import drawn, pdf_response


def printed(referral: Referral, *, language: str, by: User) -> HttpResponse:
    """The letter as a file. Its name tells the day alone: it may lie in a folder of downloads."""
    lines = print_referral(referral=referral, language=language, by=by)
    with translation.override(language):
        facts = letter(referral, lines, signed=by)
    name = f"letter-{timezone.localdate().isoformat()}.pdf"
    return pdf_response(drawn("referrals/paper/letter.typ", facts), name=name)


def letter(referral: Referral, lines: list[Line], *, signed: User) -> dict[str, Any]:
    """What the template of the letter takes: of the case nothing but ``lines``."""
    ours = this_organisation()
    service = str(referral.get_service_display())
    return {
        **_head(ours),
        "title": _("A letter"),
        "day": date_format(timezone.localdate(), "j F Y"),
        "to": referral.partner_name,
        "subject": _("We ask for your help: %(service)s") % {"service": service},
        "greeting": _("Dear colleagues,"),
        "opening": _("We refer a person to you, and ask you for this:"),
        "need": referral.need,
        "lines_title": _("What you need to know"),
        "lines": [(str(line.kind.label), line.words) for line in lines],
        "basis": _basis(referral),
        "asking": _asking(ours),
        "closing": _("With kind regards"),
        "signed": {"name": signed.name, "role": str(signed.get_role_display())},
    }


def _head(ours: Organisation) -> dict[str, Any]:
    """The organisation's own lines, and what stands at the foot of each page."""
    return {
        "lang": translation.get_language(),
        "head": {"name": ours.name, "address": ours.address.strip(), "reach": _reach(ours)},
        "confidential": _(
            "Confidential. Only for whoever it is addressed to. Keep it locked away, pass it on to "
            "nobody, and shred it when it is not needed any more."
        ),
    }


def _reach(ours: Organisation) -> str:
    return " · ".join(part for part in (ours.phone, ours.email) if part)


def _basis(referral: Referral) -> str:
    """Why this may be shared; the reason in words stays in the file."""
    if referral.ground:
        ground = LegalGround(referral.ground).label
        return _("We share this on a legal ground: %(ground)s.") % {"ground": ground}
    return _("We have consent to share this with you. It can be withdrawn at any time.")


def _asking(ours: Organisation) -> str:
    asked = _("Please tell us whether you can help, and when.")
    if not _reach(ours):
        return asked
    return f"{asked} {_('You reach us here: %(reach)s.') % {'reach': _reach(ours)}}"
