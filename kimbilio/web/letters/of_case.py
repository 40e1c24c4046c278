"""A letter or form of one case: choosing it, looking at it while its lines are filled, making it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.consent.choices import Purpose
from kimbilio.consent.queries import allows
from kimbilio.kernel.errors import DomainError
from kimbilio.letters.actions.making import make_letter, preview
from kimbilio.letters.choices import OF_REFERRALS, Language, LetterKind
from kimbilio.letters.composing import exportable_parts, known_of, may_make
from kimbilio.letters.kinds import Kind
from kimbilio.letters.registry import KINDS
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import once
from kimbilio.web.letters.forms import READERS, LetterForm
from kimbilio.web.letters.pictures import in_page
from kimbilio.web.pages import StaffRequest, page, respond


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def choose(request: StaffRequest, code: str) -> HttpResponse:
    """Choose what to make of this case, and in which language."""
    file = open_file(request, code, look=False)
    parts = exportable_parts(file.case, request.user)
    mine = {name for name, kind in KINDS.items() if _may(kind, file, parts)}
    if not mine:
        raise Http404
    refers = Compartment.IDENTITY in file.opened
    offered: list[dict[str, Any]] = [
        {
            "kind": kind,
            "of_referral": kind in OF_REFERRALS,
            "parts": [READERS[part] for part in READERS if part in KINDS[kind].parts]
            if kind in KINDS
            else [],
            "leaves": kind in OF_REFERRALS or KINDS[kind].leaves,
        }
        for kind in LetterKind
        if kind.value in mine or (kind in OF_REFERRALS and refers)
    ]
    context = {
        "letters": [one for one in offered if not one["kind"].value.startswith("form-")],
        "forms": [one for one in offered if one["kind"].value.startswith("form-")],
        "languages": Language, "may_make_many": holds(request.user.role, Permission.EXPORT_CASES),
    }  # fmt: skip
    return render_file(request, file, "documents", "letters/choose.html", context)


@page(needs=Permission.WORK_ON_CASE)
def make(request: StaffRequest, code: str, letter: str, language: str) -> HttpResponse:
    """Fill what is missing, look at the pages, and keep the letter with the case."""
    is_look = "look" in request.POST
    file = open_file(request, code, look=request.method == "GET")
    what = KINDS.get(letter)
    parts = exportable_parts(file.case, request.user)
    if what is None or language not in Language.values or not _may(what, file, parts):
        raise Http404
    known = known_of(what, file.case, language, parts)
    form = LetterForm(
        request.POST or None, user=request.user, kind=what, case=file.case, language=language,
        known=known,
    )  # fmt: skip
    pages: list[str] = []
    trouble = ""
    if form.is_valid() and is_look:
        try:
            typed, by = form.cleaned_data, request.user
            shown = preview(kind=what, case=file.case, language=language, typed=typed, by=by)
            pages = in_page(shown)
        except DomainError as refusal:
            trouble = str(refusal.message)
            form.refuse(refusal)
    elif form.is_valid():
        answer = once(request, form, lambda: _make(request, file, what, language, form))
        if answer:
            return answer
    context: dict[str, Any] = {
        "form": form, "kind": what, "label": what.kind.label, "written_in": Language(language),
        "other": next(one for one in Language if one.value != language),
        "left_out": [READERS[part] for part in READERS if part in known.left_out],
        "drawn_on": [READERS[part] for part in READERS if part in known.parts],
        "warns": _warns(what, file, str(form["to"].value() or "") if "to" in form.fields else ""),
        "pages": pages, "trouble": trouble, "file": file, "case": file.case,
        "tabs": file.tabs("documents"),
    }  # fmt: skip
    response = respond(request, "letters/make.html", "letters/_pages.html", context)
    if is_look:
        response["Cache-Control"] = "no-store"
    wrong = form.is_bound and (not is_look or form.errors)
    response.status_code = 422 if wrong else 200
    return response


def _may(kind: Kind, file: CaseFile, parts: frozenset[Compartment]) -> bool:
    return may_make(kind, parts) and kind.filed in file.changeable


def _make(
    request: StaffRequest, file: CaseFile, kind: Kind, language: str, form: LetterForm
) -> str:
    made = make_letter(
        kind=kind, case=file.case, language=language, typed=form.cleaned_data, by=request.user
    )
    messages.success(
        request, _("The letter is made and kept with the case. Print or save it here.")
    )
    return reverse("cases:document", args=[file.case.code, made.pk])


def _warns(kind: Kind, file: CaseFile, to: str) -> bool:
    """Whether the letter leaves the house without a consent to share that we know of."""
    if not kind.leaves:
        return False
    if Compartment.IDENTITY not in file.opened or not to.strip():
        return True
    is_child = file.case.is_minor is not False
    person = file.case.survivor_id
    return not allows(person, Purpose.SHARING, is_child=is_child, recipient=to)
