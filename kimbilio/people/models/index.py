"""The blind index over people: keyed tokens, from which no name or number can be read."""

from django.db import models

from kimbilio.kernel.privacy import Privacy
from kimbilio.people.models.person import Person


class SearchEntry(models.Model):
    """A short number for a person: with the long key in each token's row, the index doubles."""

    id = models.BigAutoField(primary_key=True)
    person = models.OneToOneField(Person, models.CASCADE, related_name="search_entry")
    words = models.PositiveSmallIntegerField(default=0)  # of the name: the shorter agrees more

    privacy = Privacy(sensitive={"id", "person", "words"})

    def __str__(self) -> str:
        return f"search entry {self.pk}"


class SearchToken(models.Model):
    """One keyed token of one person; what kind it is of went into the key's domain.

    Written only by ``people.indexing`` and read only by ``people.matching``.
    """

    pk = models.CompositePrimaryKey("token", "entry")
    token = models.BigIntegerField()
    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="tokens")

    privacy = Privacy(sensitive={"token", "entry"})

    def __str__(self) -> str:
        return f"token of {self.entry_id}"
