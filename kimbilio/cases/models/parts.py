"""What everything that belongs to one case has in common."""

from typing import Any
from uuid import UUID

from django.db import models

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.rules import condition, part_condition
from kimbilio.accounts.models import User


class PartQuerySet(models.QuerySet[Any]):
    """Parts of cases. Each model says in ``compartment`` what its rows reveal."""

    def open_to(self, user: User, act: Act = Act.VIEW) -> "PartQuerySet":
        """The rows ``user`` may see: their case, and that part of it."""
        wanted = self.model.compartment
        if isinstance(wanted, Compartment):
            return self.filter(condition(user, wanted, act, to="case__"))
        return self.filter(part_condition(user, act))


class PartOfCase(models.Model):
    """Mixed into models with a foreign key ``case``. ``compartment`` is one of them, or a column in
    which each row names its own."""

    compartment: Any = Compartment.STORY
    case_id: UUID

    class Meta:
        abstract = True

    @property
    def trail_case_id(self) -> UUID:
        """The case the trail files this under."""
        return self.case_id
