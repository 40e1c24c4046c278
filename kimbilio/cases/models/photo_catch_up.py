"""How far the look at films has come that are photos of iPhones, kept before the two were told apart."""

from typing import ClassVar

from django.db import models

from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy


class PhotoCatchUp(models.Model):
    """One walk through all documents that were taken for films."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    generation = models.PositiveSmallIntegerField(unique=True)
    after = models.CharField(
        max_length=36, blank=True
    )  # id of the last document that was looked at
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "generation", "after", "finished_at"})

    def __str__(self) -> str:
        return f"photos taken for films {self.generation}"
