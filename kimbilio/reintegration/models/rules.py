"""What the organisation decides about following people up."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.reintegration.points import USUAL

MOST_TRIES, USUAL_TRIES = 20, 3
SMALLEST_STEP, LARGEST_STEP, USUAL_STEP = 5, 100, 20


class ReintegrationRules(Versioned):
    """The one row of rules; before anybody saved it, the defaults hold."""

    points = models.CharField(_("follow-ups after"), max_length=80, default=USUAL)
    tries = models.PositiveSmallIntegerField(_("tries before a concern"), default=USUAL_TRIES)
    fall_step = models.PositiveSmallIntegerField(_("fall that warns"), default=USUAL_STEP)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "version", "points", "tries", "fall_step"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reintegration_rules_in_bounds",
                condition=Q(tries__range=(1, MOST_TRIES))
                & Q(fall_step__range=(SMALLEST_STEP, LARGEST_STEP)),
                violation_error_message=_("Choose numbers within the bounds."),
            )
        ]

    def __str__(self) -> str:
        return "rules of follow-up"
