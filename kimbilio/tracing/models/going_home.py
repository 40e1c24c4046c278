"""The way home: what is prepared, and the hour in which the person was handed over."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.choices import RelationKind
from kimbilio.tracing.choices import IdSeen, Ready
from kimbilio.tracing.models.relatives import FoundRelative
from kimbilio.tracing.models.search import Tracing
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Preparation(PartOfCase, Versioned):
    """What is ready before somebody goes home, and what is still to do in words."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    tracing = models.OneToOneField(Tracing, models.PROTECT, related_name="preparation")
    ready = EncryptedJSONField(default=list, blank=True)  # codes of ``Ready``
    note = EncryptedTextField(_("note"), blank=True, max_length=2000)
    changed_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"ready", "note"},
        sensitive={"case", "tracing"},
        ordinary={"id", "version", "changed_by"},
    )

    def __str__(self) -> str:
        return f"preparation {self.pk}"

    @property
    def lines(self) -> list[tuple[str, bool]]:
        """The whole list in words, and whether each is done."""
        return [(str(one.label), one.value in self.ready) for one in Ready]


class Handover(PartOfCase, Versioned):
    """The person was handed over: when, where, by whom, to whom, who signed, what they took along.

    ``word`` is what a lead wrote where whoever received them was not verified or is named by the case.
    """

    compartment = Compartment.WHEREABOUTS
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    tracing = models.OneToOneField(Tracing, models.PROTECT, related_name="handover")
    at = models.DateTimeField(_("when"))
    county = models.CharField(_("county"), max_length=3, blank=True)
    place = EncryptedTextField(_("where"), max_length=200)
    handed_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    relative = models.ForeignKey(
        FoundRelative, models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_by = EncryptedTextField(_("who received the person"), max_length=160)
    relation = models.CharField(_("relation"), max_length=14, choices=RelationKind)
    id_seen = models.CharField(max_length=17, choices=IdSeen)
    signed_by = EncryptedTextField(_("who signed"), max_length=400)
    given = EncryptedJSONField(default=list, blank=True)  # lines: things, papers, medicine
    first_follow_up_on = models.DateField()
    word = EncryptedTextField(_("word of a lead"), blank=True, max_length=1000)
    word_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"place", "received_by", "signed_by", "given", "word"},
        sensitive={
            "case", "tracing", "at", "county", "relative", "relation", "id_seen",
            "first_follow_up_on",
        },
        ordinary={"id", "version", "handed_by", "word_by", "recorded_at", "recorded_by"},
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handover_to_stranger_needs_word",
                condition=Q(relative__isnull=False) | Q(word_by__isnull=False),
                violation_error_message=_("A lead writes why."),
            )
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"
