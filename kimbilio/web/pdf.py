"""Papers as PDF, all in memory: the layout in use filled with facts."""

from typing import Any

from django.http import HttpResponse

from kimbilio.letters.actions.making import LayoutFails
from kimbilio.letters.choices import LetterKind
from kimbilio.letters.layouts import layout_in_use
from kimbilio.letters.press import LayoutTooHeavy, LayoutWrong, Press


def drawn(kind: LetterKind, facts: dict[str, Any]) -> bytes:
    """The PDF of ``kind``. Facts arrive there as data, so that nobody's words run as markup."""
    try:
        with Press() as press:
            return layout_in_use(kind.value, facts["lang"]).pdf(facts, press)
    except (LayoutWrong, LayoutTooHeavy) as trouble:
        raise LayoutFails from trouble


def pdf_response(content: bytes, *, name: str) -> HttpResponse:
    """A file to keep or to print, which no cache holds; ``name`` says nothing about anybody."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
