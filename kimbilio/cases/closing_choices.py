"""Closed lists of closing a case: reasons, areas of life, what is checked, topics of lessons."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClosingReason(TextChoices):
    """Why our work ends. ``CPIMS_OUTCOMES`` and ``HTCDS_STATUS`` say how others call it."""

    GOALS_MET = "goals_met", _("Goals met")
    OWN_CHOICE = "own_choice", _("Their own choice")
    TRANSFERRED = "transferred", _("Passed on to another organisation")
    MOVED = "moved", _("Moved away")
    LOST_CONTACT = "lost_contact", _("Lost contact")
    RETURNED_HOME = "returned_home", _("Returned to another country")
    CANNOT_HELP = "cannot_help", _("We cannot help further")
    NOT_TRAFFICKING = "not_trafficking", _("Not trafficking, passed on")
    TURNED_ADULT = "turned_adult", _("Reached 18 and moved on")
    DIED = "died", _("Died")
    DUPLICATE = "duplicate", _("Filed twice")
    OTHER = "other", _("Other")


CPIMS_OUTCOMES = {
    ClosingReason.GOALS_MET: "COEN",
    ClosingReason.OWN_CHOICE: "COEN",
    ClosingReason.TRANSFERRED: "COTR",
    ClosingReason.MOVED: "COLC",
    ClosingReason.LOST_CONTACT: "COLC",
    ClosingReason.RETURNED_HOME: "COTR",
    ClosingReason.CANNOT_HELP: "COOT",
    ClosingReason.NOT_TRAFFICKING: "COTR",
    ClosingReason.TURNED_ADULT: "COEN",
    ClosingReason.DIED: "COCD",
    ClosingReason.DUPLICATE: "COOT",
    ClosingReason.OTHER: "COOT",
}
"""Kenya's CPIMS code of each reason (closure_outcome_id)."""

REFERRED_ON = frozenset(
    {ClosingReason.TRANSFERRED, ClosingReason.NOT_TRAFFICKING, ClosingReason.RETURNED_HOME}
)
HTCDS_STATUS = {
    reason: "ClosedReferred" if reason in REFERRED_ON else "Closed" for reason in ClosingReason
}
"""HTCDS cas_Status of a case closed for each reason."""

NEEDS_WORDS = frozenset({ClosingReason.CANNOT_HELP, ClosingReason.OTHER})
NOBODY_TO_TELL = frozenset(
    {ClosingReason.LOST_CONTACT, ClosingReason.DUPLICATE, ClosingReason.DIED}
)
"""Reasons for which nobody can be asked or told before."""


class Area(TextChoices):
    """The parts of a life that the outcome looks at, one by one."""

    SAFETY = "safety", _("Safety")
    HEALTH = "health", _("Health")
    PSYCHOSOCIAL = "psychosocial", _("Mind and relationships")
    HOME = "home", _("Family and home")
    SCHOOL = "school", _("School and skills")
    INCOME = "income", _("Income")
    LEGAL = "legal", _("Legal")


class Result(TextChoices):
    """How far one area has come."""

    ACHIEVED = "achieved", _("Achieved")
    PARTLY = "partly", _("Partly")
    NOT_ACHIEVED = "not", _("Not")
    NOT_RELEVANT = "none", _("Not relevant")


class Check(TextChoices):
    """What is looked at before a file closes, after Kenya's closing form."""

    FINAL_VISIT = "final_visit", _("A last visit or call was made")
    REFERRALS_DONE = "referrals_done", _("Referrals are completed")
    KNOWS_WHOM_TO_CALL = "knows_whom_to_call", _("They know whom to call later")
    PAPERS_SHARED = "papers_shared", _("Papers are in the file and with those who need them")
    OFFICER_AGREED = "officer_agreed", _("The sub-county children's officer has agreed")
    GUARDIAN_TOLD = "guardian_told", _("The guardian was told")
    GUARDIAN_UNSAFE = "guardian_unsafe", _("It is not safe to tell the guardian")


FOR_MINORS = frozenset({Check.OFFICER_AGREED, Check.GUARDIAN_TOLD, Check.GUARDIAN_UNSAFE})


class ClosureState(TextChoices):
    """How far a wish to close has come."""

    ASKED = "asked", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Sent back")


class Topic(TextChoices):
    """What a lesson is about, for its filter."""

    FIRST_CALL = "first_call", _("First call")
    RESCUE = "rescue", _("Rescue")
    SHELTER = "shelter", _("Shelter")
    HEALTH = "health", _("Health")
    TALKING = "talking", _("Talking and trust")
    FAMILY = "family", _("Family and return")
    LEGAL = "legal", _("Police and courts")
    SCHOOL = "school", _("School and skills")
    INCOME = "income", _("Work and income")
    PARTNERS = "partners", _("Partners")
    TEAM = "team", _("Our own team")


class LessonState(TextChoices):
    """A lesson is read by all only after a second person has looked for names in it."""

    WAITING = "waiting", _("Waits for a second look")
    PUBLISHED = "published", _("In the library")
    RETURNED = "returned", _("Sent back")
