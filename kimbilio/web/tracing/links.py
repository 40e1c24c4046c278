"""Likely pairs of one case: shown whole where both sides are open, else only that one exists."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.tracing.actions.pairs import decide_link
from kimbilio.tracing.choices import LinkState
from kimbilio.tracing.models import PossibleLink
from kimbilio.tracing.queries import links_of_case
from kimbilio.web.cases.shell import open_file
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.tracing.family_forms import LinkForm
from kimbilio.web.tracing.ground import STORY, ask_in, show_in, writes_tracing


@page(needs=Permission.SEE_CASES, methods=("GET",))
def of_case(request: StaffRequest, code: str) -> HttpResponse:
    """See whether somebody may be looking for this person, or whom they look for may be known to us."""
    file = open_file(request, code, needs=STORY)
    context = {"links": links_of_case(request.user, file.case), "writes": writes_tracing(file)}
    return show_in(request, file, "tracing/links.html", context)


@page(needs=Permission.WORK_ON_CASE)
def decide(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Confirm or dismiss a pair, with a reason; both sides must be open to the viewer."""
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    rows = PossibleLink.objects.select_related("case", "tracing__case", "report")
    link = get_object_or_404(rows, pk=pk)
    shown = next((s for s in links_of_case(request.user, file.case) if s.link.pk == pk), None)
    if shown is None:
        raise Http404
    if shown.is_closed or shown.link.state != LinkState.LIKELY or not writes_tracing(file):
        if request.method == "POST":
            raise Http404
        return redirect("cases:family_links", code)
    form = LinkForm(request.POST or None, user=request.user, about=pk,
                    initial={"version": link.version})  # fmt: skip

    def act() -> str:
        said = form.cleaned_data
        decide_link(
            link=link, state=said["state"], reason=said["reason"], by=request.user,
            expected=said["version"],
        )  # fmt: skip
        messages.success(request, _("Saved."))
        return reverse("cases:family_links", args=[code])

    context = {
        "heading": _("Do they belong together?"), "button": _("Save"), "shown": shown,
        "back": reverse("cases:family_links", args=[code]),
    }  # fmt: skip
    return ask_in(request, file, form, act, context, template="tracing/link.html")
