"""A return from or to another country: how it stands, its papers, and the journey itself."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.care.models import Episode
from kimbilio.cases.models import Appointment, Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.models import Partner
from kimbilio.reintegration.choices import (
    MOVES,
    PAPER_MOVES,
    By,
    Direction,
    PaperKind,
    PaperState,
    ReturnState,
)
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Repatriation(Episode):
    """One return from or to another country, and who of us answers for it."""

    compartment = Compartment.STORY
    direction = models.CharField(max_length=3, choices=Direction)
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=9, choices=ReturnState, default=ReturnState.PLANNED)
    embassy = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    receiver = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    focal_person = EncryptedTextField(_("who receives them there"), blank=True, max_length=200)
    agreed_on = models.DateField(_("said yes on"), null=True, blank=True)
    risk_assessed_on = models.DateField(_("risk assessed on"), null=True, blank=True)
    checks = EncryptedJSONField(default=list, blank=True)  # codes of ``Check``
    left_on = models.DateField(_("left on"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    why = EncryptedTextField(_("why"), blank=True, max_length=1000)  # without papers, or stopped

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={*Episode.privacy.identifying, "checks", "focal_person", "why"},
        sensitive={
            *Episode.privacy.sensitive, "direction", "country", "state", "embassy", "receiver",
            "agreed_on", "risk_assessed_on", "left_on", "received_on",
        },
        ordinary=Episode.privacy.ordinary,
    )  # fmt: skip

    class Meta(Episode.Meta):
        constraints = [
            *Episode.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="repatriation_open_once"
            ),
            models.CheckConstraint(
                name="repatriation_received_after_leaving",
                condition=Q(received_on=None)
                | (Q(left_on__isnull=False) & Q(received_on__gte=F("left_on"))),
                violation_error_message=_("Nobody is received before they left."),
            ),
        ]

    def __str__(self) -> str:
        return f"repatriation {self.pk}"

    @property
    def moves(self) -> tuple[ReturnState, ...]:
        """What may come next."""
        return MOVES[ReturnState(self.state)]


class TravelPaper(PartOfCase, Versioned):
    """One paper for the journey: asked for, ready, collected."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    repatriation = models.ForeignKey(Repatriation, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=9, choices=PaperKind)
    state = models.CharField(max_length=9, choices=PaperState, default=PaperState.ASKED)
    since = models.DateField()  # since when it is so far
    note = EncryptedTextField(_("note"), blank=True, max_length=1000)
    added_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"note"},
        sensitive={"case", "repatriation", "kind", "state", "since"},
        ordinary={"id", "version", "added_by"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["repatriation", "kind"],
                condition=~Q(kind="other"),
                name="travel_paper_kind_once",
            )
        ]

    def __str__(self) -> str:
        return f"travel paper {self.pk}"

    @property
    def is_there(self) -> bool:
        """Whether nobody has to wait for it."""
        return self.state in {PaperState.READY, PaperState.COLLECTED}

    @property
    def moves(self) -> tuple[PaperState, ...]:
        """How it may stand next."""
        return PAPER_MOVES[PaperState(self.state)]


class Journey(PartOfCase, Versioned):
    """When, with what and with whom somebody travels, and who meets them where: whereabouts."""

    compartment = Compartment.WHEREABOUTS
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    repatriation = models.OneToOneField(Repatriation, models.PROTECT, related_name="journey")
    by = models.CharField(max_length=5, choices=By)
    travels = EncryptedTextField(_("travels on"), max_length=10)  # an ISO day
    ticket = EncryptedTextField(_("carrier and number of the ticket"), blank=True, max_length=200)
    escort = EncryptedTextField(_("who goes along"), blank=True, max_length=200)
    met_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    met_by_other = EncryptedTextField(_("or somebody else who meets"), blank=True, max_length=200)
    met_at = EncryptedTextField(_("when they are met"), blank=True, max_length=40)  # ISO
    met_where = EncryptedTextField(_("where they are met"), blank=True, max_length=200)
    meeting = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"travels", "ticket", "escort", "met_by_other", "met_at", "met_where"},
        sensitive={"case", "repatriation", "by", "meeting"},
        ordinary={"id", "version", "met_by"},
    )

    def __str__(self) -> str:
        return f"journey {self.pk}"
