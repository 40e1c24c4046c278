"""Closed lists about people. Codes follow HTCDS 2.0 (IOM, CC BY 4.0) where it has them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    """HTCDS ``prs_Gender`` in the order of frequency; the letter is what lists show."""

    FEMALE = "Feminine", _("Female")
    MALE = "Masculine", _("Male")
    TRANS_FEMALE = "TransgenderFeminine", _("Trans female")
    TRANS_MALE = "TransgenderMasculine", _("Trans male")
    NON_CONFORMING = "NonConforming", _("Other")
    UNKNOWN = "NonSpecifiedUnknown", _("Not known")


class BirthPrecision(TextChoices):
    """How exactly the birth date is known."""

    DAY = "day", _("Exact day")
    MONTH = "month", _("Month and year")
    YEAR = "year", _("Year only")
    ESTIMATE = "estimate", _("Estimated from age")
    UNKNOWN = "unknown", _("Not known")


class Minority(TextChoices):
    """Whether somebody is under 18 today, as far as is known."""

    MINOR = "minor", _("Minor")
    ADULT = "adult", _("Adult")
    UNSURE = "unsure", _("Not sure")


class Language(TextChoices):
    """Languages met on the phone in East Africa; ISO 639-2, which HTCDS uses."""

    SWAHILI = "swa", _("Kiswahili")
    ENGLISH = "eng", _("English")
    SOMALI = "som", _("Somali")
    AMHARIC = "amh", _("Amharic")
    OROMO = "orm", _("Oromo")
    TIGRINYA = "tir", _("Tigrinya")
    ARABIC = "ara", _("Arabic")
    FRENCH = "fra", _("French")
    LUGANDA = "lug", _("Luganda")
    KINYARWANDA = "kin", _("Kinyarwanda")
    KIRUNDI = "run", _("Kirundi")
    LINGALA = "lin", _("Lingala")
    DINKA = "din", _("Dinka")
    NUER = "nus", _("Nuer")
    KIKUYU = "kik", _("Kikuyu")
    LUO = "luo", _("Luo")
    LUHYA = "luy", _("Luhya")
    KAMBA = "kam", _("Kamba")
    KALENJIN = "kln", _("Kalenjin")
    KISII = "guz", _("Kisii")
    MERU = "mer", _("Meru")
    MAASAI = "mas", _("Maasai")
    TURKANA = "tuv", _("Turkana")
    SIGN = "sgn", _("Sign language")
    OTHER = "mis", _("Another language")


class MaritalStatus(TextChoices):
    """HTCDS ``prs_MaritalStatus``."""

    SINGLE = "Single", _("Single")
    MARRIED = "Married", _("Married")
    WIDOWED = "Widowed", _("Widowed")
    DIVORCED = "Divorced", _("Divorced")
    SEPARATED = "Separated", _("Separated")
    PARTNERSHIP = "RegisteredPartnership", _("Registered partnership")


class Education(TextChoices):
    """HTCDS ``prs_HighestLevelOfEducation`` (ISCED 2011)."""

    EARLY = "EarlyChildhoodEducation", _("Early childhood")
    PRIMARY = "PrimaryEducation", _("Primary")
    LOWER_SECONDARY = "LowerSecondaryEducation", _("Lower secondary")
    UPPER_SECONDARY = "UpperSecondaryEducation", _("Upper secondary")
    POST_SECONDARY = "PostSecondaryNonTertiaryEducation", _("Post-secondary, not tertiary")
    SHORT_TERTIARY = "ShortCycleTertiaryEducation", _("Short-cycle tertiary")
    BACHELOR = "BachelorsOrEquivalentLevel", _("Bachelor or equal")
    MASTER = "MastersOrEquivalentLevel", _("Master or equal")
    DOCTOR = "DoctoralOrEquivalentLevel", _("Doctorate or equal")


class Disability(TextChoices):
    """Whether somebody has a disability that our help must fit; after the Washington Group."""

    NONE = "none", _("None known")
    SEEING = "seeing", _("Seeing")
    HEARING = "hearing", _("Hearing")
    WALKING = "walking", _("Walking")
    REMEMBERING = "remembering", _("Remembering")
    SELF_CARE = "self_care", _("Self-care")
    COMMUNICATING = "communicating", _("Communicating")
    SEVERAL = "several", _("Several")


class ContactKind(TextChoices):
    """What sort of way it is to reach somebody."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    ADDRESS = "address", _("Address")
    OTHER = "other", _("Other")


class BestWay(TextChoices):
    """How somebody asked to be reached."""

    CALL = "call", _("Call")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp message")
    WHATSAPP_VOICE = "whatsapp_voice", _("WhatsApp voice")
    IN_PERSON = "in_person", _("In person")
    THROUGH_OTHER = "through_other", _("Through someone they trust")


class DocumentKind(TextChoices):
    """Papers that say who somebody is, as met in Kenya."""

    NATIONAL_ID = "national_id", _("National ID")
    PASSPORT = "passport", _("Passport")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    ALIEN_CARD = "alien_card", _("Alien card")
    REFUGEE_ID = "refugee_id", _("Refugee ID")
    EMERGENCY_TRAVEL = "emergency_travel", _("Emergency travel document")
    OTHER = "other", _("Other")


class RelationKind(TextChoices):
    """What the other person is to this person."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    GUARDIAN = "guardian", _("Guardian")
    GRANDPARENT = "grandparent", _("Grandparent")
    SIBLING = "sibling", _("Brother or sister")
    CHILD = "child", _("Child")
    DEPENDENT = "dependent", _("Dependent")
    PARTNER = "partner", _("Husband, wife or partner")
    AUNT_UNCLE = "aunt_uncle", _("Aunt or uncle")
    OTHER_FAMILY = "other_family", _("Other family")
    FRIEND = "friend", _("Friend")
    TRUSTED = "trusted", _("Someone they trust")
    OFFICIAL = "official", _("Official")
    OTHER = "other", _("Other")
