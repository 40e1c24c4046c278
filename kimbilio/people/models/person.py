"""A person: a survivor, a relative, a guardian, someone they trust."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.constraints import in_order
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.ages import age_range, minority
from kimbilio.people.choices import (
    BirthPrecision,
    Disability,
    Education,
    MaritalStatus,
    Minority,
    Sex,
)
from kimbilio.vault.fields import EncryptedTextField


class Person(Versioned):
    """Who somebody is, as far as they told us. The earliest and latest possible birth day say what
    is known of their age; an exact birth date has both alike."""

    goes_by = EncryptedTextField(_("goes by"), blank=True, max_length=80)
    full_name = EncryptedTextField(_("full name"), blank=True, max_length=160)
    other_names = EncryptedTextField(_("other names"), blank=True, max_length=400)  # one a line
    sex = models.CharField(_("sex"), max_length=20, choices=Sex, default=Sex.UNKNOWN)
    born_from = models.DateField(null=True, blank=True)
    born_to = models.DateField(null=True, blank=True)
    birth_precision = models.CharField(
        max_length=8, choices=BirthPrecision, default=BirthPrecision.UNKNOWN
    )
    is_minor_told = models.BooleanField(null=True, blank=True)  # "minor" said without an age
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)  # ISO 3166-1
    other_nationality = models.CharField(max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=3, blank=True)  # ISO 639-2
    other_language = models.CharField(max_length=3, blank=True)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    disability = models.CharField(
        _("disability"), max_length=15, choices=Disability, default=Disability.NONE
    )
    disability_note = EncryptedTextField(blank=True, max_length=500)
    marital_status = models.CharField(max_length=24, choices=MaritalStatus, blank=True)
    children_count = models.PositiveSmallIntegerField(null=True, blank=True)
    education = models.CharField(max_length=34, choices=Education, blank=True)
    died_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    privacy = Privacy(
        identifying={"goes_by", "full_name", "other_names", "disability_note"},
        sensitive={
            "sex", "born_from", "born_to", "birth_precision", "is_minor_told", "nationality",
            "other_nationality", "language", "other_language", "needs_interpreter", "disability",
            "marital_status", "children_count", "education", "died_on",
        },
        ordinary={"id", "version", "created_at"},
    )  # fmt: skip

    class Meta:
        constraints = [in_order("born_from", "born_to", name="person_birth_in_order")]
        indexes = [models.Index(fields=["born_to"], name="person_born_to")]

    def __str__(self) -> str:
        return f"person {self.pk}"

    def minority(self, on: date | None = None) -> Minority:
        """Minor, adult or not sure on the day ``on`` (today without it)."""
        told = self.is_minor_told
        return minority(self.born_from, self.born_to, on or timezone.localdate(), told=told)

    def ages(self, on: date | None = None) -> tuple[int, int] | None:
        """Youngest and oldest possible age in years on the day ``on``, or None if not known."""
        return age_range(self.born_from, self.born_to, on or timezone.localdate())

    @property
    def shown_name(self) -> str:
        """What we call them: the name they chose, else the first word of the full name."""
        return self.goes_by or (self.full_name.split() or [""])[0]

    def all_names(self) -> list[str]:
        """Every name we know, for the blind index."""
        return [n for n in (self.full_name, self.goes_by, *self.other_names.splitlines()) if n]

    @property
    def trail_case_id(self) -> None:
        """A person may have several cases; the action names the case itself."""
        return None
