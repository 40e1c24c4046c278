"""The trail: what happened, written once, and the seals that make a later change of it show."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from kimbilio.audit.choices import Event
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.vault.fields import EncryptedJSONField


class Entry(models.Model):
    """One thing that happened. No foreign keys: it must outlive what it speaks of.

    ``mac`` is keyed and covers every column but ``changes``; for those it covers ``changes_mac``,
    so that they can be encrypted anew under a new key without the entry becoming false.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=timezone.now)
    # One of Event, without ``choices``: a new event needs no migration.
    event = models.CharField(max_length=40)
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=30, blank=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    case_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    changes = EncryptedJSONField(null=True, max_length=1_000_000)
    changes_mac = models.BinaryField(default=bytes)
    ip = models.GenericIPAddressField(null=True)
    session = models.CharField(max_length=16, blank=True)
    device = models.CharField(max_length=60, blank=True)
    mac = models.BinaryField()

    privacy = Privacy(
        identifying={"changes"},
        sensitive={"ip", "session", "device", "facts", "subject_id", "case_id", "changes_mac"},
        ordinary={"id", "at", "event", "actor_id", "actor_role", "subject_type", "mac"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "id"], name="entry_of_case"),
            models.Index(fields=["actor_id", "id"], name="entry_of_actor"),
            models.Index(fields=["event", "id"], name="entry_of_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.id}"

    @property
    def sentence(self) -> str:
        """What happened in words; a value this version does not know is shown as it is."""
        return str(Event(self.event).label) if self.event in Event.values else self.event


class Seal(models.Model):
    """A batch of entries bound to the seal before it. ``members`` are their ids, 16 bytes each.

    Its window is the ids above ``after`` up to ``upto``. Entries that were committed too late for
    their own window come first among the members; ``late`` counts them.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    after = models.UUIDField()
    upto = models.UUIDField()
    count = models.PositiveIntegerField()
    late = models.PositiveIntegerField(default=0)
    members = models.BinaryField()
    digest = models.BinaryField()

    privacy = Privacy(
        ordinary={"number", "at", "after", "upto", "count", "late", "members", "digest"}
    )

    class Meta:
        indexes = [models.Index(fields=["upto"], name="seal_by_upto")]

    def __str__(self) -> str:
        return f"seal {self.number}"
