"""Database constraints that many tables need, with messages a person can read."""

from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _


def all_or_none(*names: str, name: str) -> CheckConstraint:
    """Nullable fields that only make sense together, such as who and when."""
    none = Q(**{f"{field}__isnull": True for field in names})
    every = Q(**{f"{field}__isnull": False for field in names})
    message = _("These belong together: fill in all of them or none.")
    return CheckConstraint(name=name, condition=none | every, violation_error_message=message)


def in_order(earlier: str, later: str, *, name: str) -> CheckConstraint:
    """Two moments or days of which the second may not come before the first."""
    open_ended = Q(**{f"{later}__isnull": True}) | Q(**{f"{earlier}__isnull": True})
    condition = open_ended | Q(**{f"{later}__gte": F(earlier)})
    message = _("The end comes before the beginning.")
    return CheckConstraint(name=name, condition=condition, violation_error_message=message)
