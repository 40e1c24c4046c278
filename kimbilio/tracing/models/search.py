"""A tracing request of a case, and each attempt to find the family."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.care.models import Episode
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none, in_order
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.ages import age_range
from kimbilio.people.choices import RelationKind, Sex
from kimbilio.tracing.choices import MOVES, AttemptResult, SearchState, Way
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Sought(models.Model):
    """What is known of somebody who is looked for: names, age as a range, last known places."""

    relation = models.CharField(_("relation"), max_length=14, choices=RelationKind)
    name = EncryptedTextField(_("name"), max_length=160)
    other_names = EncryptedTextField(_("other names"), blank=True, max_length=400)  # one a line
    sex = models.CharField(_("sex"), max_length=20, choices=Sex, default=Sex.UNKNOWN)
    born_from = models.DateField(null=True, blank=True)
    born_to = models.DateField(null=True, blank=True)
    county = models.CharField(_("county"), max_length=3, blank=True)
    sub_county = models.CharField(max_length=8, blank=True)
    places = EncryptedTextField(_("last known places"), blank=True, max_length=1000)  # one a line
    known = EncryptedTextField(_("what is known"), blank=True, max_length=4000)

    privacy = Privacy(
        identifying={"name", "other_names", "places", "known"},
        sensitive={"relation", "sex", "born_from", "born_to", "county", "sub_county"},
    )

    class Meta:
        abstract = True

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that is known."""
        return tuple(
            filter(None, (self.name.strip(), *map(str.strip, self.other_names.splitlines())))
        )

    @property
    def place_lines(self) -> tuple[str, ...]:
        """The places, one each."""
        return tuple(filter(None, map(str.strip, self.places.splitlines())))

    def ages(self, on: date | None = None) -> tuple[int, int] | None:
        """Youngest and oldest possible age today, or None if not known."""
        return age_range(self.born_from, self.born_to, on or timezone.localdate())


class TracingQuerySet(PartQuerySet):
    """Questions about tracing requests."""

    def open(self) -> "TracingQuerySet":
        """Those in which we still look, or prepare the way home."""
        return self.filter(ended_at__isnull=True)


class Tracing(Sought, Episode):
    """One search for family in a case. ``relation`` is what the one looked for is to the survivor.

    ``wish`` says what the survivor wants: nobody is looked for whom they do not want to find.
    """

    compartment = Compartment.STORY
    state = models.CharField(max_length=9, choices=SearchState, default=SearchState.OPEN)

    objects: ClassVar[Any] = TracingQuerySet.as_manager()
    privacy = Privacy(
        identifying={*Episode.privacy.identifying, *Sought.privacy.identifying},
        sensitive={*Episode.privacy.sensitive, *Sought.privacy.sensitive, "state"},
        ordinary=Episode.privacy.ordinary,
    )

    class Meta(Episode.Meta):
        constraints = [
            *Episode.Meta.constraints,
            in_order("born_from", "born_to", name="tracing_birth_in_order"),
            models.CheckConstraint(
                name="tracing_over_is_ended",
                condition=Q(state__in=["open", "found"], ended_at=None)
                | Q(state__in=["reunited", "not_found", "stopped"], ended_at__isnull=False),
                violation_error_message=_("Say how it ended."),
            ),
        ]

    def __str__(self) -> str:
        return f"tracing {self.pk}"

    @property
    def moves(self) -> tuple[SearchState, ...]:
        """Where it can go from here."""
        return MOVES[SearchState(self.state)]


class Attempt(PartOfCase, Versioned):
    """One try to find the family: when, where, by whom, what came of it, what it cost, what is next.

    It is put right by another version, which the trail keeps; nothing is written over in silence.
    """

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    tracing = models.ForeignKey(Tracing, models.PROTECT, related_name="attempts")
    way = models.CharField(_("how"), max_length=7, choices=Way)
    at = models.DateTimeField(_("when"))
    place = EncryptedTextField(_("where"), blank=True, max_length=200)
    result = models.CharField(_("result"), max_length=11, choices=AttemptResult)
    words = EncryptedTextField(_("what was learnt"), blank=True, max_length=4000)
    cost_cents = models.PositiveBigIntegerField(default=0)
    next_words = EncryptedTextField(_("what comes next"), blank=True, max_length=200)
    next_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"place", "words", "next_words"},
        sensitive={"case", "tracing", "way", "at", "result", "cost_cents", "next_on"},
        ordinary={
            "id", "version", "made_by", "recorded_at", "recorded_by", "corrected_at",
            "corrected_by",
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["tracing", "-at", "-id"], name="attempt_of_tracing")]
        constraints = [
            all_or_none("corrected_at", "corrected_by", name="attempt_correction_signed")
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"
