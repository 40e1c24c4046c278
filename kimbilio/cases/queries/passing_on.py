"""Cases that were handed to a partner at once: closed for our own work, followed until the partner has helped."""

from django.db.models import Exists, OuterRef, Q

from kimbilio.cases.intake_choices import Route
from kimbilio.cases.models import Case, Closure, Decision


def passed_on(to: str = "") -> Q:
    """The condition of cases that passing on has closed, and no closing; ``to`` is the path to the case."""
    case = OuterRef(f"{to}pk")
    to_partner = Decision.objects.filter(case=case, route=Route.PARTNER)
    is_closed = Q(**{f"{to}closed_at__isnull": False})
    return is_closed & Exists(to_partner) & ~Exists(Closure.objects.filter(case=case))


def was_passed_on(case: Case) -> bool:
    """Whether this case was handed to a partner at once; no query for an open one."""
    return not case.is_open and Case._base_manager.filter(passed_on(), pk=case.pk).exists()


def passed_on_to(case: Case) -> str:
    """The partner it was passed on to, or nothing."""
    to_partner = Decision.objects.filter(case=case, route=Route.PARTNER)
    last = to_partner.order_by("-at", "-id").first()
    return (last.passed_on_to or "") if last is not None else ""
