"""Closed lists that every service of care shares: how it ends, what became of a session, who came."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(TextChoices):
    """How a stretch of a service ended."""

    COMPLETED = "completed", _("Completed as agreed")
    PARTLY = "partly", _("Partly reached")
    BY_PERSON = "by_person", _("The person ended it")
    ELSEWHERE = "elsewhere", _("Goes on elsewhere")
    LOST = "lost", _("No contact any more")
    NOT_BEGUN = "not_begun", _("Did not begin")


REACHED = frozenset({Outcome.COMPLETED, Outcome.PARTLY})
"""Outcomes after which the step of the plan is done."""


class SessionState(TextChoices):
    """What became of a session."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Took place")
    CALLED_OFF = "called_off", pgettext_lazy("session", "Called off")


class Presence(TextChoices):
    """Whether one person came."""

    EXPECTED = "expected", _("Expected")
    CAME = "came", _("Came")
    LATE = "late", _("Came late")
    ABSENT = "absent", _("Did not come")
    EXCUSED = "excused", _("Said so before")


WAS_THERE = frozenset({Presence.CAME, Presence.LATE})


class RoomKind(TextChoices):
    """What a room is for."""

    TALK = "talk", pgettext_lazy("room", "One to one")
    PLAY = "play", _("Play room")
    GROUP = "group", pgettext_lazy("room", "Group")
    OTHER = "other", _("Other")
