"""Closed lists about a case that several parts share."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """How far a case has come. It follows from what has been done (see ``stages``); nobody types it."""

    INTAKE = "intake", _("Intake")
    ASSESSMENT = "assessment", _("Assessment")
    PLAN = "plan", _("Plan")
    SUPPORT = "support", _("Support")
    FOLLOW_UP = "follow_up", _("Follow-up")
    CLOSED = "closed", _("Closed")


class Risk(TextChoices):
    """High means look today, medium this week, low as planned. Sorted by its letter."""

    HIGH = "a_high", _("High")
    MEDIUM = "b_medium", _("Medium")
    LOW = "c_low", _("Low")


class Source(TextChoices):
    """Who brought the case: Kenya's CPIMS list for trafficking, with self and family."""

    SELF = "self", _("The person themselves")
    FAMILY = "family", _("Family or friend")
    HOTLINE = "hotline", _("Hotline")
    POLICE = "law_enforcement", _("Police")
    CHILDREN_OFFICER = "children_officer", _("Children's officer")
    GOVERNMENT = "government", _("Other government office")
    IMMIGRATION = "immigration", _("Immigration")
    EMBASSY = "embassy", _("Embassy")
    NGO = "ngo", _("NGO")
    INTERNATIONAL = "international", _("International organisation")
    COMMUNITY = "community", _("Community member")
    OTHER = "other", _("Other")


class WhereNow(TextChoices):
    """Where somebody is, as coarse as a list may say it. The place itself is in whereabouts."""

    UNKNOWN = "unknown", _("Not known")
    IN_DANGER = "in_danger", _("Not safe")
    POLICE_DESK = "police_desk", _("At a police desk")
    HOME = "home", _("At home")
    FAMILY = "family", _("With family")
    FOSTER = "foster", _("Foster family")
    SHELTER = "shelter", _("At shelter")
    HOSPITAL = "hospital", _("In hospital")
    ABROAD = "abroad", _("Abroad")
    OTHER = "other", _("Other place")


class WorkKind(TextChoices):
    """The kind of work or situation, in plain words (DESIGN.md §8); codes are our own."""

    DOMESTIC = "domestic", _("Domestic work")
    ABROAD = "abroad", _("Return from abroad")
    HOTEL = "hotel", _("Hotel and bar work")
    FARM = "farm", _("Farm work")
    FISHING = "fishing", _("Fishing work")
    BUILDING = "building", _("Building work")
    MINING = "mining", _("Mining and quarry")
    STREET = "street", _("Street work")
    ONLINE = "online", _("Online work abroad")
    MARRIAGE = "marriage", _("Marriage")
    SCHOOL = "school", _("School that was promised")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known yet")


class AgeGroup(TextChoices):
    """For counts and filters; refreshed each night because people grow older."""

    UNKNOWN = "unknown", _("Not known")
    CHILD_5 = "0-5", "0–5"
    CHILD_11 = "06-11", "6–11"
    CHILD_14 = "12-14", "12–14"
    CHILD_17 = "15-17", "15–17"
    ADULT_24 = "18-24", "18–24"
    ADULT_59 = "25-59", "25–59"
    ADULT_60 = "60+", "60+"


class EntryKind(TextChoices):
    """What an entry of the timeline is about; filters and icons use it."""

    CASE = "case", _("Case")
    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    SESSION = "session", _("Session")
    MEETING = "meeting", _("Meeting")
    OBSERVATION = "observation", _("Observation")
    ASSESSMENT = "assessment", _("Assessment")
    PLAN = "plan", _("Plan")
    RESCUE = "rescue", _("Rescue")
    TASK = "task", _("Task")
    APPOINTMENT = "appointment", _("Appointment")
    DOCUMENT = "document", _("Document")
    CONSENT = "consent", _("Consent")
    CLOSING = "closing", _("Closing")


NOTE_KINDS = (
    EntryKind.CALL, EntryKind.VISIT, EntryKind.SESSION, EntryKind.MEETING, EntryKind.OBSERVATION,
)  # fmt: skip
