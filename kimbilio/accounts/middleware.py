"""The session guard: a locked session shows only the way back in; a due second factor comes first.

Views say how far they reach by an attribute ``reach``: ``ALWAYS`` (even locked), ``SETUP`` (while a
second factor is due). All others need an open session of somebody whose set-up is done.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kimbilio.accounts import locks
from kimbilio.accounts.second_factor import needs_second_factor

ALWAYS = "always"
SETUP = "setup"
BACKGROUND = "X-Background"  # sent by what the page does by itself: it is no sign of a person

View = TypeVar("View", bound=Callable[..., Any])
Answer = Callable[[HttpRequest], HttpResponse]


def reaching(how_far: str) -> Callable[[View], View]:
    """Mark a view as open to a locked session (``ALWAYS``) or to an unfinished one (``SETUP``)."""

    def mark(view: View) -> View:
        view.reach = how_far  # type: ignore[attr-defined]  # read by the guard below
        return view

    return mark


class SessionGuard:
    """Stands before every view, after the user is known."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Turn away what a locked or unfinished session may not reach."""
        reach = getattr(view, "reach", None)
        if reach == ALWAYS or not request.user.is_authenticated:
            return None
        session = request.session
        if not locks.is_locked(session) and locks.is_overdue(session):
            locks.lock(session, back_to=_place_of(request))
        if locks.is_locked(session):
            return _send_to(request, reverse("account:locked"), status=423)
        if BACKGROUND not in request.headers and locks.note_activity(session):
            _note_seen(request)
        if reach != SETUP and needs_second_factor(request):
            return _send_to(request, reverse("mfa_index"), status=403)
        return None


def _place_of(request: HttpRequest) -> str:
    """Where the person is: the page asked for, or the page that sent this."""
    is_page = request.method == "GET" and not is_from_script(request)
    return (
        request.get_full_path()
        if is_page
        else locks.safe_place(
            request, request.headers.get("HX-Current-URL") or request.headers.get("Referer")
        )
    )


def is_from_script(request: HttpRequest) -> bool:
    """Whether the page's own script asks, so that a redirect would show nothing."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Mode") in {
        "cors",
        "same-origin",
    }


def _send_to(request: HttpRequest, url: str, *, status: int) -> HttpResponse:
    """Send a person there; a script gets ``status`` and htmx is told to go."""
    if is_from_script(request):
        return HttpResponse(status=status, headers={"HX-Redirect": url})
    return redirect(url)


def _note_seen(request: HttpRequest) -> None:
    """Keep the list of one's sessions roughly right."""
    UserSession.objects.filter(session_key=request.session.session_key).update(
        last_seen_at=timezone.now()
    )
