"""Lets the trail know which request it is writing about."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kimbilio.audit import origin


class TrailMiddleware:
    """Stands behind the sessions; costs nothing until something is recorded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with its origin at hand."""
        with origin.of_request(request):
            return self.get_response(request)
