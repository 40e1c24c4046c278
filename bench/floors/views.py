"""Three views that do nothing more than they must, answered before any middleware of ours.

They share the server, the process and the database connection of the program.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.urls import path
from django.urls.resolvers import RegexPattern, URLResolver

from kimbilio.cases.models import Case


def hello(request: HttpRequest) -> HttpResponse:
    """An empty view."""
    return HttpResponse("hello")


def bare_list(request: HttpRequest) -> HttpResponse:
    """25 rows of an indexed order through the ORM and a template, as a plain Django page has them."""
    rows = Case.objects.select_related("lead").order_by("-opened_at", "-id")[:25]
    return HttpResponse(loader.get_template("floors/list.html").render({"rows": rows}, request))


def bare_open(request: HttpRequest, code: str) -> HttpResponse:
    """One row by its key."""
    row = Case.objects.select_related("lead").get(code=code)
    return HttpResponse(loader.get_template("floors/open.html").render({"row": row}, request))


RESOLVER = URLResolver(
    RegexPattern(r"^/"),
    [
        path("floor/hello/", hello),
        path("floor/list/", bare_list),
        path("floor/open/<str:code>/", bare_open),
    ],
)


class Floors:
    """The first middleware: it answers the floors itself and lets all else pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/floor/"):
            found = RESOLVER.resolve(request.path_info)
            response = found.func(request, *found.args, **found.kwargs)
            response.headers["Content-Length"] = str(len(response.content))
            return response
        return self.get_response(request)
