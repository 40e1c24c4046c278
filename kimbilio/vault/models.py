"""What the vault itself keeps in the database."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.vault.fields import EncryptedTextField


class Canary(models.Model):
    """One known text: if the keys at hand do not open it, they are the keys of another database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    song = EncryptedTextField()

    privacy = Privacy(ordinary={"id", "song"})


class StoredFile(models.Model):
    """One encrypted file in ``settings.FILES_DIR``; what it is called is its owner's to know."""

    class State(models.TextChoices):
        """A file that is still arriving can be continued, and cannot be read."""

        UPLOADING = "uploading", _("Arriving")
        COMPLETE = "complete", _("Complete")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_label = models.CharField(max_length=60)  # such as cases.document
    owner_id = models.UUIDField()
    state = models.CharField(max_length=9, choices=State, default=State.UPLOADING)
    size = models.PositiveBigIntegerField(default=0)  # bytes of the file itself, so far
    content_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the encrypted bytes on the disk
    key_id = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    privacy = Privacy(
        sensitive={"owner_label", "owner_id", "content_type", "size"},
        ordinary={"id", "state", "sha256", "key_id", "created_at"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["owner_label", "owner_id"], name="stored_file_owner"),
            models.Index(fields=["state", "created_at"], name="stored_file_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="stored_file_complete_is_known",
                condition=Q(state="uploading") | ~(Q(content_type="") | Q(sha256="")),
                violation_error_message=_("A complete file has a type and a checksum."),
            ),
        ]


class RotationStep(models.Model):
    """How far the change to a new key has come in one table, index or in the files."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key_id = models.PositiveBigIntegerField()  # the new key for fields; it names the rotation
    name = models.CharField(max_length=120)
    after = models.CharField(max_length=80, blank=True)  # the last key of a row that was done
    done = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(ordinary={"id", "key_id", "name", "after", "done", "moved_at", "finished_at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_id", "name"], name="rotation_step_once"),
        ]
