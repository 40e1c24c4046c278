"""Showing a full name or number for a moment, and writing down who looked."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from kimbilio.access.choices import Compartment, Permission
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.people.around import contacts_around
from kimbilio.people.models import IdentityDocument
from kimbilio.web.cases.shell import open_file
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.shown import shown_once


@page(needs=Permission.SEE_CASES, methods=("POST",))
def name(request: StaffRequest, code: str) -> HttpResponse:
    """See the full name for twenty seconds."""
    file = open_file(request, code, needs=Compartment.IDENTITY, look=False)
    person = file.case.survivor
    trail.record(Event.NAME_REVEALED, by=request.user, on=file.case)
    words = [person.full_name or person.goes_by, *person.other_names.splitlines()]
    return shown_once(request, [word for word in words if word])


@page(needs=Permission.SEE_CASES, methods=("POST",))
def contact(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See a number or address of the survivor, or of somebody around them, for twenty seconds."""
    file = open_file(request, code, needs=Compartment.IDENTITY, look=False)
    point = get_object_or_404(contacts_around(file.case.survivor_id), pk=pk)
    trail.record(Event.CONTACT_REVEALED, by=request.user, on=point, case=file.case)
    return shown_once(request, [point.value])


@page(needs=Permission.SEE_CASES, methods=("POST",))
def paper(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See the number of an identity document for twenty seconds."""
    file = open_file(request, code, needs=Compartment.IDENTITY, look=False)
    document = get_object_or_404(IdentityDocument, pk=pk, person=file.case.survivor_id)
    trail.record(Event.FIELD_REVEALED, by=request.user, on=document, case=file.case)
    return shown_once(request, [document.number])
