"""Pages that anybody may open: small, without a script, in the language that their address asks for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation


def public_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Draw a page on ``public.html``. ``?lang=sw`` chooses the language: nothing is kept to remember it."""
    wanted = request.GET.get("lang", "")
    known = dict(settings.LANGUAGES)
    language = wanted if wanted in known else translation.get_language() or "en"
    with translation.override(language):
        others = [(code, name) for code, name in _own_names() if code != language]
        whole = {**context, "language": language, "other_languages": others}
        response = render(request, template, whole, status=status)
    response["Cache-Control"] = "no-store"
    # Others learn nothing; with "no-referrer" browsers send ``Origin: null``, and no form would be taken.
    response["Referrer-Policy"] = "same-origin"
    response["Content-Language"] = language
    return response


def _own_names() -> list[tuple[str, str]]:
    """Each language by its own name."""
    return [
        (code, str(translation.get_language_info(code)["name_local"]).capitalize())
        for code, _name in settings.LANGUAGES
    ]
