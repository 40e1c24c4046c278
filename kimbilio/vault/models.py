"""What the vault itself keeps in the database."""

from django.db import models

from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.vault.fields import EncryptedTextField


class Canary(models.Model):
    """One known text: if the keys at hand do not open it, they are the keys of another database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    song = EncryptedTextField()

    privacy = Privacy(ordinary={"id", "song"})
