"""The log as a whole, for the data protection officer, and the log of one case, for its team."""

from dataclasses import replace

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.audit.queries import NEWEST_FIRST, Wanted, entries, entries_of_case
from kimbilio.web.audit.export import log_as_csv
from kimbilio.web.audit.forms import LogFilterForm, events
from kimbilio.web.audit.lines import lines_of
from kimbilio.web.audit.sight import entries_open_to, shown_of, sight_of
from kimbilio.web.cases.shell import open_file, render_file
from kimbilio.web.pages import StaffRequest, page, respond
from kimbilio.web.paging import keyset_page

ROWS = 20  # a page of them stays under 40 kB
KEPT = ("person", "case", "from_day", "to_day")  # of the filter, while an event is chosen


@page(needs=Permission.SEE_LOG, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See who did what and when, in all of the organisation, without seeing anyone's story."""
    form = LogFilterForm(request.GET or None)
    wanted = form.wanted() if form.is_valid() else Wanted()
    shown = keyset_page(
        entries(wanted), by=NEWEST_FIRST, after=request.GET.get("after", ""), size=ROWS
    )
    trail.look(Event.LOG_VIEWED, by=request.user, case=wanted.case_id, **wanted.facts())
    context = {"form": form, "shown": shown, "lines": lines_of(shown.rows)}
    context["address"] = _address(request, after=shown.next)
    context["asked"] = _address(request)
    return respond(request, "audit/index.html", "audit/_log.html", context)


@page(needs=Permission.SEE_LOG, methods=("GET",))
def choose_event(request: StaffRequest) -> HttpResponse:
    """Choose one of the events for the log; what else was asked for there stays as it is."""
    kept = [(name, request.GET[name]) for name in KEPT if request.GET.get(name)]
    return render(request, "audit/events.html", {"events": events(), "kept": kept})


@page(needs=Permission.SEE_LOG, methods=("GET",))
def export(request: StaffRequest) -> StreamingHttpResponse:
    """Take the log, as it is filtered, away as a file."""
    form = LogFilterForm(request.GET or None)
    wanted = form.wanted() if form.is_valid() else Wanted()
    found = entries(wanted).order_by(*NEWEST_FIRST)
    trail.look(
        Event.LOG_EXPORTED, by=request.user, case=wanted.case_id, rows=found.count(), format="csv",
        **wanted.facts(),
    )  # fmt: skip
    name = f"kimbilio-log-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        log_as_csv(found.iterator(chunk_size=500)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@page(needs=Permission.SEE_CASES, methods=("GET",))
def of_case(request: StaffRequest, code: str) -> HttpResponse:
    """See who opened this file and what they did, with what was and is where I may see it."""
    file = open_file(request, code, look=False)
    after = request.GET.get("after", "")
    rows = entries_of_case(file.case.pk).filter(entries_open_to(file.opened))
    shown = keyset_page(rows, by=NEWEST_FIRST, after=after, size=ROWS)
    shown = replace(shown, rows=shown_of(file.opened, shown.rows))
    trail.look(Event.LOG_VIEWED, by=request.user, on=file.case)
    may_see = sight_of(file.opened, shown.rows)
    lines = lines_of(shown.rows, may_see=may_see, names_cases=False)
    context = {"shown": shown, "lines": lines, "address": _address(request, after=shown.next)}
    if request.htmx and not request.htmx.boosted:
        return respond(request, "audit/_entries.html", "audit/_entries.html", context)
    return render_file(request, file, "access", "audit/case.html", context)


def _address(request: StaffRequest, *, after: str = "") -> str:
    """The question of this page, for the next part of it."""
    asked = request.GET.copy()
    asked.pop("after", None)
    if after:
        asked["after"] = after
    return f"?{asked.urlencode()}" if asked else "?"
