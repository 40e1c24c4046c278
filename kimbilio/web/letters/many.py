"""Letters of many cases at once: asking, watching how far they are, saving them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.cases.models import Case
from kimbilio.kernel.ids import read_code
from kimbilio.letters.actions.batches import MOST_CASES, begin_batch, take_batch
from kimbilio.letters.choices import BatchState, Language
from kimbilio.letters.models import Batch
from kimbilio.letters.registry import kinds_for
from kimbilio.vault.file_types import ZIP
from kimbilio.web.forms import once
from kimbilio.web.letters.forms import ManyForm
from kimbilio.web.pages import StaffRequest, page

MOST_SHOWN = 20


@page(needs=Permission.EXPORT_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """Have one letter made for each of many cases; see those asked for before."""
    kinds = kinds_for(request.user)
    if not kinds:
        raise Http404
    form = ManyForm(
        request.POST or None, user=request.user, kinds=kinds,
        initial={"language": Language.of_reader().value, "codes": _brought(request)},
    )  # fmt: skip

    def act() -> str:
        batch = begin_batch(by=request.user, **form.cleaned_data)
        messages.success(request, _("The letters are being made. You may leave this page."))
        return reverse("letters:batch", args=[batch.pk])

    if form.is_valid() and (done := once(request, form, act)):
        return done
    mine = Batch.objects.filter(by=request.user).order_by("-asked_at", "-id")[:MOST_SHOWN]
    context = {"form": form, "batches": list(mine), "most": MOST_CASES}
    return render(request, "letters/many.html", context, status=422 if form.is_bound else 200)


def _brought(request: StaffRequest) -> str:
    """The codes that a list brought along, or my open cases if asked for."""
    if "mine" in request.GET:
        mine = Case.objects.visible_to(request.user).open().filter(lead=request.user)
        return "\n".join(mine.order_by("code").values_list("code", flat=True)[:MOST_CASES])
    codes = [read_code(text) for text in request.GET.getlist("case")[:MOST_CASES]]
    return "\n".join(code for code in codes if code)


@page(needs=Permission.EXPORT_CASES, methods=("GET",))
def batch(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See how far my letters are, and which cases got none."""
    one = get_object_or_404(Batch, pk=pk, by=request.user)
    letters = one.letters.select_related("case").order_by("place")
    context: dict[str, Any] = {
        "one": one, "at_work": one.state == BatchState.AT_WORK,
        "may_save": one.state == BatchState.READY and one.ends_at and one.ends_at > timezone.now(),
    }  # fmt: skip
    if not context["at_work"]:
        seen = set(
            Case.objects.visible_to(request.user)
            .filter(pk__in=[letter.case_id for letter in letters])
            .values_list("pk", flat=True)
        )
        context["letters"] = [one for one in letters if one.case_id in seen]
        context["left_out"] = [one for one in context["letters"] if one.left_out]
    template = "letters/_batch.html" if request.htmx else "letters/batch.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@page(needs=Permission.EXPORT_CASES, methods=("GET",))
def save(request: StaffRequest, pk: UUID) -> StreamingHttpResponse:
    """Save my letters as one archive, under a name that tells the day alone."""
    one = get_object_or_404(Batch, pk=pk, by=request.user)
    pieces = take_batch(batch=one, by=request.user)
    response = StreamingHttpResponse(pieces, content_type=ZIP)
    response["Content-Length"] = str(one.size)
    response["Content-Encoding"] = "identity"
    day = timezone.localdate(one.asked_at).isoformat()
    response["Content-Disposition"] = f'attachment; filename="letters-{day}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
