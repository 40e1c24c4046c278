"""What the bell shows."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from kimbilio.access.choices import Permission
from kimbilio.access.rules import condition
from kimbilio.cases.models import Case, Notice
from kimbilio.cases.notices import mark_read
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page


@page(needs=Permission.SIGNED_IN, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See what colleagues and clocks want me to know, newest first."""
    mine = Notice.objects.filter(user=request.user).select_related("case")
    notices = keyset_page(mine, by=("-at", "-id"), after=request.GET.get("after", ""))
    cases = {notice.case_id for notice in notices if notice.case_id}
    reachable = Case.objects.filter(condition(request.user), pk__in=cases) if cases else []
    open_to_me = {case.pk for case in reachable}
    context = {"notices": notices, "open_to_me": open_to_me}
    return render(request, "notices/index.html", context)


@page(needs=Permission.SIGNED_IN, methods=("POST",))
def read(request: StaffRequest) -> HttpResponse:
    """Say that I have seen them all."""
    mark_read(by=request.user)
    return redirect("notices:index")
