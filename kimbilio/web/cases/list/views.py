"""The list of cases: find, sort, keep the view, and hand work on.

Looking through a list leaves no entry in the log: it shows codes and, to a case's own team, the name
they use every day. Opening a file, showing a full name, exporting and searching do.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import ALL_OUTLINES, holds
from kimbilio.cases.actions.saved_views import remove_view, save_view
from kimbilio.cases.actions.team import assign_lead_of_all
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.models import Case, SavedView
from kimbilio.cases.queries.listing import (
    ENOUGH,
    ORDERS,
    USUAL_ORDER,
    count_up_to_enough,
    parts_of_list,
)
from kimbilio.letters.registry import kinds_for
from kimbilio.web.cases.list.chips import COLUMNS, SAVE, address, chips_of, panel_of
from kimbilio.web.cases.list.forms import AssignForm, SaveViewForm
from kimbilio.web.cases.list.rows import rows_of
from kimbilio.web.cases.list.tabs import counted_tabs, tabs_of
from kimbilio.web.pages import StaffRequest, page, respond
from kimbilio.web.paging import merged_page

SIZE = 25
HIDDEN_COLUMNS = "kb_columns"  # a cookie with the columns this device leaves out
CLOSE_ROWS = "kb_rows"
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Head:
    """The head of one column; ``url`` sorts by it."""

    name: str
    words: Any
    url: str = ""
    sorted: str = ""  # as aria-sort says it


COLUMN_WORDS = {
    "case": gettext_lazy("Case"),
    "age": gettext_lazy("Age"),
    "risk": gettext_lazy("Risk"),
    "where": gettext_lazy("Where now"),
    "due": gettext_lazy("Next due"),
    "step": gettext_lazy("Next step"),
    "stage": gettext_lazy("Stage"),
    "plan": gettext_lazy("Plan"),
    "worker": gettext_lazy("Worker"),
    "kind": gettext_lazy("Kind"),
    "open": pgettext_lazy("days since a case was opened", "Open"),
}
ALWAYS_SHOWN = {"case"}
SHOWN_ON_WISH = {"step"}  # costs a query and words of the story: a device asks for it


@page(needs=Permission.SEE_CASES, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See the cases I may see, the most urgent first, and narrow them down."""
    asked = request.GET
    wanted = CaseFilter.from_query(asked)
    order = asked.get("sort", "")
    order = order if order in ORDERS else USUAL_ORDER
    base, after, choose = reverse("cases:index"), asked.get("after", ""), asked.get("choose", "")
    by = ORDERS[order]
    keys = [
        part.values_list(*_taken(by), named=True)
        for part in parts_of_list(wanted, viewer=request.user)
    ]
    shown = merged_page(keys, by=by, after=after, size=SIZE)
    ids = [key.id for key in shown]
    hidden = _hidden_columns(request)
    here = address(base, wanted, order)
    context = {
        "rows": rows_of(ids, viewer=request.user, with_steps="step" not in hidden),
        "on_page": len(ids),
        "tabs": [(tab, tab.shows(wanted, order)) for tab in tabs_of(request.user, base)],
        "chips": chips_of(wanted, order, base),
        "panel": panel_of(choose, wanted, order, base) if choose else None,
        "saves": SaveViewForm(user=request.user) if choose == SAVE else None,
        "columns": _columns(hidden) if choose == COLUMNS else None,
        "heads": [
            head for head in _heads(wanted, order, base)
            if head.name not in hidden or head.name not in SHOWN_ON_WISH
        ],
        "hides": " ".join(f"no-{name}" for name in hidden if name not in SHOWN_ON_WISH),
        "is_dense": _is_dense(request),
        "next": address(base, wanted, order, after=shown.next) if shown.next else "",
        "is_first": shown.is_first,
        "how_many": _how_many(request, wanted, len(ids), shown) if asked.get("count") else "",
        "here": here,
        "query": urlencode([*wanted.pairs(), ("sort", order)]),
        "export_url": address(reverse("cases:export"), wanted, order),
        "may_export": holds(request.user.role, Permission.EXPORT_CASES),
        "may_write": holds(request.user.role, Permission.EXPORT_CASES)
        and bool(kinds_for(request.user)),
        "may_assign": holds(request.user.role, Permission.MANAGE_TEAM),
        "sees_all": request.user.role in ALL_OUTLINES,
        "base": base,
        "is_unfiltered": shown.is_first and not wanted.pairs(),
        "may_open": holds(request.user.role, Permission.OPEN_CASE),
        "may_import": holds(request.user.role, Permission.IMPORT_CASES),
    }  # fmt: skip
    template = "cases/list/_list.html" if request.htmx else "cases/list/index.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _taken(by: tuple[str, ...]) -> list[str]:
    names = [name.lstrip("-") for name in by]
    return names if "id" in names else [*names, "id"]


def _how_many(request: StaffRequest, wanted: CaseFilter, on_page: int, shown: Any) -> str:
    found = on_page if shown.is_first and not shown.next else 0
    found = found or count_up_to_enough(wanted, viewer=request.user)
    if found > ENOUGH:
        return _("more than 1,000 cases")
    return ngettext("%(n)s case", "%(n)s cases", found) % {"n": found}


def _heads(wanted: CaseFilter, order: str, base: str) -> list[Head]:
    sorts = {"case": "code", "risk": "risk", "due": "due", "open": "opened"}
    heads = []
    for name, words in COLUMN_WORDS.items():
        its = sorts.get(name, "")
        if not its:
            heads.append(Head(name, words))
            continue
        if name == "open" and order == "opened":
            heads.append(Head(name, words, address(base, wanted, "age"), "ascending"))
        elif name == "open" and order == "age":
            heads.append(Head(name, words, address(base, wanted, "opened"), "descending"))
        else:
            way = ("descending" if name == "risk" else "ascending") if its == order else ""
            heads.append(Head(name, words, address(base, wanted, its), way))
    return heads


def _hidden_columns(request: StaffRequest) -> list[str]:
    """What is left out: the columns that were taken off, and those that nobody has added."""
    chosen = set(request.COOKIES.get(HIDDEN_COLUMNS, "").split("."))
    asked = {name for name in SHOWN_ON_WISH if f"+{name}" in chosen}
    away = ((chosen - ALWAYS_SHOWN) | SHOWN_ON_WISH) - asked
    return [name for name in COLUMN_WORDS if name in away]


def _columns(hidden: list[str]) -> list[tuple[str, Any, bool]]:
    return [(n, w, n not in hidden) for n, w in COLUMN_WORDS.items() if n not in ALWAYS_SHOWN]


def _is_dense(request: StaffRequest) -> bool:
    chosen = request.COOKIES.get(CLOSE_ROWS, "")
    return chosen == "dense" if chosen else request.user.is_dense


@page(needs=Permission.SEE_CASES, methods=("GET",))
def counts(request: StaffRequest) -> HttpResponse:
    """See how many cases each of my views holds; the list asks for it once it is there."""
    context = {"counts": counted_tabs(request.user, reverse("cases:index"))}
    return respond(request, "cases/list/counts.html", "cases/list/_counts.html", context)


@page(needs=Permission.SEE_CASES, methods=("POST",))
def display(request: StaffRequest) -> HttpResponse:
    """Choose the columns and how close the rows stand, on this device."""
    response = HttpResponseRedirect(_back(request))
    chosen: dict[str, Any] = {
        "samesite": "Lax",
        "secure": settings.SESSION_COOKIE_SECURE,
        "max_age": YEAR,
    }
    if "columns" in request.POST:
        shown = set(request.POST.getlist("shown"))
        usual = [n for n in COLUMN_WORDS if n not in ALWAYS_SHOWN | SHOWN_ON_WISH]
        kept = [n for n in usual if n not in shown]
        kept += [f"+{n}" for n in COLUMN_WORDS if n in SHOWN_ON_WISH & shown]
        response.set_cookie(HIDDEN_COLUMNS, ".".join(kept), **chosen)
    if request.POST.get("rows") in {"dense", "roomy"}:
        response.set_cookie(CLOSE_ROWS, request.POST["rows"], **chosen)
    return response


def _back(request: StaffRequest) -> str:
    place = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(place, allowed_hosts={request.get_host()})
    return place if is_ours and place.startswith("/") else reverse("cases:index")


@page(needs=Permission.SEE_CASES, methods=("POST",))
def keep(request: StaffRequest) -> HttpResponse:
    """Keep what the list shows now as a tab of my own."""
    form = SaveViewForm(request.POST, user=request.user)
    wanted, order = form.asked()
    if form.is_valid():
        save_view(name=form.cleaned_data["name"], wanted=wanted, order=order, by=request.user)
        messages.success(request, _("The view is kept."))
        return HttpResponseRedirect(address(reverse("cases:index"), wanted, order))
    context = {"form": form, "back": address(reverse("cases:index"), wanted, order)}
    return render(request, "cases/list/keep.html", context, status=422)


@page(needs=Permission.SEE_CASES, methods=("POST",))
def drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remove a tab of my own."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    remove_view(view=view, by=request.user)
    messages.success(request, _("The view is removed."))
    return redirect("cases:index")


@page(needs=Permission.MANAGE_TEAM)
def assign(request: StaffRequest) -> HttpResponse:
    """Give the selected cases to one colleague."""
    codes = (request.POST or request.GET).getlist("case")[:SIZE]
    visible = Case.objects.visible_to(request.user).open().filter(code__in=codes)
    cases = list(visible.select_related("lead").order_by("code"))
    if not cases:
        messages.error(request, _("Select at least one open case."))
        return redirect("cases:index")
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assign_lead_of_all(cases=cases, lead=form.cleaned_data["lead"], by=request.user)
        done = ngettext("%(n)s case is assigned.", "%(n)s cases are assigned.", len(cases))
        messages.success(request, done % {"n": len(cases)})
        return redirect("cases:index")
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/list/assign.html", {"form": form, "cases": cases}, status=status)
