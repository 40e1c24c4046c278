"""Whether a business still trades, or a job still goes on, so many months after its beginning."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.livelihoods.choices import Still
from kimbilio.livelihoods.models.business import Business
from kimbilio.livelihoods.models.work import Placement
from kimbilio.vault.fields import EncryptedTextField


class StillThere(PartOfCase, Versioned):
    """One question of the calendar: does it still go on after so many months? My day asks it when due."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    business = models.ForeignKey(
        Business, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    answer = models.CharField(max_length=7, choices=Still, blank=True)
    words = EncryptedTextField(_("in words"), blank=True, max_length=1000)
    asked_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"words"},
        sensitive={
            "case", "business", "placement", "months", "due_on", "answer", "asked_on",
        },
        ordinary={"id", "version", "asked_by"},
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="still_there_due", condition=Q(asked_on=None)
            )
        ]
        constraints = [
            all_or_none("asked_on", "asked_by", name="still_there_is_signed"),
            models.CheckConstraint(
                name="still_there_of_one",
                condition=(Q(business__isnull=True) & Q(placement__isnull=False))
                | (Q(business__isnull=False) & Q(placement__isnull=True)),
                violation_error_message=_("It belongs to a business or to a job."),
            ),
            models.CheckConstraint(
                name="still_there_answered",
                condition=(Q(answer="") & Q(asked_on__isnull=True))
                | (~Q(answer="") & Q(asked_on__isnull=False)),
                violation_error_message=_("Choose an answer."),
            ),
            models.UniqueConstraint(fields=["business", "months"], name="still_trading_once"),
            models.UniqueConstraint(fields=["placement", "months"], name="still_working_once"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"

    @property
    def of(self) -> Business | Placement:
        """The business or the job."""
        found = self.business if self.business is not None else self.placement
        assert found is not None
        return found
