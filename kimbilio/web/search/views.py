"""The one search box. What is typed comes by POST, so that no name stands in an address or a log."""

from django.http import HttpResponse

from kimbilio.access.choices import Permission
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.queries.search import find_cases
from kimbilio.web.pages import StaffRequest, page, respond


@page(needs=Permission.SEE_CASES)
def quick(request: StaffRequest) -> HttpResponse:
    """Find a file by a code, part of a name however it is spelt, a phone number or a word."""
    typed = request.POST.get("q", "")[:80]
    found = find_cases(typed, viewer=request.user)
    if len(typed.strip()) > 1:
        trail.record(Event.SEARCHED, by=request.user, letters=len(typed), found=len(found))
    context = {"typed": typed, "found": found, "asked": len(typed.strip()) > 1}
    return respond(request, "search/index.html", "search/_found.html", context)
