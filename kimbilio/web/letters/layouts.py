"""The organisation's layouts: which there are, changing one with a look at it, taking an older one back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.kernel.errors import DomainError
from kimbilio.letters.actions.layouts import look_at_layout, restore_layout, save_layout
from kimbilio.letters.choices import Language, LetterKind
from kimbilio.letters.layouts import built_in, layout_in_use, versions_of
from kimbilio.letters.models import LayoutVersion
from kimbilio.letters.registry import LAYOUTS
from kimbilio.letters.samples import sample_facts
from kimbilio.web.forms import Side, both_sides, once
from kimbilio.web.letters.forms import LayoutForm
from kimbilio.web.letters.pictures import in_page
from kimbilio.web.pages import StaffRequest, page, respond


@page(needs=Permission.MANAGE_SETTINGS, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See every letter and form, and whether its layout is ours or the organisation's."""
    numbers: dict[tuple[str, str], int] = {}
    rows = LayoutVersion.objects.order_by("number").values_list("kind", "language", "number")
    for kind, language, number in rows:
        numbers[kind, language] = number
    shown = [
        (kind, [(language, numbers.get((kind.value, language.value), 0)) for language in Language])
        for kind in LAYOUTS
    ]
    return render(request, "letters/layouts.html", {"shown": shown})


@page(needs=Permission.MANAGE_SETTINGS)
def layout(request: StaffRequest, letter: str, language: str) -> HttpResponse:
    """Change how a letter looks, see it with an invented person, and use it from then on."""
    kind = letter
    if kind not in LAYOUTS or language not in Language.values:
        raise Http404
    now = layout_in_use(kind, language)
    form = LayoutForm(
        request.POST or None, user=request.user, about=f"{kind}-{language}",
        initial={"source": _older(request, kind, language) or now.source, "version": now.number},
    )  # fmt: skip
    is_look = "look" in request.POST
    pages: list[str] = []
    sides: list[Side] = []
    status = 200
    if form.is_valid() and is_look:
        try:
            source = form.cleaned_data["source"]
            shown = look_at_layout(kind=kind, language=language, source=source, by=request.user)
            pages = in_page(shown)
        except DomainError as refusal:
            form.refuse(refusal)
    elif form.is_valid():
        if answer := once(request, form, lambda: _save(request, kind, language, form)):
            return answer
        if form.stale is not None and form.stale.theirs is not None:
            newer: Any = form.stale.theirs
            theirs = newer.source or built_in(kind, language)
            sides, status = both_sides(form, {"source": theirs}, newer.number), 409
    if form.errors and status == 200:
        status = 422
    context = {
        "form": form, "kind": LetterKind(kind), "written_in": Language(language), "now": now,
        "other": next(one for one in Language if one.value != language),
        "versions": versions_of(kind, language), "pages": pages, "sides": sides,
        "trouble": " ".join(str(error) for error in form.errors.get("source", [])),
        "names": _names(sample_facts(kind, language)),
    }  # fmt: skip
    response = respond(request, "letters/layout.html", "letters/_pages.html", context)
    response.status_code = status
    return response


def _older(request: StaffRequest, kind: str, language: str) -> str:
    """The source of the version that was asked for, to look at or to go on from."""
    asked = request.GET.get("version", "")
    if asked == "0":
        return built_in(kind, language)
    if not asked.isdecimal() or len(asked) > 6:
        return ""
    rows = LayoutVersion.objects.filter(kind=kind, language=language, number=int(asked))
    found = rows.first()
    return (found.source or built_in(kind, language)) if found else ""


def _save(request: StaffRequest, kind: str, language: str, form: LayoutForm) -> str:
    made = save_layout(
        kind=kind, language=language, source=form.cleaned_data["source"], by=request.user,
        expected=form.cleaned_data["version"],
    )  # fmt: skip
    messages.success(request, _("Saved. Version %(n)d is used from now on.") % {"n": made.number})
    return reverse("layouts:layout", args=[kind, language])


@page(needs=Permission.MANAGE_SETTINGS, methods=("POST",))
def restore(request: StaffRequest, letter: str, language: str, number: int) -> HttpResponse:
    """Use an older version again."""
    if letter not in LAYOUTS or language not in Language.values:
        raise Http404
    made = restore_layout(kind=letter, language=language, number=number, by=request.user)
    messages.success(request, _("Saved. Version %(n)d is used from now on.") % {"n": made.number})
    return redirect("layouts:layout", letter, language)


def _names(facts: dict[str, Any]) -> list[str]:
    """How a layout calls what it is given."""
    lines = [f"f.{name}" for name in facts.get("f", {})]
    return [*lines, *(f"facts.{name}" for name in facts if name != "f")]
