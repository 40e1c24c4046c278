"""The organisation's ready-made sets of steps: a start for a plan, freely changed afterwards."""

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.plan_choices import Phase
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.choices import Service


def _in_language(english: str, swahili: str) -> str:
    """The Kiswahili text for readers of Kiswahili where there is one, else the English."""
    return swahili if swahili and (get_language() or "").startswith("sw") else english


class ReadySet(Versioned):
    """Steps that often go together in one situation."""

    title_en = models.CharField(_("title in English"), max_length=80)
    title_sw = models.CharField(_("title in Kiswahili"), max_length=80, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("offered in plans"), default=True)
    saved_at = models.DateTimeField(default=timezone.now)

    privacy = Privacy(
        ordinary={"id", "version", "title_en", "title_sw", "place", "is_active", "saved_at"}
    )

    class Meta:
        ordering = ["place", "title_en"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return _in_language(self.title_en, self.title_sw)


class ReadyStep(models.Model):
    """One step of a set: its phase, its day counted from the start, and what it waits for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ready_set = models.ForeignKey(ReadySet, models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()  # 1, 2, 3 within the set
    phase = models.CharField(_("phase"), max_length=8, choices=Phase)
    title_en = models.CharField(_("step in English"), max_length=120)
    title_sw = models.CharField(_("step in Kiswahili"), max_length=120, blank=True)
    service = models.CharField(_("service"), max_length=16, choices=Service, blank=True)
    days = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)  # None: no day
    waits_for = models.CharField(max_length=40, blank=True)  # places in the set, such as "1,2"

    privacy = Privacy(
        ordinary={
            "id", "ready_set", "place", "phase", "title_en", "title_sw", "service", "days",
            "waits_for",
        },
    )  # fmt: skip

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["ready_set", "place"], name="ready_step_place_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return _in_language(self.title_en, self.title_sw)

    @property
    def awaited_places(self) -> list[int]:
        """The places of the steps that come first."""
        return [int(place) for place in self.waits_for.split(",") if place]
