"""Keeping what is typed."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.http import url_has_allowed_host_and_scheme

from kimbilio.access.choices import Permission
from kimbilio.drafts.actions import drop_draft, save_draft
from kimbilio.drafts.queries import was_sent
from kimbilio.web.forms import typed_fields
from kimbilio.web.pages import StaffRequest, page


@page(needs=Permission.SIGNED_IN, methods=("POST",))
def save(request: StaffRequest) -> HttpResponse:
    """Keep what I have typed so far; the answer says when, for the line in the top bar."""
    form, about = _which(request)
    if not form:
        return JsonResponse({"saved": ""}, status=400)
    key, typed = _key(request), typed_fields(request.POST)
    if was_sent(request.user, key):
        return JsonResponse({"saved": ""})  # it was overtaken by the form itself
    save_draft(form=form, about=about, body=typed, by=request.user, sent_key=key)
    now = timezone.localtime()
    return JsonResponse({"saved": time_format(now, "TIME_FORMAT")})


@page(needs=Permission.SIGNED_IN, methods=("POST",))
def drop(request: StaffRequest) -> HttpResponse:
    """Throw away what I had typed and start with an empty form."""
    form, about = _which(request)
    drop_draft(form=form, about=about, by=request.user)
    back = request.headers.get("Referer", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    return HttpResponseRedirect(back)


def _key(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("sent_key", ""))
    except ValueError:
        return None


def _which(request: StaffRequest) -> tuple[str, str]:
    """The form and what it is about; a name with a NUL names no form of ours."""
    form, about = request.POST.get("draft_form", "")[:80], request.POST.get("draft_about", "")[:40]
    return ("", "") if "\0" in form + about else (form, about)
