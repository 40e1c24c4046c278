"""The one shape of a service: an episode in a case, its sessions, who came; and the rooms they meet in."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.care.choices import WAS_THERE, Outcome, Presence, RoomKind, SessionState
from kimbilio.cases.models import Case, Step
from kimbilio.cases.models.parts import PartOfCase
from kimbilio.kernel.constraints import all_or_none, in_order
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Room(Versioned):
    """A room of ours in which one session can take place at a time."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("for"), max_length=8, choices=RoomKind, default=RoomKind.TALK)
    places = models.PositiveSmallIntegerField(_("places"), default=2)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "version", "name", "kind", "places", "is_active"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="room_has_places",
                condition=Q(places__gte=1),
                violation_error_message=_("A room has at least one place."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Episode(PartOfCase, Versioned):
    """One stretch of one service in one case: asked for, begun, ended, and what came of it.

    Each service makes a table of its own from this and says in ``compartment`` what its rows
    reveal. An episode may belong to a step of the plan, which begins and ends with it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")
    responsible = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    wish = EncryptedTextField(_("what is hoped for"), blank=True, max_length=1000)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    summary = EncryptedTextField(_("summary"), blank=True, max_length=4000)

    privacy = Privacy(
        identifying={"wish", "summary"},
        sensitive={"case", "step", "asked_at", "started_at", "ended_at", "outcome"},
        ordinary={"id", "version", "responsible", "asked_by", "ended_by"},
    )

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["case", "-asked_at", "-id"], name="%(class)s_of_case")]
        constraints = [
            all_or_none("ended_at", "ended_by", name="%(class)s_end_is_signed"),
            in_order("started_at", "ended_at", name="%(class)s_in_order"),
            models.CheckConstraint(
                name="%(class)s_end_has_outcome",
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                violation_error_message=_("Say how it ended."),
            ),
        ]

    def __str__(self) -> str:
        return f"episode {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it goes on, or waits to begin."""
        return self.ended_at is None

    @property
    def waits(self) -> bool:
        """Whether it was asked for and has not begun."""
        return self.is_open and self.started_at is None


class Session(Versioned):
    """One meeting of a service: when, in which room, held by whom. Who comes are its attendances.

    A room and a colleague are in one session at a time. ``actions.hold_still`` and
    ``refuse_clashes`` see to that; the two unique constraints stand behind them.
    """

    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+")
    held_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    series = models.UUIDField(null=True, blank=True)  # the same for all of a recurring session

    privacy = Privacy(
        sensitive={"starts_at", "ends_at", "room", "state"},
        ordinary={"id", "version", "held_by", "series"},
    )

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["held_by", "starts_at"], name="%(class)s_of_staff"),
            models.Index(fields=["room", "starts_at"], name="%(class)s_in_room"),
            models.Index(fields=["starts_at", "id"], name="%(class)s_when"),
        ]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_takes_time",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end comes before the beginning."),
            ),
            models.UniqueConstraint(
                fields=["held_by", "starts_at"],
                condition=~Q(state="called_off"),
                name="%(class)s_staff_once",
            ),
            models.UniqueConstraint(
                fields=["room", "starts_at"],
                condition=~Q(state="called_off"),
                name="%(class)s_room_once",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def is_planned(self) -> bool:
        """Whether it is still to come, or nobody said yet who came."""
        return self.state == SessionState.PLANNED

    @property
    def is_over(self) -> bool:
        """Whether it should have begun by now."""
        return self.starts_at <= timezone.now()


class Attendance(PartOfCase, Versioned):
    """One case in one session: whether the person came, and one line for the team.

    The table of a service adds ``session`` (with the related name ``attendances``) and ``episode``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    presence = models.CharField(max_length=8, choices=Presence, default=Presence.EXPECTED)
    team_line = EncryptedTextField(_("one line for the team"), blank=True, max_length=200)

    session: Any
    session_id: UUID
    privacy = Privacy(
        identifying={"team_line"}, sensitive={"case", "presence"}, ordinary={"id", "version"}
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"attendance {self.pk}"

    @property
    def was_there(self) -> bool:
        """Whether the person came, on time or late."""
        return self.presence in WAS_THERE
