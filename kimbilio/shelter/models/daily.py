"""What happens in a house on one day: meals, medicines, who comes and goes, what is done together."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none, in_order
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.shelter.choices import ActivityKind, DoseState, HappeningKind, MealKind
from kimbilio.shelter.models.evenings import OfHouseQuerySet
from kimbilio.shelter.models.houses import House
from kimbilio.shelter.models.stays import Stay
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Meal(Versioned):
    """One meal of a house on one day: how many plates, and which diets, without a name."""

    house = models.ForeignKey(House, models.PROTECT, related_name="meals")
    on = models.DateField()
    which = models.CharField(max_length=9, choices=MealKind)
    plates = models.PositiveSmallIntegerField(_("plates"))
    diets = EncryptedTextField(_("special diets"), blank=True, max_length=500)
    written_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar[Any] = OfHouseQuerySet.as_manager()
    privacy = Privacy(
        identifying={"diets"},
        sensitive={"house", "on", "which", "plates"},
        ordinary={"id", "version", "written_by"},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["house", "on", "which"], name="meal_once")]

    def __str__(self) -> str:
        return f"meal {self.pk}"


class Medicine(PartOfCase, Versioned):
    """A medicine that somebody takes while they live in the shelter: what, how much, when."""

    compartment = Compartment.HEALTH
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="medicines")
    what = EncryptedTextField(_("medicine"), max_length=120)
    dose = EncryptedTextField(_("dose"), max_length=120)
    times = EncryptedJSONField(_("hours"), default=list)  # such as "08:00", in order
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("last day"), null=True, blank=True)
    written_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"what", "dose", "times"},
        sensitive={"case", "stay", "from_on", "until_on", "stopped_at"},
        ordinary={"id", "version", "written_by", "stopped_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["stay", "from_on"], name="medicine_of_stay")]
        constraints = [
            all_or_none("stopped_at", "stopped_by", name="medicine_stop_is_signed"),
            models.CheckConstraint(
                name="medicine_in_order",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                violation_error_message=_("The end comes before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"medicine {self.pk}"


class Dose(PartOfCase, Versioned):
    """One dose: taken, or refused and why. Each is written down once."""

    compartment = Compartment.HEALTH
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    medicine = models.ForeignKey(Medicine, models.PROTECT, related_name="doses")
    on = models.DateField()
    at = models.CharField(max_length=5)  # the hour it was due
    state = models.CharField(max_length=7, choices=DoseState)
    reason = EncryptedTextField(_("why not"), blank=True, max_length=500)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    given_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"reason"},
        sensitive={"case", "medicine", "on", "at", "state"},
        ordinary={"id", "version", "given_at", "given_by"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["medicine", "on", "at"], name="dose_given_once")
        ]

    def __str__(self) -> str:
        return f"dose {self.pk}"


class Happening(PartOfCase, Versioned):
    """A resident goes to school, has a visitor or speaks on the phone: with whom, from when to when."""

    compartment = Compartment.WHEREABOUTS
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="happenings")
    kind = models.CharField(max_length=6, choices=HappeningKind)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    who = EncryptedTextField(_("with whom"), max_length=120)
    relation = EncryptedTextField(_("relation"), blank=True, max_length=120)
    id_seen = models.BooleanField(_("identity paper seen"), default=False)
    beside = EncryptedTextField(_("who was beside"), blank=True, max_length=120)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    word = EncryptedTextField(_("word of a lead"), blank=True, max_length=500)
    written_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")  # who allowed it

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"who", "relation", "beside", "word"},
        sensitive={"case", "stay", "kind", "begun_at", "ended_at", "id_seen", "minutes"},
        ordinary={"id", "version", "written_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["stay", "-begun_at"], name="happening_of_stay")]
        constraints = [
            in_order("begun_at", "ended_at", name="happening_in_order"),
            models.UniqueConstraint(
                fields=["stay"],
                condition=Q(kind="school", ended_at=None),
                name="happening_at_school_once",
            ),
        ]

    def __str__(self) -> str:
        return f"happening {self.pk}"


class Activity(Versioned):
    """Something the people of a house did together."""

    house = models.ForeignKey(House, models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=6, choices=ActivityKind)
    held_at = models.DateTimeField(default=timezone.now)
    held_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar[Any] = OfHouseQuerySet.as_manager()
    privacy = Privacy(sensitive={"house", "kind", "held_at"}, ordinary={"id", "version", "held_by"})

    class Meta:
        indexes = [models.Index(fields=["house", "-held_at", "-id"], name="activity_of_house")]

    def __str__(self) -> str:
        return f"activity {self.pk}"


class TookPart(PartOfCase, Versioned):
    """One resident at one activity: there, or not."""

    compartment = Compartment.WHEREABOUTS
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="took_part")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="+")
    was_there = models.BooleanField(default=False)

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        sensitive={"case", "activity", "stay", "was_there"}, ordinary={"id", "version"}
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "stay"], name="took_part_once")]

    def __str__(self) -> str:
        return f"took part {self.pk}"
