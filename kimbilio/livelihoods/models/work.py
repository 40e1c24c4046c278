"""A savings group somebody belongs to, and a job they were helped to find."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.care.models import Episode
from kimbilio.cases.models.parts import PartQuerySet
from kimbilio.kernel.privacy import Privacy
from kimbilio.livelihoods.choices import Every, Sector
from kimbilio.vault.fields import EncryptedTextField


class SavingsGroup(Episode):
    """The person's place in one savings group: what they pay in and what they have there."""

    compartment = Compartment.STORY
    name = EncryptedTextField(_("name of the group"), max_length=120)
    contribution_cents = models.PositiveBigIntegerField(_("paid in each time"))
    every = models.CharField(max_length=9, choices=Every, default=Every.WEEK)
    saved_cents = models.PositiveBigIntegerField(_("savings so far"), default=0)
    saved_on = models.DateField(_("as of"), null=True, blank=True)

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={*Episode.privacy.identifying, "name"},
        sensitive={
            *Episode.privacy.sensitive, "contribution_cents", "every", "saved_cents", "saved_on",
        },
        ordinary=Episode.privacy.ordinary,
    )  # fmt: skip

    class Meta(Episode.Meta):
        constraints = [
            *Episode.Meta.constraints,
            models.CheckConstraint(
                name="savings_pay_some",
                condition=Q(contribution_cents__gt=0),
                violation_error_message=_("An amount is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"savings {self.pk}"


class Placement(Episode):
    """One job. The employer says where the person is all day: shown with whereabouts alone."""

    compartment = Compartment.STORY
    employer = EncryptedTextField(_("employer"), max_length=160)
    sector = models.CharField(max_length=9, choices=Sector)
    work = EncryptedTextField(_("kind of work"), blank=True, max_length=200)
    wage_cents = models.PositiveBigIntegerField(_("wage a month"), null=True, blank=True)
    starts_on = models.DateField(_("first day of work"))

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={*Episode.privacy.identifying, "employer", "work"},
        sensitive={*Episode.privacy.sensitive, "sector", "wage_cents", "starts_on"},
        ordinary=Episode.privacy.ordinary,
    )

    class Meta(Episode.Meta):
        constraints = [
            *Episode.Meta.constraints,
            models.CheckConstraint(
                name="placement_wage_is_some",
                condition=Q(wage_cents__isnull=True) | Q(wage_cents__gt=0),
                violation_error_message=_("An amount is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"placement {self.pk}"
