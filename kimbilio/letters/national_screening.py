"""The questions of form D: registration, the interview, recruitment, transport, exploitation, decision."""

from django.utils.translation import gettext_lazy as _

from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.letters import told
from kimbilio.letters.choices import Shape
from kimbilio.letters.kinds import IDENTITY, STORY, Blank, Group

LONG, TICK = Shape.LONG, Shape.TICK
SCREENED = AssessmentKind.SCREENING

SCREENING_GROUPS = (
    Group(_("Registration"), (
        Blank("full_name", _("Names"), IDENTITY, told.full_name),
        Blank("sex", _("Sex"), IDENTITY, told.sex),
        Blank("birth_place", _("Country and place of birth"), IDENTITY),
        Blank("born", _("Date of birth"), IDENTITY, told.born),
        Blank("age", _("Age"), IDENTITY, told.age),
        Blank("birth_estimated", _("Birth estimated"), IDENTITY, told.is_birth_estimated, TICK),
        Blank("last_residence", _("Last residence"), IDENTITY),
        Blank("citizenship", _("Citizenship"), IDENTITY, told.nationality),
        Blank("ethnicity", _("Ethnicity"), IDENTITY),
        Blank("id_number", _("Identity document, type and number"), IDENTITY, told.paper_number),
        Blank("next_of_kin", _("Next of kin"), IDENTITY, told.guardian_name),
        Blank("education", _("Education"), IDENTITY, told.education),
        Blank("latest_job", _("Latest job"), IDENTITY),
    )),
    Group(_("The interview"), (
        Blank("referred_by", _("Referring organisation: type, name, place"), STORY,
              lambda one: str(one.case.get_source_display())),
        Blank("interview_day", _("Date and place of the interview"), STORY,
              told.assessed_on(SCREENED)),
        Blank("interviewer", _("Interviewer"), STORY, told.assessed_by(SCREENED)),
        Blank("language", _("Language"), IDENTITY, told.language),
        Blank("interpreter", _("Interpreter"), IDENTITY, told.interpreter, TICK),
        Blank("guardian", _("Parent or guardian, for a minor"), IDENTITY, told.guardian_name),
    )),
    Group(_("Recruitment (questions 1 to 8)"), (
        Blank("recruitment", _("How it began, and how contact was made"), STORY,
              told.of_story("recruitment")),
        Blank("recruited_by", _("Who recruited"), STORY, told.of_story("recruited_by")),
        Blank("promised", _("Expected activity, promises, promised pay, advance payment"), STORY,
              shape=LONG),
        Blank("was_minor", _("Minor when it began"), STORY, told.when_minor, TICK),
        Blank("route", _("From where to where"), STORY, told.route),
    )),
    Group(_("Transport (questions 9 to 12)"), (
        Blank("travel", _("Means, who paid, with whom, borders and papers"), STORY, shape=LONG),
        Blank("transit", _("Places of transit, and what was done there"), STORY,
              told.codes("transit")),
    )),
    Group(_("Exploitation (questions 13 to 18)"), (
        Blank("exploitation", _("Activity at the destination"), STORY, told.codes("exploitation"),
              LONG),
        Blank("control", _("Means of control"), STORY, told.codes("control"), LONG),
        Blank("conditions", _("Duration, freedom and conditions"), STORY, shape=LONG),
    )),
    Group(_("Corroboration (question 19)"), (
        Blank("proof", _("Police, medical or hotline reports, papers, contract, writings"), STORY,
              shape=LONG),
    )),
    Group(_("Decision (questions 20 to 25)"), (
        Blank("is_victim", _("Victim of trafficking"), STORY, told.of_screening("decided"), TICK),
        Blank("why", _("Justification"), STORY, told.of_screening("justification"), LONG),
        Blank("decided_by", _("Decided by"), STORY, told.of_screening("decided_as")),
        Blank("scope", _("Within the country, across borders, or both"), STORY,
              told.of_story("scope")),
        Blank("eligible", _("Eligible for the programme"), STORY, shape=TICK),
        Blank("remarks", _("Remarks"), STORY, shape=LONG),
    )),
)  # fmt: skip
