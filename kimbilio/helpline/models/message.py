"""What was said: by them, by us, and among us."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import CallState, Direction, MediaState, MessageKind, SendState
from kimbilio.helpline.models.conversation import Conversation
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField
from kimbilio.vault.models import StoredFile


class Message(Versioned):
    """One message, call or note of a conversation. ``mark`` knows it again if it comes twice."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=4, choices=Direction)
    kind = models.CharField(max_length=8, choices=MessageKind, default=MessageKind.TEXT)
    text = EncryptedTextField(blank=True, max_length=20_000)
    translation = EncryptedTextField(blank=True, max_length=20_000)  # written by staff
    at = models.DateTimeField(default=timezone.now)  # when it was said
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    mark = models.CharField(
        max_length=64, null=True, blank=True, unique=True
    )  # null: not from a provider
    is_urgent = models.BooleanField(default=False)  # holds one of the urgent words
    place = EncryptedTextField(blank=True, max_length=60)  # latitude,longitude
    call_state = models.CharField(max_length=8, choices=CallState, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"text", "translation", "place"},
        sensitive={
            "conversation", "direction", "kind", "at", "mark", "is_urgent", "call_state", "seconds",
        },
        ordinary={"id", "version", "by"},
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["conversation", "at", "id"], name="message_of_talk")]
        constraints = [
            models.CheckConstraint(
                name="message_of_ours_is_signed",
                condition=Q(direction="in") | Q(by__isnull=False),
                violation_error_message=_("What we write is signed."),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def trail_case_id(self) -> Any:
        """The case of its conversation."""
        return self.conversation.case_id


class Sending(Versioned):
    """The way of one message of ours to the provider and beyond, with retries."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="sending")
    state = models.CharField(max_length=10, choices=SendState, default=SendState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True, blank=True)  # null: nothing more to do
    sent_at = models.DateTimeField(null=True, blank=True)
    mark = models.CharField(
        max_length=64, null=True, blank=True, unique=True
    )  # of its id at the provider
    reason = models.CharField(max_length=60, blank=True)  # the provider's code for a failure

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        sensitive={"message", "state", "sent_at", "mark"},
        ordinary={"id", "version", "tries", "try_at", "reason"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["try_at", "id"], name="sending_due", condition=Q(state="queued"))
        ]

    def __str__(self) -> str:
        return f"sending {self.pk}"


class Attachment(models.Model):
    """A picture, voice note or file that came with a message."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.OneToOneField(Message, models.PROTECT, related_name="attachment")
    state = models.CharField(max_length=8, choices=MediaState)
    name = EncryptedTextField(blank=True, max_length=300)
    source = EncryptedJSONField(default=dict, max_length=4000)  # where the provider keeps it
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"name", "source"},
        sensitive={"message", "file"},
        ordinary={"id", "state", "tries", "try_at"},
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["try_at", "id"], name="attachment_due", condition=Q(state="waiting")
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="attachment_kept_has_file",
                condition=Q(state="kept", file__isnull=False)
                | (~Q(state="kept") & Q(file__isnull=True)),
                violation_error_message=_("What is kept has its file."),
            )
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"
