"""Closed lists of life after the return: ways of following up, signs of risk, states of a journey abroad."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FollowUpWay(TextChoices):
    """How the person is followed up."""

    VISIT = "visit", _("Visit")
    CALL = "call", _("Call")


class FollowUpState(TextChoices):
    """What became of a planned follow-up."""

    PLANNED = "planned", _("Planned")
    DONE = "done", pgettext_lazy("follow-up", "Done")
    DROPPED = "dropped", pgettext_lazy("follow-up", "Dropped")


class Safety(TextChoices):
    """Whether the person is safe where they live now."""

    YES = "yes", pgettext_lazy("safety", "Safe")
    UNSURE = "unsure", pgettext_lazy("safety", "Not sure")
    NO = "no", pgettext_lazy("safety", "Not safe")


class Sign(TextChoices):
    """What has to be looked at, for it often comes before somebody is trafficked again."""

    THREATS = "threats", _("Threats")
    CONTACT = "contact", _("The alleged traffickers made contact")
    SCHOOL = "school", _("School or training was lost")
    WORK = "work", _("Work or income was lost")
    OFFER = "offer", _("An offer of work or travel that nobody could check")
    HOME = "home", _("The place to live was lost, or nobody there keeps them safe")


class Direction(TextChoices):
    """To this country or from it."""

    IN = "in", _("Home to Kenya")
    OUT = "out", _("From Kenya to another country")


class ReturnState(TextChoices):
    """How a return stands; ``MOVES`` says what may come after what."""

    PLANNED = "planned", pgettext_lazy("return", "Planned")
    PAPERS = "papers", _("Papers are under way")
    BOOKED = "booked", pgettext_lazy("return", "Booked")
    TRAVELLED = "travelled", _("Has left")
    RECEIVED = "received", _("Received")
    STOPPED = "stopped", pgettext_lazy("return", "Stopped")


MOVES: dict[ReturnState, tuple[ReturnState, ...]] = {
    ReturnState.PLANNED: (ReturnState.PAPERS, ReturnState.BOOKED, ReturnState.STOPPED),
    ReturnState.PAPERS: (ReturnState.BOOKED, ReturnState.STOPPED),
    ReturnState.BOOKED: (ReturnState.PAPERS, ReturnState.TRAVELLED, ReturnState.STOPPED),
    ReturnState.TRAVELLED: (ReturnState.RECEIVED, ReturnState.STOPPED),
    ReturnState.RECEIVED: (),
    ReturnState.STOPPED: (),
}
"""The one table of moves: asked by the action, drawn by the form."""


class PaperKind(TextChoices):
    """A paper without which nobody travels."""

    PASSPORT = "passport", _("Passport")
    EMERGENCY = "emergency", _("Emergency travel document")
    VISA = "visa", _("Visa or entry permit")
    EXIT = "exit", _("Exit papers")
    BIRTH = "birth", _("Birth certificate")
    CONSENT = "consent", _("Consent of a parent or court for a child to travel")
    MEDICAL = "medical", _("Medical records")
    OTHER = "other", _("Other")


class PaperState(TextChoices):
    """How far a paper is."""

    ASKED = "asked", pgettext_lazy("paper", "Asked for")
    READY = "ready", pgettext_lazy("paper", "Ready")
    COLLECTED = "collected", pgettext_lazy("paper", "Collected")


PAPER_MOVES: dict[PaperState, tuple[PaperState, ...]] = {
    PaperState.ASKED: (PaperState.READY, PaperState.COLLECTED),
    PaperState.READY: (PaperState.COLLECTED, PaperState.ASKED),
    PaperState.COLLECTED: (PaperState.ASKED,),  # lost or run out: asked for again
}


class By(TextChoices):
    """What one travels with."""

    AIR = "air", _("Aeroplane")
    BUS = "bus", pgettext_lazy("travel", "Bus")
    CAR = "car", _("Our vehicle or another")
    OTHER = "other", _("Other")


class Check(TextChoices):
    """What form F asks and nothing else in the file says."""

    FIT = "fit", _("Fit to travel")
    SAFE_PLACE = "safe_place", _("Safe place on arrival")
    PLAN = "plan", _("First reintegration plan agreed with the receiving organisation")
    FORWARDED = "forwarded", _("Documents and security information forwarded")
    RECORDS = "records", _("Medical records handed over")
    ITEMS = "items", _("Personal documents and belongings handed over")


class ToDo(TextChoices):
    """What Kimbilio asks a colleague for by itself; each reads it in their own language."""

    MAKE_SAFE = "make_safe", _("Today: make sure that the person is safe, see the last follow-up")
    ASK_WARNING = "ask_warning", _("Today: ask about the last follow-up, a warning was raised")
    NOT_REACHED = "not_reached", _("Several calls reached nobody: decide what to do")
