"""Form F, the checklist of return, reintegration and repatriation: filled in from a return of the case."""

from django.utils.translation import gettext_lazy as _

from kimbilio.cases.document_choices import DocumentKind
from kimbilio.letters import told_of_return as told
from kimbilio.letters.choices import LetterKind, Shape
from kimbilio.letters.kinds import STORY, WHEREABOUTS, Blank, Group, a_kind
from kimbilio.reintegration.choices import By, Check, PaperKind

LONG, TICK = Shape.LONG, Shape.TICK
TRAVEL = (PaperKind.PASSPORT, PaperKind.EMERGENCY, PaperKind.VISA)


def _check(name: str, check: Check) -> Blank:
    return Blank(name, check.label, STORY, told.check(check), TICK)


RETURN_FORM = a_kind(
    LetterKind.FORM_F,
    Group(_("Return from or to another country"), (
        Blank("country", _("Country"), STORY, told.country),
        Blank("receiver", _("Receiving organisation"), STORY, told.receiver),
        Blank("focal_person", _("Who receives them there"), STORY, told.focal_person),
        Blank("embassy", _("Embassy"), STORY, told.embassy),
        Blank("travel_day", _("Day of the journey"), WHEREABOUTS, told.travel_day),
    )),
    Group(_("Before the journey"), (
        _check("fit_to_travel", Check.FIT),
        _check("safe_arrival", Check.SAFE_PLACE),
        Blank("papers", _("Legal and travel documents secured"), STORY, told.all_papers, TICK),
        Blank("plan", _("Focal person of the receiving organisation, and first reintegration plan"),
              STORY, told.has_plan, TICK),
        _check("forwarded", Check.FORWARDED),
    )),
    Group(_("What is taken along"), (
        Blank("passport", _("Passport or visa"), STORY, told.paper(*TRAVEL), TICK),
        Blank("air_ticket", _("Air ticket"), WHEREABOUTS, told.ticket(By.AIR), TICK),
        Blank("bus_ticket", _("Bus ticket"), WHEREABOUTS, told.ticket(By.BUS), TICK),
        Blank("medical_records", _("Medical records"), STORY,
              told.either(told.check(Check.RECORDS), told.paper(PaperKind.MEDICAL)), TICK),
        _check("own_things", Check.ITEMS),
    )),
    filed=STORY, document=DocumentKind.OTHER, leaves=True, pen=frozenset({WHEREABOUTS}),
    signatures=(_("Filled in by"), _("Signature")),
    note=_(
        "The fields follow form F of the National Referral Mechanism of Kenya. What is empty was not known, "
        "or is not printed for everybody."
    ),
)  # fmt: skip
