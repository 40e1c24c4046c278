"""Ways to reach a person, each with the rules that keep them safe."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.choices import BestWay, ContactKind
from kimbilio.people.models.person import Person
from kimbilio.vault.fields import EncryptedTextField


class ContactPoint(Versioned):
    """A number or address with its safe-contact rules: shown and enforced wherever it is used."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=8, choices=ContactKind, default=ContactKind.PHONE)
    value = EncryptedTextField(_("number or address"), max_length=300)
    county = models.CharField(_("county"), max_length=3, blank=True)  # code 001 to 047
    sub_county = models.CharField(max_length=8, blank=True)
    best_way = models.CharField(max_length=15, choices=BestWay, default=BestWay.CALL)
    may_call = models.BooleanField(_("may we call"), default=False)
    may_text = models.BooleanField(_("may we text"), default=False)
    may_whatsapp = models.BooleanField(_("may we use WhatsApp"), default=False)
    may_leave_message = models.BooleanField(_("may we leave a message"), default=False)
    safe_from = models.TimeField(_("safe from"), null=True, blank=True)
    safe_until = models.TimeField(_("safe until"), null=True, blank=True)
    safe_days = models.CharField(max_length=7, default="1234567")  # ISO weekdays, 1 is Monday
    ask_for = EncryptedTextField(_("whom to ask for"), blank=True, max_length=120)
    code_phrase = EncryptedTextField(_("if someone else answers, say"), blank=True, max_length=200)
    note = EncryptedTextField(_("take care"), blank=True, max_length=500)
    is_primary = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    privacy = Privacy(
        identifying={"value", "ask_for", "code_phrase", "note"},
        sensitive={
            "person", "kind", "county", "sub_county", "best_way", "may_call", "may_text",
            "may_whatsapp", "may_leave_message", "safe_from", "safe_until", "safe_days",
        },
        ordinary={"id", "version", "is_primary", "is_active"},
    )  # fmt: skip

    class Meta:
        constraints = [all_or_none("safe_from", "safe_until", name="contact_safe_hours_whole")]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """The action names the case itself."""
        return None
