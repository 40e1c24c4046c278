"""The answer to a recorded look: a few words for a moment, kept by no browser."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kimbilio.web.pages import StaffRequest


def shown_once(request: StaffRequest, words: list[str], *, picture: str = "") -> HttpResponse:
    """The words (or the picture at that address) in place for htmx, on a page of their own without
    scripts; nothing is not found."""
    if not words and not picture:
        raise Http404
    template = "cases/_shown.html" if request.htmx else "cases/shown.html"
    response = render(request, template, {"words": words, "picture": picture})
    response["Cache-Control"] = "no-store"
    return response
