"""What to do now: the organisation's rules, and what somebody decided."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.intake_choices import Also, Flag, Route, SafetyIs, YesNoAny
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class DecisionRule(Versioned):
    """One line of the rule table. The first active line whose conditions all hold is suggested.

    Who may be a minor counts as one; what may be trafficking counts as trafficking.
    """

    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    is_active = models.BooleanField(_("in use"), default=True)
    minor = models.CharField(_("minor"), max_length=3, choices=YesNoAny, default=YesNoAny.ANY)
    safety = models.CharField(_("safety"), max_length=12, choices=SafetyIs, default=SafetyIs.ANY)
    body_with_them = models.CharField(
        _("referring body is with them"), max_length=3, choices=YesNoAny, default=YesNoAny.ANY
    )
    trafficking = models.CharField(
        _("trafficking"), max_length=3, choices=YesNoAny, default=YesNoAny.ANY
    )
    flag = models.CharField(_("also true"), max_length=20, choices=Flag, blank=True)
    route = models.CharField(_("what fits best"), max_length=11, choices=Route)
    also = models.CharField(_("and also"), max_length=12, choices=Also, blank=True)
    why_en = models.CharField(_("why, in English"), max_length=300)
    why_sw = models.CharField(_("why, in Kiswahili"), max_length=300)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        ordinary={
            "id", "version", "order", "is_active", "minor", "safety", "body_with_them",
            "trafficking", "flag", "route", "also", "why_en", "why_sw",
        },
    )  # fmt: skip

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"rule {self.order}"

    @property
    def why(self) -> str:
        """The reason in the language of the reader."""
        return self.why_sw if (get_language() or "").startswith("sw") else self.why_en


class Decision(PartOfCase, Versioned):
    """What was suggested, what was chosen and by whom. The newest of a case stands."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    suggested = models.CharField(max_length=11, choices=Route)
    rule = models.ForeignKey(
        DecisionRule, models.PROTECT, null=True, blank=True, related_name="+"
    )  # None: no rule fitted, and the careful answer was suggested
    route = models.CharField(_("chosen"), max_length=11, choices=Route)
    override_reason = EncryptedTextField(
        _("why not as suggested"), null=True, blank=True, max_length=1000
    )
    passed_on_to = EncryptedTextField(_("passed on to"), null=True, blank=True, max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"override_reason", "passed_on_to"},
        sensitive={"case", "suggested", "rule", "route", "at", "confirmed_at"},
        ordinary={"id", "version", "by", "confirmed_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="decision_newest")]
        constraints = [
            all_or_none("confirmed_by", "confirmed_at", name="decision_yes_is_signed"),
            models.CheckConstraint(
                name="decision_override_says_why",
                condition=Q(route=F("suggested")) | Q(override_reason__isnull=False),
                violation_error_message=_("Say why you choose something other than suggested."),
            ),
            models.CheckConstraint(
                name="decision_only_go_now_is_confirmed",
                condition=Q(confirmed_at__isnull=True) | Q(route=Route.GO_NOW),
                violation_error_message=_("Only Go now needs a second yes."),
            ),
            models.CheckConstraint(
                name="decision_partner_is_named",
                condition=~Q(route=Route.PARTNER) | Q(passed_on_to__isnull=False),
                violation_error_message=_("Say to whom this is passed on."),
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"

    @property
    def is_override(self) -> bool:
        """Whether something other than the suggestion was chosen."""
        return self.route != self.suggested

    @property
    def waits_for_yes(self) -> bool:
        """Whether the duty lead's yes is still missing."""
        return self.route == Route.GO_NOW and self.confirmed_at is None
