"""How far a walk in the background has come through what was written before the program knew something."""

from typing import ClassVar

from django.db import models

from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy


class CatchUp(models.Model):
    """One walk; a raised ``generation`` begins it anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    what = models.CharField(max_length=20)
    generation = models.PositiveSmallIntegerField()
    after = models.CharField(max_length=36, blank=True)  # id of the last row that was done
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "what", "generation", "after", "finished_at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "generation"], name="catch_up_walk_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.generation}"
