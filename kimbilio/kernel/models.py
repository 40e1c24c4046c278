"""The one table of the kernel: when each chore ran."""

from django.db import models

from kimbilio.kernel.privacy import Privacy


class Chore(models.Model):
    """The last run of something that ``kernel.periodic`` calls again and again."""

    name = models.CharField(max_length=120, primary_key=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True)

    privacy = Privacy(
        ordinary={"name", "due_at", "started_at", "finished_at", "failed_at", "failure"}
    )

    def __str__(self) -> str:
        return self.name
