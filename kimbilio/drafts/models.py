"""What has been typed but not sent yet, and what has been sent already."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.vault.fields import EncryptedJSONField


class Draft(models.Model):
    """The fields of one form as one person last typed them; gone when the form is sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=80)  # such as ``note`` or ``new_case``
    about = models.CharField(max_length=40, blank=True)  # the id of what it is about
    body = EncryptedJSONField(default=dict)
    sent_key = models.UUIDField(null=True)  # with this the form will be sent
    saved_at = models.DateTimeField(default=timezone.now)

    privacy = Privacy(
        identifying={"body"}, ordinary={"id", "user", "form", "about", "sent_key", "saved_at"}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form", "about"], name="draft_one_per_form")
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class SentForm(models.Model):
    """A form that was sent, known by the key that it carried; sent again it makes nothing new."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    answer = models.CharField(max_length=300, blank=True)  # the address the first sending led to
    sent_at = models.DateTimeField(default=timezone.now)

    privacy = Privacy(ordinary={"id", "user", "key", "answer", "sent_at"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="sent_form_once")]
        indexes = [models.Index(fields=["sent_at"], name="sent_form_age")]

    def __str__(self) -> str:
        return f"sent form {self.pk}"
