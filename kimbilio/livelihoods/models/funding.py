"""Who pays: grants of donors, which have a code, a first and a last day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.constraints import in_order
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned


class FundingGrant(Versioned):
    """Money of one donor for a stretch of time; every row of the ledger names the one that paid it."""

    donor = models.CharField(_("donor"), max_length=120)
    code = models.CharField(_("code"), max_length=40, unique=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    total_cents = models.PositiveBigIntegerField(null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        ordinary={
            "id", "version", "donor", "code", "from_on", "until_on", "total_cents", "is_active",
        }
    )  # fmt: skip

    class Meta:
        constraints = [
            in_order("from_on", "until_on", name="funding_in_order"),
            models.CheckConstraint(
                name="funding_total_is_some",
                condition=Q(total_cents__isnull=True) | Q(total_cents__gt=0),
                violation_error_message=_("An amount is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor}, {self.code}"
