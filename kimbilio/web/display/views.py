"""How pages look on this device: light or dark, language, discreet mode, the blank page."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language

from kimbilio.accounts.middleware import ALWAYS
from kimbilio.accounts.models import User
from kimbilio.staff import own_account
from kimbilio.web.accounts.arrival import LANGUAGE_CHOSEN
from kimbilio.web.display.samples import samples
from kimbilio.web.pages import View, page

YEAR = 365 * 24 * 60 * 60
THEMES = ("auto", "light", "dark")


def open_to_all(method: str) -> Callable[[View], View]:
    """Mark a view that needs no permission and answers even a locked session: it shows no data."""

    def mark(view: View) -> View:
        marked: Any = page(needs=None, methods=(method,))(view)
        marked.reach = ALWAYS
        return cast(View, marked)

    return mark


def _back(request: HttpRequest, fallback: str = "/") -> HttpResponse:
    """Where the person was; nothing for a script, which has changed the page already."""
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    place = request.POST.get("next") or request.headers.get("Referer", "")
    allowed = url_has_allowed_host_and_scheme(
        place, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(place if allowed else fallback)


def _keep(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@open_to_all("POST")
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says."""
    chosen = request.POST.get("theme", "")
    return _keep(_back(request), "kb_theme", chosen if chosen in THEMES else "auto")


@open_to_all("POST")
def language(request: HttpRequest) -> HttpResponse:
    """Read the pages in another language, on this device and, once signed in, on the next."""
    chosen = request.POST.get("language", "")
    known = check_for_language(chosen) and chosen in dict(settings.LANGUAGES)
    kept = chosen if known else settings.LANGUAGE_CODE
    if isinstance(request.user, User):
        own_account.choose_language(by=request.user, language=kept)
    else:
        request.session[LANGUAGE_CHOSEN] = kept  # taken over by whoever signs in next
    return _keep(_back(request), settings.LANGUAGE_COOKIE_NAME, kept)


@open_to_all("POST")
def discreet(request: HttpRequest) -> HttpResponse:
    """Blur what a passer-by should not read, or show it again."""
    return _keep(_back(request), "kb_discreet", "on" if request.POST.get("on") == "on" else "off")


@open_to_all("GET")
def blank(request: HttpRequest) -> HttpResponse:
    """The plain page shown instead of the work; a press anywhere asks to come back."""
    return render(request, "display/blank.html")


@open_to_all("GET")
def kit(request: HttpRequest) -> HttpResponse:
    """Every component in both themes, for those who build pages; not on a server in use."""
    if not (settings.DEBUG or settings.IS_DEMO):
        raise Http404
    return render(request, "display/kit.html", samples())
