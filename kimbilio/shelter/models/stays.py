"""Stays: from the wish for a bed to the exit; the beds somebody had; who is kept apart from whom."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.models import Tie
from kimbilio.access.rules import condition
from kimbilio.accounts.models import User
from kimbilio.care.models import Episode
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.choices import Language
from kimbilio.shelter.choices import LIVES_HERE, Destination, StayState
from kimbilio.shelter.models.houses import Bed
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class StayQuerySet(PartQuerySet):
    """Questions about stays."""

    def open(self) -> "StayQuerySet":
        """Those that are not over."""
        return self.filter(ended_at__isnull=True)

    def waiting(self) -> "StayQuerySet":
        """Those for which no bed is given yet."""
        return self.filter(state=StayState.ASKED)

    def living_here(self) -> "StayQuerySet":
        """Those who moved in and have not left."""
        return self.filter(state__in=LIVES_HERE)


class Stay(Episode):
    """One person's time in the shelter. Nights count from ``from_on`` up to the one before ``until_on``."""

    compartment = Compartment.WHEREABOUTS
    state = models.CharField(max_length=9, choices=StayState, default=StayState.ASKED)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    leave_until = models.DateField(null=True, blank=True)
    destination = models.CharField(max_length=13, choices=Destination, blank=True)

    objects: ClassVar[Any] = StayQuerySet.as_manager()
    privacy = Privacy(
        identifying=Episode.privacy.identifying,
        sensitive={
            *Episode.privacy.sensitive, "state", "from_on", "until_on", "leave_until",
            "destination",
        },
        ordinary=Episode.privacy.ordinary,
    )  # fmt: skip

    class Meta(Episode.Meta):
        indexes = [
            *Episode.Meta.indexes,
            models.Index(fields=["state", "asked_at"], name="stay_waiting"),
        ]
        constraints = [
            *Episode.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="stay_one_open_per_case"
            ),
            models.CheckConstraint(
                name="stay_takes_a_night",
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
                violation_error_message=_("The end comes before the beginning."),
            ),
        ]

    @property
    def lives_here(self) -> bool:
        """Whether the person moved in and has not left."""
        return self.state in LIVES_HERE


class BedPlaceQuerySet(PartQuerySet):
    """Questions about who has which bed when."""

    def taking(self, start: date, end: date | None, *, today: date) -> "BedPlaceQuerySet":
        """The places that take some night from ``start`` up to ``end``; without it, any later one.

        Who should have left and has not takes the bed at least tonight.
        """
        still = Q(left_on=None) & (Q(until_on=None) | Q(until_on__gt=start))
        if start <= today:
            still |= Q(left_on=None, until_on__lte=today)
        rows = self.filter(still | Q(left_on__gt=start))
        return rows if end is None else rows.filter(from_on__lt=end)

    def now(self) -> "BedPlaceQuerySet":
        """The places that nobody has given up."""
        return self.filter(left_on__isnull=True)


class BedPlace(PartOfCase, Versioned):
    """A bed given to a stay for some nights; a transfer ends one and makes another.

    ``word`` is what a lead wrote where a bed was not clearly right; ``apart_known`` are the cases in
    the house of which they knew that this one is kept apart from them.
    """

    compartment = Compartment.WHEREABOUTS
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="places")
    bed = models.ForeignKey(Bed, models.PROTECT, related_name="places")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    word = EncryptedTextField(_("word of a lead"), blank=True, max_length=1000)
    apart_known = EncryptedJSONField(default=list, blank=True)  # keys of cases, as text
    given_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = BedPlaceQuerySet.as_manager()
    privacy = Privacy(
        identifying={"word", "apart_known"},
        sensitive={"case", "stay", "bed", "from_on", "until_on", "left_on"},
        ordinary={"id", "version", "given_by", "given_at"},
    )

    class Meta:
        indexes = [models.Index(fields=["bed", "from_on"], name="bed_place_when")]
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(left_on=None), name="bed_place_one_per_stay"
            ),
            models.UniqueConstraint(
                fields=["bed", "from_on"], condition=Q(left_on=None), name="bed_place_once"
            ),
            models.UniqueConstraint(
                fields=["bed"], condition=Q(left_on=None, until_on=None), name="bed_place_open_once"
            ),
            models.CheckConstraint(
                name="bed_place_in_order",
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
                violation_error_message=_("The end comes before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.pk}"


class Admission(PartOfCase, Versioned):
    """What was done on arrival: belongings, health check, house rules, consent to a photo."""

    compartment = Compartment.WHEREABOUTS
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    stay = models.OneToOneField(Stay, models.PROTECT, related_name="admission")
    belongings = EncryptedJSONField(default=list, blank=True)  # a list of lines
    health_checked = models.BooleanField(default=False)
    told_in = models.CharField(max_length=3, choices=Language)
    signed_on = models.DateField(null=True, blank=True)  # the day on the signed house rules
    photo_consent = models.BooleanField(default=False)
    admitted_at = models.DateTimeField(default=timezone.now, editable=False)
    admitted_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"belongings"},
        sensitive={"case", "stay", "health_checked", "told_in", "signed_on", "photo_consent"},
        ordinary={"id", "version", "admitted_at", "admitted_by"},
    )

    def __str__(self) -> str:
        return f"admission {self.pk}"


class StayTie(models.Model):
    """A tie that a worker of the house has because of a stay; it ends with the stay."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="ties")
    tie = models.ForeignKey(Tie, models.PROTECT, related_name="+")

    objects: ClassVar = models.Manager()
    privacy = Privacy(sensitive={"stay", "tie"}, ordinary={"id"})

    def __str__(self) -> str:
        return f"tie {self.pk}"


class KeepApartQuerySet(PartQuerySet):
    """Questions about pairs that are kept apart."""

    def open_to(self, user: User, act: Act = Act.VIEW) -> "KeepApartQuerySet":
        """The pairs of which ``user`` may see both sides; half a pair would tell of the other."""
        both = condition(user, Compartment.WHEREABOUTS, act, to="case__")
        both &= condition(user, Compartment.WHEREABOUTS, act, to="other__")
        return self.filter(both)

    def standing(self) -> "KeepApartQuerySet":
        """Those that hold."""
        return self.filter(ended_at__isnull=True)


class KeepApart(PartOfCase, Versioned):
    """Two people who are never put under one roof without a lead's word, and why."""

    compartment = Compartment.WHEREABOUTS
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    other = models.ForeignKey(Case, models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("why"), max_length=1000)
    set_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = KeepApartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"reason"},
        sensitive={"case", "other", "set_at", "ended_at"},
        ordinary={"id", "version", "set_by", "ended_by"},
    )

    class Meta:
        constraints = [
            all_or_none("ended_at", "ended_by", name="keep_apart_end_is_signed"),
            models.CheckConstraint(
                name="keep_apart_two_cases",
                condition=~Q(case=F("other")),
                violation_error_message=_("Nobody is kept apart from themselves."),
            ),
            models.UniqueConstraint(
                fields=["case", "other"], condition=Q(ended_at=None), name="keep_apart_once"
            ),
        ]

    def __str__(self) -> str:
        return f"apart {self.pk}"

    @property
    def trail_case_id(self) -> Any:
        """The log of neither case has it: half a pair would tell of the other."""
        return None
