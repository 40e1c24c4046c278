"""Papers that say who a person is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.choices import DocumentKind
from kimbilio.people.models.person import Person
from kimbilio.vault.fields import EncryptedTextField


class IdentityDocument(Versioned):
    """One paper with its number, wherever the paper itself now is."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=18, choices=DocumentKind)
    number = EncryptedTextField(_("number"), max_length=60)
    country = models.CharField(_("country"), max_length=2, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    held_by = EncryptedTextField(_("who keeps it now"), blank=True, max_length=120)

    privacy = Privacy(
        identifying={"number", "held_by"},
        sensitive={"person", "kind", "country", "expires_on"},
        ordinary={"id", "version"},
    )

    def __str__(self) -> str:
        return f"paper {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """The action names the case itself."""
        return None
