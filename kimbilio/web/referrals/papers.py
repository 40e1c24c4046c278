"""A referral on paper: what stands in the letter and in form C, in the language asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kimbilio.accounts.models import User
from kimbilio.cases.models import Document
from kimbilio.letters.actions.referring import KIND_OF_PAPER, keep_paper
from kimbilio.letters.composing import head_facts, reach_of_us
from kimbilio.letters.layouts import layout_in_use
from kimbilio.organisation.models import Organisation
from kimbilio.organisation.queries import this_organisation
from kimbilio.referrals.actions.printing import print_referral
from kimbilio.referrals.choices import ItemKind, LegalGround, Paper
from kimbilio.referrals.models import Referral
from kimbilio.referrals.queries import Line
from kimbilio.web.pdf import drawn, printed_letter


def printed(referral: Referral, *, paper: Paper, language: str, by: User) -> HttpResponse:
    """The paper as a file. Its name tells the day alone: it may lie in a folder of downloads."""
    lines = print_referral(referral=referral, paper=paper, language=language, by=by)
    facts = _facts(referral, lines, paper=paper, language=language, by=by)
    return printed_letter(KIND_OF_PAPER[paper], language, facts, name=paper.value)


def kept(referral: Referral, *, paper: Paper, language: str, by: User) -> Document:
    """The same paper, kept with the case."""

    def draw(lines: list[Line]) -> bytes:
        facts = _facts(referral, lines, paper=paper, language=language, by=by)
        return drawn(layout_in_use(KIND_OF_PAPER[paper].value, language), facts)

    return keep_paper(referral=referral, paper=paper, language=language, by=by, draw=draw)


def _facts(
    referral: Referral, lines: list[Line], *, paper: Paper, language: str, by: User
) -> dict[str, Any]:
    with translation.override(language):
        return WRITTEN[paper](referral, lines, signed=by)


def letter(referral: Referral, lines: list[Line], *, signed: User) -> dict[str, Any]:
    """What the template of the letter takes: of the case nothing but ``lines``."""
    ours = this_organisation()
    service = str(referral.get_service_display())
    return {
        **head_facts(ours),
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


def form_c(referral: Referral, lines: list[Line], *, signed: User) -> dict[str, Any]:
    """What the template of form C takes, in the order of the national form; blank is for the pen.

    Nothing but ``lines`` comes from the case: its assessments of needs and risk were not chosen.
    """
    ours = this_organisation()
    said = {line.kind: line.words for line in lines}
    service = str(referral.get_service_display())
    needs = "\n".join(part for part in (service, said.get(ItemKind.HEALTH, "")) if part)
    others = [
        f"{line.kind.label}: {line.words}"
        for line in lines
        if line.kind not in {ItemKind.STORY, ItemKind.HEALTH}
    ]
    day = timezone.localdate(referral.sent_at)
    return {
        **head_facts(ours),
        "title": _("Form C: Referral"),
        "subtitle": _("To: %(partner)s") % {"partner": referral.partner_name},
        "short": [
            (_("Referral agency"), ours.name),
            (_("Referral date"), date_format(day, "j F Y")),
            (_("Referrer's name"), signed.name),
            (_("Job title"), str(signed.get_role_display())),
            (_("Telephone or e-mail"), reach_of_us(ours)),
        ],
        "choice": {"label": _("Self referral"), "yes": _("Yes"), "no": _("No"), "is_yes": False},
        "long": [
            (_("Case background"), said.get(ItemKind.STORY, "")),
            (_("Needs of the victim"), needs),
            (_("Potential risks"), ""),
            (_("Reasons for referral"), referral.need),
            (_("Other information"), "\n".join(others)),
        ],
        "signature": _("Signature"),
        "date": pgettext("on a form", "Date"),
        "note": f"{_basis(referral)} {_('The fields follow form C of the National Referral Mechanism of Kenya.')}",
    }


def _basis(referral: Referral) -> str:
    """Why this may be shared; the reason in words stays in the file."""
    if referral.ground:
        ground = LegalGround(referral.ground).label
        return _("We share this on a legal ground: %(ground)s.") % {"ground": ground}
    return _("We have consent to share this with you. It can be withdrawn at any time.")


def _asking(ours: Organisation) -> str:
    asked = _("Please tell us whether you can help, and when.")
    if not reach_of_us(ours):
        return asked
    return f"{asked} {_('You reach us here: %(reach)s.') % {'reach': reach_of_us(ours)}}"


WRITTEN: dict[Paper, Callable[..., dict[str, Any]]] = {Paper.LETTER: letter, Paper.FORM_C: form_c}
