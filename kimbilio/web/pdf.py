"""Papers as PDF, all in memory: a layout filled with facts."""

from typing import Any

from django.http import HttpResponse

from kimbilio.letters.actions.making import LayoutFails
from kimbilio.letters.layouts import Layout
from kimbilio.letters.press import LayoutTooHeavy, LayoutWrong, Press


def drawn(layout: Layout, facts: dict[str, Any]) -> bytes:
    """The PDF of ``layout``. Facts arrive there as data, so that nobody's words run as markup."""
    try:
        with Press() as press:
            return layout.pdf(facts, press)
    except (LayoutWrong, LayoutTooHeavy) as trouble:
        raise LayoutFails from trouble


def pdf_response(content: bytes, *, name: str) -> HttpResponse:
    """A file to keep or to print, which no cache holds; ``name`` says nothing about anybody."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
