"""The figures of the outline for management, kept for a few minutes where there are many cases."""

from typing import ClassVar

from django.db import models

from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy


class OutlineFigure(models.Model):
    """All figures of one scope at one moment: counts by codes, no case among them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField(max_length=36, unique=True)  # "all", or the id of a unit
    figures = models.JSONField()
    counted_at = models.DateTimeField()

    objects: ClassVar = models.Manager()
    privacy = Privacy(sensitive={"figures"}, ordinary={"id", "scope", "counted_at"})

    def __str__(self) -> str:
        return f"figures of {self.scope}"
