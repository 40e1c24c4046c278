"""Rows with encrypted fields, for the tests of the vault alone."""

from django.db import models

from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField
from kimbilio.vault.querysets import SealedQuerySet


class LetterQuerySet(SealedQuerySet["Letter"]):
    """Letters, which tests write many at a time."""


class Letter(Versioned):
    """A letter nobody may read."""

    town = models.CharField(max_length=40, blank=True)
    text = EncryptedTextField(blank=True)
    sender = EncryptedTextField(null=True, blank=True, max_length=20)
    marks = EncryptedJSONField(default=dict, blank=True)

    objects = LetterQuerySet.as_manager()
    privacy = Privacy(identifying={"text", "sender", "marks"}, ordinary={"id", "version", "town"})


class Parcel(models.Model):
    """Another table with a column of the same name, and its own kind of key."""

    id = models.CharField(primary_key=True, max_length=12)
    text = EncryptedTextField(blank=True)

    privacy = Privacy(identifying={"text"}, ordinary={"id"})
