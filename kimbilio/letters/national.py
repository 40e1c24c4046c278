"""Forms of Kenya's National Referral Mechanism, in the order and with the fields of the originals.

Source: the field labels and the form registry of uonafya/cpims-ctip, used as facts. Form C is made
from a referral; G and H are stubs in the source, so their tables are ours.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.cases.document_choices import DocumentKind
from kimbilio.letters import tables, told
from kimbilio.letters.choices import LetterKind, Shape
from kimbilio.letters.kinds import IDENTITY, STORY, Blank, Group, a_kind
from kimbilio.letters.national_return import RETURN_FORM
from kimbilio.letters.national_screening import SCREENING_GROUPS

LONG, TICK = Shape.LONG, Shape.TICK
RISK, NEEDS = AssessmentKind.RISK, AssessmentKind.NEEDS
_NOTE = _("The fields follow this form of the National Referral Mechanism of Kenya.")
_DATE = pgettext_lazy("on a form", "Date")


def _about(*more: Blank) -> Group:
    name = Blank("full_name", _("Full name"), IDENTITY, told.full_name)
    return Group(_("The person"), (name, *more))


NATIONAL = (
    a_kind(
        LetterKind.FORM_A,
        Group(_("The person"), (
            Blank("full_name", _("Victim's full name"), IDENTITY, told.full_name),
            Blank("guardian", _("Parent's or guardian's full name (minors)"), IDENTITY,
                  told.guardian_name),
            Blank("id_number", _("ID or passport number"), IDENTITY, told.paper_number),
            Blank("born", _("Date of birth"), IDENTITY, told.born),
        )),
        Group(_("Consent"), (
            Blank("consent_given", _("Consent provided"), IDENTITY, shape=TICK),
            Blank("consent_day", _("Date of consent"), IDENTITY),
        )),
        statement=_(
            "I agree that what is written about me in the forms of the National Referral Mechanism is kept "
            "and passed on to those who help me, as it was explained to me. I may take this back at any time."
        ),
        signatures=(
            _("The person"), _("Parent or guardian, for a minor"), _("Who explained it"),
        ),
        filed=IDENTITY, document=DocumentKind.CONSENT, leaves=True, note=_NOTE,
    ),
    a_kind(
        LetterKind.FORM_B,
        Group(_("Initial risk assessment"), (
            Blank("physical", _("Physical conditions and signs of violence"), STORY,
                  told.risk_words("physical"), LONG),
            Blank("mind", _("Psychological condition"), STORY, told.risk_words("mind"), LONG),
            Blank("health", _("Health condition"), STORY, told.risk_words("health"), LONG),
            Blank("security", _("Security risk"), STORY, told.risk_words("security"), LONG),
            Blank("day", _DATE, STORY, told.assessed_on(RISK)),
            Blank("interviewer", _("Interviewer"), STORY, told.assessed_by(RISK)),
        )),
        filed=STORY, document=DocumentKind.OTHER, leaves=True, note=_NOTE,
    ),
    a_kind(
        LetterKind.FORM_D,
        *SCREENING_GROUPS,
        filed=STORY, document=DocumentKind.OTHER, leaves=True, note=_NOTE,
    ),
    a_kind(
        LetterKind.FORM_E,
        Group(_("What the person needs"), (
            Blank("safety", _("Threat to personal safety"), STORY, told.need("safety")),
            Blank("followed", _("Being followed"), STORY, told.need("followed")),
            Blank("accommodation", _("Accommodation"), STORY, told.need("accommodation")),
            Blank("food", _("Food and special diet"), STORY, told.need("food")),
            Blank("clothing", _("Clothing and personal effects"), STORY, told.need("clothing")),
            Blank("medication", _("Special medication"), STORY, told.need("medication")),
            Blank("health", _("Health needs"), STORY, told.need("health")),
            Blank("disability", _("Support with a disability"), STORY, told.need("disability")),
            Blank("unsafe_places", _("Unsafe locations"), STORY, told.need("unsafe_places")),
            Blank("family_concern", _("Concerns about the family"), STORY,
                  told.need("family_concern")),
            Blank("family_contact", _("Wish to communicate with the family"), STORY,
                  told.need("family_contact")),
            Blank("other", _("Other needs"), STORY, told.need("other"), LONG),
            Blank("day", _DATE, STORY, told.assessed_on(NEEDS)),
        )),
        filed=STORY, document=DocumentKind.OTHER, leaves=True, note=_NOTE,
    ),
    RETURN_FORM,
    a_kind(
        LetterKind.FORM_G,
        _about(),
        tables=((STORY, tables.plan),),
        signatures=(_("The person"), _("Parent or guardian, for a minor"), _("Case worker")),
        filed=STORY, document=DocumentKind.OTHER, leaves=True, note=_NOTE,
    ),
    a_kind(
        LetterKind.FORM_H,
        _about(Blank("remarks", _("Remarks"), STORY, shape=LONG)),
        tables=((STORY, tables.follow_ups),),
        filed=STORY, document=DocumentKind.OTHER, leaves=True, note=_NOTE,
    ),
)  # fmt: skip
