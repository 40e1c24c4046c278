"""The letters of the house: for a court, a school, the person themselves."""

from django.utils.translation import gettext_lazy as _

from kimbilio.cases.document_choices import DocumentKind
from kimbilio.letters import tables, told, told_of_court
from kimbilio.letters.choices import LetterKind, Shape
from kimbilio.letters.kinds import IDENTITY, LEGAL, STORY, Blank, Group, a_kind

_TO = _("To whom")
_PERSON = _("The person")
_FULL_NAME = _("Full name")

HOUSE = (
    a_kind(
        LetterKind.COURT,
        Group(_PERSON, (
            Blank("full_name", _FULL_NAME, IDENTITY, told.full_name),
        )),
        Group(_("The court"), (
            Blank("to", _TO, LEGAL, told_of_court.court_name),
            Blank("court_number", _("Case number at court"), LEGAL, told_of_court.court_number),
            Blank("court_day", _("Day and time of the hearing"), LEGAL, told_of_court.court_day),
            Blank("companion", _("Who goes along"), LEGAL, told_of_court.companion),
            Blank("asks", _("What we ask the court for"), LEGAL, shape=Shape.LONG),
        )),
        filed=LEGAL, document=DocumentKind.COURT, needs=frozenset(), leaves=True,
    ),
    a_kind(
        LetterKind.SCHOOL,
        Group(_("The school"), (
            Blank("to", _("Name of the school"), IDENTITY),
            Blank("class_name", _("Class"), IDENTITY),
        )),
        Group(_("The learner"), (
            Blank("full_name", _FULL_NAME, IDENTITY, told.full_name),
            Blank("born", _("Date of birth"), IDENTITY, told.born),
            Blank("asks", _("What we ask the school for"), IDENTITY, shape=Shape.LONG),
        )),
        filed=IDENTITY, document=DocumentKind.SCHOOL, leaves=True,
    ),
    a_kind(
        LetterKind.CONSENT,
        Group(_PERSON, (
            Blank("full_name", _FULL_NAME, IDENTITY, told.full_name),
            Blank("guardian", _("Parent or guardian, for a minor"), IDENTITY, told.guardian_name),
            Blank("language", _("Language in which it was explained"), IDENTITY, told.language),
        )),
        tables=((IDENTITY, tables.consents),),
        statement=_(
            "It was explained to me, in a language I understand, what each of these means and what may come "
            "of it. I was free to say no, to each one by itself, and help does not depend on it. I may take "
            "back my word at any time, without a reason."
        ),
        signatures=(
            _("The person"), _("Parent or guardian, for a minor"), _("Who explained it"),
        ),
        filed=IDENTITY, document=DocumentKind.CONSENT,
    ),
    a_kind(
        LetterKind.CARE_PLAN,
        Group(_PERSON, (
            Blank("full_name", _FULL_NAME, IDENTITY, told.full_name),
            Blank("opened_on", _("With us since"), IDENTITY, told.opened_on),
            Blank("wish", _("What the person wishes for"), STORY,
                  lambda one: one.story.wish if one.story else "", Shape.LONG),
            Blank("strengths", _("Strengths"), STORY,
                  lambda one: one.story.strengths if one.story else "", Shape.LONG),
        )),
        tables=((STORY, tables.plan),),
        statement=_("This plan was made together. It can be changed at any time."),
        signatures=(_("The person"), _("Parent or guardian, for a minor"), _("Case worker")),
        filed=STORY, document=DocumentKind.OTHER,
    ),
    a_kind(
        LetterKind.CLOSURE,
        Group(_PERSON, (
            Blank("full_name", _FULL_NAME, IDENTITY, told.full_name),
            Blank("opened_on", _("With us since"), IDENTITY, told.opened_on),
            Blank("closed_on", _("Closed on"), IDENTITY, told.closed_on),
            Blank("wishes", _("A few words to the person"), IDENTITY, shape=Shape.LONG),
        )),
        filed=IDENTITY, document=DocumentKind.LETTER,
    ),
)  # fmt: skip
