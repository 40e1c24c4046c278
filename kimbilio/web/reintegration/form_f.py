"""Form F on paper: the checklist of return, reintegration and repatriation, filled in from what the file says."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kimbilio.accounts.models import User
from kimbilio.letters.composing import head_facts
from kimbilio.letters.layouts import own_layout
from kimbilio.organisation.places import countries
from kimbilio.organisation.queries import this_organisation
from kimbilio.reintegration.actions.printing import print_form_f
from kimbilio.reintegration.choices import By, Check, PaperKind
from kimbilio.reintegration.models import Journey, Repatriation
from kimbilio.web.pdf import drawn, pdf_response

TRAVEL = (PaperKind.PASSPORT, PaperKind.EMERGENCY, PaperKind.VISA)


def printed(repatriation: Repatriation, *, language: str, by: User) -> HttpResponse:
    """The form as a file. Its name tells the day alone."""
    journey = print_form_f(repatriation=repatriation, language=language, by=by)
    with translation.override(language):
        facts = form_f(repatriation, journey, signed=by)
    name = f"form-f-{timezone.localdate().isoformat()}.pdf"
    return pdf_response(drawn(own_layout("return"), facts), name=name)


def form_f(one: Repatriation, journey: Journey | None, *, signed: User) -> dict[str, Any]:
    """What the template takes, in the order of the national form. Nobody's name: the code of the case alone."""
    papers = list(one.papers.all())
    return {
        **head_facts(this_organisation()),
        "title": _("Form F: Return, reintegration and repatriation"),
        "short": [
            (_("Case"), one.case.code),
            (str(one.get_direction_display()), countries().get(one.country, one.country)),
            (_("Receiving organisation"), one.receiver.name if one.receiver else ""),
            (_("Who receives them there"), one.focal_person),
            (_("Embassy"), one.embassy.name if one.embassy else ""),
            (_("Day of the journey"), _day(date.fromisoformat(journey.travels)) if journey else ""),
        ],
        "checks": _checks(one, papers, journey),
        "signed": [(_("Filled in by"), signed.name), (_("Job title"), signed.get_role_display())],
        "signature": _("Signature"),
        "date": pgettext("on a form", "Date"),
        "day": _day(timezone.localdate()),
        "note": _(
            "The fields follow form F of the National Referral Mechanism of Kenya. What is empty was not known, "
            "or is not printed for everybody."
        ),
    }  # fmt: skip


def _checks(
    one: Repatriation, papers: list[Any], journey: Journey | None
) -> list[tuple[str, bool]]:
    """Each line of the checklist, and whether it is ticked."""
    there = {paper.kind for paper in papers if paper.is_there}
    ticked = set(one.checks)
    return [
        (str(Check.FIT.label), Check.FIT in ticked),
        (str(Check.SAFE_PLACE.label), Check.SAFE_PLACE in ticked),
        (
            _("Legal and travel documents secured"),
            bool(papers) and all(paper.is_there for paper in papers),
        ),
        (
            _("Focal person of the receiving organisation, and first reintegration plan"),
            Check.PLAN in ticked and bool(one.focal_person),
        ),
        (str(Check.FORWARDED.label), Check.FORWARDED in ticked),
        (_("Passport or visa"), bool(there & set(TRAVEL))),
        (_("Air ticket"), journey is not None and journey.by == By.AIR and bool(journey.ticket)),
        (_("Bus ticket"), journey is not None and journey.by == By.BUS and bool(journey.ticket)),
        (_("Medical records"), Check.RECORDS in ticked or PaperKind.MEDICAL in there),
        (str(Check.ITEMS.label), Check.ITEMS in ticked),
    ]


def _day(day: date) -> str:
    return date_format(day, "j F Y")
