"""Changing the organisation's decision rules. What was decided under a rule stays as it was."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import DecisionRule
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend


@transaction.atomic
def save_rule(
    *, rule: DecisionRule | None, by: User, expected: int | None = None, **values: Any
) -> DecisionRule:
    """Change a line of the table, or add one. Two lines never stand at the same place."""
    require(by, Permission.MANAGE_SETTINGS)
    there = DecisionRule.objects.filter(order=values["order"]).first()
    if there is not None and there != rule:
        raise BadInput(
            _("Another rule stands at this place. Choose another number."), field="order"
        )
    if rule is None:
        made: DecisionRule = DecisionRule.objects.create(**values)
        trail.record(Event.RULES_CHANGED, by=by, on=made)
        return made
    changes = amend(rule, expected=expected, **values)
    if changes:
        trail.record(Event.RULES_CHANGED, by=by, on=rule, changes=changes)
    return rule
