"""What everything that belongs to one case has in common."""

from typing import Any
from uuid import UUID

from django.db import models

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.rules import compartments_open_to, condition, part_condition
from kimbilio.accounts.models import User


class PartQuerySet(models.QuerySet[Any]):
    """Parts of cases. Each model says in ``compartment`` what its rows reveal."""

    def open_to(self, user: User, act: Act = Act.VIEW) -> "PartQuerySet":
        """The rows ``user`` may see: their case, and that part of it."""
        wanted = self.model.compartment
        if isinstance(wanted, Compartment):
            return self.filter(condition(user, wanted, act, to="case__"))
        return self.filter(part_condition(user, act))

    def open_in(self, case: Any, user: User, act: Act = Act.VIEW) -> "PartQuerySet":
        """``open_to`` for the rows of one case in memory: asked once of the case and not of each row.

        The statement names one case and nobody's reach, which spares most of what it costs to write.
        A table with a rule of its own is asked by that rule.
        """
        if type(self).open_to is not PartQuerySet.open_to:
            return self.filter(case=case).open_to(user, act)
        return self.by_case(case, user, act)

    def by_case(self, case: Any, user: User, act: Act) -> "PartQuerySet":
        """The rows of ``case`` in the parts of it that are open; only for tables without a rule of their own."""
        opened, wanted = compartments_open_to(user, case, act), self.model.compartment
        if isinstance(wanted, Compartment):
            return self.filter(case=case) if wanted in opened else self.none()
        return self.filter(case=case, compartment__in=sorted(opened))


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
