"""How far the index over words has come with what was written before it knew of it."""

from typing import ClassVar

from django.db import models

from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy


class IndexCatchUp(models.Model):
    """One walk through all cases, for one generation of the list of indexed texts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    generation = models.PositiveSmallIntegerField(unique=True)
    after = models.CharField(max_length=36, blank=True)  # id of the last case that was done
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "generation", "after", "finished_at"})

    def __str__(self) -> str:
        return f"index of words {self.generation}"
