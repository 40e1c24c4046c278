"""Papers as PDF, all in memory: a layout filled with facts."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from kimbilio.letters.actions.making import LayoutFails
from kimbilio.letters.choices import LetterKind
from kimbilio.letters.layouts import Layout, layout_in_use
from kimbilio.letters.press import LayoutTooHeavy, LayoutWrong, Press


def drawn(layout: Layout, facts: dict[str, Any]) -> bytes:
    """The PDF of ``layout``. Facts arrive there as data, so that nobody's words run as markup."""
    try:
        with Press() as press:
            return layout.pdf(facts, press)
    except (LayoutWrong, LayoutTooHeavy) as trouble:
        raise LayoutFails from trouble


def printed_letter(
    kind: LetterKind, language: str, facts: dict[str, Any], *, name: str = ""
) -> HttpResponse:
    """A letter set with the layout in use, which no cache holds. Its file is called by kind and day alone."""
    pdf = drawn(layout_in_use(kind.value, language), facts)
    day = timezone.localdate().isoformat()
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name or kind.value}-{day}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
