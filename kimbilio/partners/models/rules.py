"""What the organisation decides about its directory as a whole."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.choices import LONGEST_FRESH, STALE_AFTER_DAYS


class DirectoryRules(Versioned):
    """The one row of rules; before anybody saved it, the defaults hold."""

    stale_after_days = models.PositiveSmallIntegerField(
        _("days until an entry asks to be checked"), default=STALE_AFTER_DAYS
    )
    is_page_open = models.BooleanField(default=False)  # the page of chosen entries for everybody

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "version", "stale_after_days", "is_page_open"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_freshness_in_bounds",
                condition=Q(stale_after_days__range=(1, LONGEST_FRESH)),
                violation_error_message=_("Between one day and three years."),
            )
        ]

    def __str__(self) -> str:
        return "rules of the directory"

    @property
    def fresh_since(self) -> date:
        """What was last checked before this day asks to be checked again."""
        return timezone.localdate() - timedelta(days=self.stale_after_days)
