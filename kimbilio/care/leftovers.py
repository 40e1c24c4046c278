"""What services still have open in a case that somebody wants to close."""

from collections.abc import Iterator
from typing import Any

from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.care.choices import Presence, SessionState
from kimbilio.care.models import Episode
from kimbilio.care.registry import CareService, all_services
from kimbilio.cases.closing import LEFTOVERS, OpenRows
from kimbilio.cases.models import Case


def open_in_services(case: Case, viewer: User) -> list[OpenRows]:
    """Episodes that go on, sessions to come, and what a service adds; only of parts open to ``viewer``."""
    return [one for service in all_services() for one in _of(service, case, viewer)]


def _of(service: CareService, case: Case, viewer: User) -> Iterator[OpenRows]:
    words = {"service": service.kind.label}
    for table in service.tables:
        if issubclass(table, Episode):
            rows = table.objects.open_in(case, viewer).filter(ended_at=None)
            yield OpenRows(_("Not ended: %(service)s") % words, rows)
    if service.attendances is not None:
        attendances: Any = service.attendances  # each table has a session of its own
        ahead = attendances.objects.open_in(case, viewer).filter(
            presence=Presence.EXPECTED, session__state=SessionState.PLANNED,
            session__starts_at__gte=timezone.now(),
        )  # fmt: skip
        yield OpenRows(_("Planned: %(service)s") % words, ahead, TruncDate("session__starts_at"))
    if service.still_open is not None:
        yield from service.still_open(viewer, case)


LEFTOVERS.append(open_in_services)
