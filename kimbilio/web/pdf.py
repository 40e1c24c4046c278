"""Papers as PDF: a typst template of ``templates/`` filled with facts, all in memory."""

import json
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse

TEMPLATES = settings.ROOT / "templates"


def drawn(template: str, facts: dict[str, Any]) -> bytes:
    """The PDF of ``template``. Facts arrive there as data, so that nobody's words run as markup."""
    made: bytes = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False, default=str)},
    )
    return made


def pdf_response(content: bytes, *, name: str) -> HttpResponse:
    """A file to keep or to print, which no cache holds; ``name`` says nothing about anybody."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
