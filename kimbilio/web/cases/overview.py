"""The first page of a case file: is the person safe, what is next, who does it, by when."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kimbilio.access.choices import Compartment, Permission
from kimbilio.cases.actions.clocks import meet_clock
from kimbilio.cases.models import Case, ResponseClock, Story
from kimbilio.cases.queries.plan import plan_at_a_glance
from kimbilio.consent.queries import Standing, standings
from kimbilio.people.around import contacts_around
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import masked
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.cases.timeline import Line, entries_of, lines_of
from kimbilio.web.pages import StaffRequest, page

LATELY = 4


@dataclass(frozen=True)
class SafeContact:
    """What one must know before reaching the person, with no more of the number than its ending."""

    best: ContactPoint | None
    emergency: ContactPoint | None

    @property
    def ending(self) -> str:
        """Enough of the best number to tell two apart."""
        return masked(self.best.value) if self.best else ""

    @property
    def emergency_ending(self) -> str:
        """Enough of the emergency contact's number to tell two apart."""
        return masked(self.emergency.value) if self.emergency else ""


@page(needs=Permission.SEE_CASES, methods=("GET",))
def file(request: StaffRequest, code: str) -> HttpResponse:
    """See at a glance how the person is and what to do next."""
    opened = open_file(request, code, with_story=True)
    running = ResponseClock.objects.filter(case=opened.case, met_at=None).order_by("due_at")
    context = {
        "clocks": list(running[:4]),
        "contact": _safe_contact(opened),
        "story": _story(opened),
        "plan": plan_at_a_glance(opened.case) if opened.sees(Compartment.STORY) else None,
        "consents": _consents(opened),
        "lately": _lately(opened),
    }
    return render_file(request, opened, "overview", "cases/file.html", context)


def _safe_contact(file: CaseFile) -> SafeContact | None:
    """The best way to the survivor and to whom to call in an emergency: one query."""
    if not file.sees_identity:
        return None
    survivor = file.case.survivor_id
    around = contacts_around(survivor, is_emergency_contact=True, is_active=True)
    wanted = Q(is_primary=True) | ~Q(person=survivor)
    found = around.filter(wanted, is_active=True).select_related("person")
    contacts = list(found.order_by("-is_primary", "id")[:6])
    best = next((c for c in contacts if c.person_id == survivor), None)
    other = next((c for c in contacts if c.person_id != survivor), None)
    return SafeContact(best, other)


def _story(file: CaseFile) -> Story | None:
    """The story that came with the file in one query, for those who may read it."""
    if not file.sees(Compartment.STORY):
        return None
    return getattr(file.case, "story", None)


def _consents(file: CaseFile) -> list[Standing]:
    if not file.sees_identity:
        return []
    case: Case = file.case
    return standings(case.survivor_id, is_child=bool(case.is_minor))


def _lately(file: CaseFile) -> list[Line]:
    newest = entries_of(file).order_by("-happened_at", "-id")[:LATELY]
    return lines_of(file, newest)


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def met(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that what a clock waits for has happened."""
    opened = open_file(request, code, look=False)
    clock = get_object_or_404(ResponseClock, pk=pk, case=opened.case)
    meet_clock(clock=clock, by=request.user)
    return redirect("cases:file", code)
