"""The one way to make a page: it says what it needs, and turns away whoever may not use it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import remembered_reach
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import DomainError


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in; only for the types of views."""

    user: User
    htmx: Any


View = Callable[..., HttpResponseBase]


def page(
    *, needs: Permission | None, methods: tuple[str, ...] = ("GET", "POST")
) -> Callable[[View], View]:
    """Mark a view with the permission without which it is not found; None means open to all.

    A ``DomainError`` that the view lets through becomes a message where the person was, or 409 for
    htmx, so that nothing typed is lost.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in {*methods, "HEAD"}:
                return HttpResponse(status=405, headers={"Allow": ", ".join(methods)})
            if needs is None:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not holds(request.user.role, needs):
                raise Http404
            with remembered_reach(request.user):
                try:
                    return view(request, *args, **kwargs)
                except DomainError as refusal:
                    return _refused(request, refusal)

        guarded.needs = needs  # type: ignore[attr-defined]  # read by the guardrail over all urls
        guarded.methods = methods  # type: ignore[attr-defined]  # tells pages from deeds
        return guarded

    return mark


def _refused(request: Any, refusal: DomainError) -> HttpResponse:
    if getattr(request, "htmx", False) or request.headers.get("Accept") == "application/json":
        return render(request, "pages/_refused.html", {"refusal": refusal}, status=409)
    if request.method in {"GET", "HEAD"}:
        return render(request, "pages/refused.html", {"refusal": refusal}, status=409)
    messages.error(request, str(refusal.message))
    return redirect(request.get_full_path())


def respond(request: Any, whole: str, fragment: str, context: dict[str, Any]) -> HttpResponse:
    """The ``fragment`` for htmx, the ``whole`` page for everybody else."""
    template = fragment if request.htmx and not request.htmx.boosted else whole
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def case_or_404(request: StaffRequest, code: str) -> Case:
    """The case of this code, if the person may see its outline; else it does not exist for them."""
    cases = Case.objects.visible_to(request.user).select_related("survivor", "lead", "unit")
    return get_object_or_404(cases, code=code)
