"""The blind index over people: keyed tokens, from which no name or number can be read."""

from django.db import models

from kimbilio.kernel.privacy import Privacy
from kimbilio.people.choices import TokenKind
from kimbilio.people.models.person import Person


class SearchToken(models.Model):
    """One keyed token of one person. Written only by ``people.matching``."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    token = models.BigIntegerField()
    kind = models.CharField(max_length=1, choices=TokenKind)

    privacy = Privacy(sensitive={"id", "person", "token", "kind"})

    class Meta:
        indexes = [models.Index(fields=["token", "kind", "person"], name="token_lookup")]

    def __str__(self) -> str:
        return f"token {self.pk}"
