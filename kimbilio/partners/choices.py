"""The closed lists of the directory: what partners are, what they give, whom they take."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Service(TextChoices):
    """The kind of help that a step of a plan needs and a partner gives, for counts and filters."""

    SAFETY = "safety", _("Safety and protection")
    SHELTER = "shelter", _("Safe place to stay")
    BASIC_NEEDS = "basic_needs", _("Food, clothes and basic needs")
    HEALTH = "health", _("Health care")
    THERAPY = "therapy", _("Talking and therapy")
    LEGAL = "legal", _("Legal help")
    PAPERS = "papers", _("Papers and identity")
    INTERPRETING = "interpreting", _("Interpreter")
    TRACING = "tracing", _("Family tracing")
    REUNIFICATION = "reunification", _("Return to family or community")
    REPATRIATION = "repatriation", _("Return from or to another country")
    EDUCATION = "education", _("School")
    TRAINING = "training", _("Skills training")
    LIVELIHOOD = "livelihood", _("Work and business")
    TRANSPORT = "transport", _("Transport")
    FOLLOW_UP = "follow_up", _("Follow-up")
    OTHER = "other", _("Other")


class PartnerKind(TextChoices):
    """What kind of organisation or office it is."""

    NGO = "ngo", _("NGO")
    COMMUNITY = "community", _("Community or faith group")
    CHILDREN_OFFICE = "children_office", _("Children's office")
    POLICE = "police", _("Police and gender desk")
    COURT = "court", _("Court")
    HOSPITAL = "hospital", _("Hospital or clinic")
    SCHOOL = "school", _("School or training centre")
    EMBASSY = "embassy", _("Embassy")
    HELPLINE = "helpline", _("Helpline")
    GOVERNMENT = "government", _("Other government office")
    INTERNATIONAL = "international", _("International organisation")
    BUSINESS = "business", _("Business")


class Takes(TextChoices):
    """Whom a service is for."""

    ANYBODY = "any", _("Anybody")
    FEMALE = "female", _("Girls and women")
    MALE = "male", _("Boys and men")


class Need(TextChoices):
    """What some people need beyond the ordinary, and what a service says it is ready for."""

    DISABILITY = "disability", _("A disability")
    PREGNANT = "pregnant", _("Pregnant")
    INFANT = "infant", _("With a baby or small child")
    PSYCHIATRIC = "psychiatric", _("Psychiatric illness")
    ADDICTION = "addiction", _("Addiction to alcohol or drugs")
    LONG_ILLNESS = "illness", _("An illness that needs medicine every day")
    NO_PAPERS = "no_papers", _("From another country, without papers")


class Cost(TextChoices):
    """Whether a service has a price."""

    UNKNOWN = "", _("Not known")
    FREE = "free", _("Free of charge")
    FEE = "fee", _("There is a fee")


class Near(IntegerChoices):
    """How near a service is to the place asked about, nearest first."""

    SAME_WARD = 0, _("In the same ward")
    SAME_PART = 1, _("In the same sub-county or constituency")
    SAME_COUNTY = 2, _("In the same county")
    NEXT_COUNTY = 3, _("In a neighbouring county")
    COVERS = 4, _("Covers the county")
    NATIONWIDE = 5, _("Whole country")


class Show(TextChoices):
    """Which part of the directory a list shows."""

    IN_USE = "", _("All partners")
    TO_CHECK = "to_check", _("To check")
    FORMER = "former", _("Out of use")


class When(TextChoices):
    """For when help is looked for."""

    ANY = "", _("Any time")
    NOW = "now", _("Open now")
    TONIGHT = "tonight", _("Open tonight")


WEEKDAYS = [
    ("1", _("Monday")), ("2", _("Tuesday")), ("3", _("Wednesday")), ("4", _("Thursday")),
    ("5", _("Friday")), ("6", _("Saturday")), ("7", _("Sunday")),
]  # fmt: skip
EVERY_DAY = "1234567"
EVENING, MORNING = 21, 6  # the hours between which "tonight" lies
OLDEST = 120  # years
STALE_AFTER_DAYS = 180  # until the organisation says otherwise
LONGEST_FRESH = 1096  # days
