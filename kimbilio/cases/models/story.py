"""What happened to the survivor: told once, kept apart, coded for the law and for reports."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none, in_order
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class Story(PartOfCase, Versioned):
    """The account of a case in the survivor's words, with its route and dates."""

    compartment = Compartment.STORY
    case = models.OneToOneField(Case, models.PROTECT, related_name="story")
    account = EncryptedTextField(_("in her or his words"), blank=True, max_length=100_000)
    wish = EncryptedTextField(_("what they wish for"), blank=True, max_length=2000)
    do_not = EncryptedTextField(_("what we must not do"), blank=True, max_length=2000)
    strengths = EncryptedTextField(_("strengths"), blank=True, max_length=2000)  # one a line
    upsets = EncryptedTextField(_("what may upset them"), blank=True, max_length=2000)
    told_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_on = models.DateField(null=True, blank=True)  # when the account was last added to
    told_in = models.CharField(max_length=3, blank=True)  # language, ISO 639-2
    status = models.CharField(max_length=40, blank=True)  # HTCDS vic_TraffickingStatus
    status_by = models.CharField(max_length=40, blank=True)  # who decided it
    recruitment = models.CharField(max_length=40, blank=True)  # HTCDS vic_MethodOfRecruitment
    recruited_by = models.CharField(max_length=40, blank=True)  # relation to the recruiter
    scope = models.CharField(max_length=12, blank=True)  # in-country, transnational, both
    origin_country = models.CharField(max_length=2, blank=True)
    origin_county = models.CharField(max_length=3, blank=True)
    destination_country = models.CharField(max_length=2, blank=True)
    destination_county = models.CharField(max_length=3, blank=True)
    route_note = EncryptedTextField(_("route"), blank=True, max_length=2000)
    exploited_from = models.DateField(null=True, blank=True)
    exploited_until = models.DateField(null=True, blank=True)
    age_when_trafficked = models.PositiveSmallIntegerField(null=True, blank=True)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"account", "wish", "do_not", "strengths", "upsets", "route_note"},
        sensitive={
            "case", "status", "status_by", "recruitment", "recruited_by", "scope",
            "origin_country", "origin_county", "destination_country", "destination_county",
            "exploited_from", "exploited_until", "age_when_trafficked", "told_on", "told_in",
        },
        ordinary={"id", "version", "told_to"},
    )  # fmt: skip

    class Meta:
        constraints = [
            in_order("exploited_from", "exploited_until", name="story_dates_in_order"),
            all_or_none("told_to", "told_on", name="story_telling_is_signed"),
            models.CheckConstraint(
                name="story_status_has_a_decider",
                condition=Q(status="", status_by="") | ~Q(status="") & ~Q(status_by=""),
                violation_error_message=_("Say who decided it: the two belong together."),
            ),
        ]

    def __str__(self) -> str:
        return f"story {self.pk}"


class StoryFact(PartOfCase, models.Model):
    """One code of one list about a story: an act, a means, a purpose, a sector, a transit country.

    ``listing`` is ``act``, ``means``, ``purpose``, ``exploitation``, ``sector``, ``control``,
    ``sex_exploitation``, ``place``, ``transit``, ``need``: lists of ``cases.codes``.
    """

    compartment = Compartment.STORY
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="story_facts")
    listing = models.CharField(max_length=16)
    code = models.CharField(max_length=48)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(sensitive={"case", "listing", "code"}, ordinary={"id"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "listing", "code"], name="story_fact_once")
        ]
        indexes = [models.Index(fields=["listing", "code"], name="story_fact_code")]

    def __str__(self) -> str:
        return f"fact {self.pk}"
