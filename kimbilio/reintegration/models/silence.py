"""That somebody could not be reached, however often we called."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case, FollowUpCall, Task
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned


class Silence(PartOfCase, Versioned):
    """A concern: so many tries in a row did not reach the person. It ends when somebody speaks with them."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    call = models.ForeignKey(FollowUpCall, models.PROTECT, related_name="+")
    tries = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        sensitive={"case", "call", "tries", "raised_at", "task", "ended_at"},
        ordinary={"id", "version"},
    )

    class Meta:
        indexes = [models.Index(fields=["case", "-raised_at", "-id"], name="silence_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="silence_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"silence {self.pk}"
