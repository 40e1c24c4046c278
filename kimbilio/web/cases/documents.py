"""The documents of a case: seeing what is there, opening, adding, correcting, taking back."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.documents import add_document, change_document, retract_document
from kimbilio.cases.document_choices import ENDINGS, USUAL_COMPARTMENT, DocumentKind
from kimbilio.cases.models import Document
from kimbilio.kernel.errors import DomainError
from kimbilio.letters.registry import can_make_any
from kimbilio.vault import files
from kimbilio.vault.errors import CannotDecrypt
from kimbilio.vault.models import StoredFile
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, PlainTextField, Side, both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page

READERS = {
    Compartment.STORY: _("The team"),
    Compartment.IDENTITY: _("Who may see names"),
    Compartment.HEALTH: _("Health and therapy"),
    Compartment.LEGAL: _("Legal"),
    Compartment.WHEREABOUTS: _("Where the person is"),
    Compartment.ALLEGED: _("Alleged traffickers"),
}
STATUS_OF = {"file_too_large": 413, "disk_full": 507}
# A saved file runs nothing, whatever a browser takes it for.
NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"


class DocumentLost(DomainError):
    """The stored bytes are gone or were altered."""

    code = "document_lost"
    message = _(
        "This file was changed or lost on the server, so it is not shown. "
        "Tell your administrator: it can be restored from a backup."
    )


class AboutForm(KimbilioForm):
    """Asks for what ``change_document`` takes."""

    title = PlainTextField(
        label=_("What is it?"),
        required=False,
        max_length=200,
        help_text=_("Such as: Letter from the chief. No names of other people."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind)
    compartment = forms.ChoiceField(label=_("Who needs to open it"), widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, writable: list[Compartment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["compartment"]
        field.choices = [(c.value, READERS[c]) for c in writable]  # type: ignore[attr-defined]  # a ChoiceField


class DocumentForm(AboutForm):
    """Asks for what ``add_document`` takes; a script may have sent the file before, as ``upload``."""

    draft_name = "document"

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, photo, Word, Excel, text or sound. At most 25 MB."),
        widget=forms.FileInput(
            attrs={"accept": ",".join(f".{e}" for e in sorted({*ENDINGS.values()}))}
        ),
    )
    upload = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """There is a file, one way or the other."""
        answers = super().clean() or self.cleaned_data
        if not answers.get("file") and not answers.get("upload") and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        return answers


class TakeBackForm(KimbilioForm):
    """Asks for what ``retract_document`` takes."""

    why = PlainTextField(label=_("Why is it taken back?"), rows=2, max_length=1000)


def _writable(file: CaseFile) -> list[Compartment]:
    return [part for part in READERS if part in file.changeable]


def _document(request: StaffRequest, file: CaseFile, pk: UUID) -> Document:
    """The document, if the viewer may open it; else it does not exist for them."""
    mine = Document.objects.filter(case=file.case, compartment__in=file.opened)
    found: Document = get_object_or_404(
        mine.select_related("file", "thumbnail", "added_by", "retracted_by"), pk=pk
    )
    found.case = file.case
    return found


@page(needs=Permission.SEE_CASES, methods=("GET",))
def documents(request: StaffRequest, code: str) -> HttpResponse:
    """See which papers and pictures the file holds, all of them or one kind."""
    file = open_file(request, code)
    kind = request.GET.get("kind", "")
    held = Document.objects.filter(case=file.case, compartment__in=file.opened)
    if kind in DocumentKind.values:
        held = held.filter(kind=kind)
    held = held.select_related("file", "added_by", "retracted_by")
    shown = keyset_page(held, by=("-added_at", "-id"), after=request.GET.get("after", ""))
    context = {
        "shown": shown, "kind": kind, "kinds": DocumentKind, "readers": READERS,
        "may_add": bool(_writable(file)),
        "may_make": can_make_any(file.case, request.user),
    }  # fmt: skip
    return render_file(request, file, "documents", "cases/documents.html", context)


@page(needs=Permission.WORK_ON_CASE)
def new_document(request: StaffRequest, code: str) -> HttpResponse:
    """Add a letter, a paper, a photo or a recording."""
    file = open_file(request, code, look=request.method == "GET")
    writable = _writable(file)
    if not writable:
        raise Http404
    kind = request.GET.get("kind", "")
    usual = USUAL_COMPARTMENT.get(kind, Compartment.STORY)  # type: ignore[call-overload]  # a plain str finds its enum
    form = DocumentForm(
        request.POST or None, request.FILES or None, user=request.user, about=file.case.pk,
        writable=writable,
        initial={"kind": kind or "letter",
                 "compartment": usual if usual in writable else writable[0]},
    )  # fmt: skip
    trouble: list[str] = []
    if form.is_valid():
        answer = once(request, form, lambda: _add(request, file, form, trouble))
        if answer:
            return answer
    if "file" in form.errors:
        form.data = {
            **{name: form.data[name] for name in form.data},
            "upload": "",
        }  # what arrived cannot be used
    response = render_file(request, file, "documents", "cases/document_new.html", {"form": form})
    if form.is_bound:
        response.status_code = STATUS_OF.get(trouble[0], 422) if trouble else 422
    return response


def _add(request: StaffRequest, file: CaseFile, form: DocumentForm, trouble: list[str]) -> str:
    answers = form.cleaned_data
    sent = answers["file"]
    try:
        add_document(
            case=file.case,
            kind=answers["kind"],
            compartment=Compartment(answers["compartment"]),
            title=answers["title"],
            content=sent,
            upload=None if sent else answers["upload"],
            name=sent.name if sent else answers["name"],
            by=request.user,
        )
    except DomainError as refusal:
        trouble.append(refusal.code)
        raise
    return reverse("cases:documents", args=[file.case.code])


@page(needs=Permission.SEE_CASES)
def document(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See what one document is; correct that, or take it back."""
    file = open_file(request, code, look=False)
    one = _document(request, file, pk)
    writable = _writable(file) if Compartment(one.compartment) in file.changeable else []
    may_change = bool(writable) and not one.is_retracted
    status = 200
    sides: list[Side] = []
    form = AboutForm(initial=_asked(one), writable=writable)
    take_back = TakeBackForm()
    if request.method == "POST" and may_change:
        status = 422
        if "take_back" in request.POST:
            take_back = TakeBackForm(request.POST)
            if take_back.is_valid():
                answer = once(request, take_back, lambda: _take_back(request, one, take_back))
                if answer:
                    return answer
        else:
            form = AboutForm(request.POST, writable=writable)
            if form.is_valid():
                answer = once(request, form, lambda: _change(request, one, form))
                if answer:
                    return answer
                if form.stale is not None and form.stale.theirs is not None:
                    newer: Any = form.stale.theirs
                    sides, status = both_sides(form, _asked(newer), newer.version), 409
    elif request.method == "POST":
        raise Http404
    context = {
        "one": one, "form": form, "take_back": take_back, "may_change": may_change,
        "sides": sides, "readers": READERS[Compartment(one.compartment)],
    }  # fmt: skip
    response = render_file(request, file, "documents", "cases/document.html", context)
    response.status_code = status
    return response


def _asked(one: Document) -> dict[str, Any]:
    """What the form starts with."""
    names = ("title", "kind", "compartment", "version")
    return {name: getattr(one, name) for name in names}


def _change(request: StaffRequest, one: Document, form: AboutForm) -> str:
    answers = form.cleaned_data
    change_document(
        document=one,
        kind=answers["kind"],
        title=answers["title"],
        compartment=Compartment(answers["compartment"]),
        expected=answers["version"],
        by=request.user,
    )
    return reverse("cases:documents", args=[one.case.code])


def _take_back(request: StaffRequest, one: Document, form: TakeBackForm) -> str:
    retract_document(document=one, why=form.cleaned_data["why"], by=request.user)
    return reverse("cases:documents", args=[one.case.code])


@page(needs=Permission.SEE_CASES, methods=("GET",))
def download(request: StaffRequest, code: str, pk: UUID) -> StreamingHttpResponse:
    """Take a copy of the file along, under a name that tells nothing."""
    one = _document(request, open_file(request, code, look=False), pk)
    if one.is_retracted:
        raise Http404
    pieces = opened(one.file)
    trail.look(Event.DOCUMENT_DOWNLOADED, by=request.user, on=one, kind=one.kind)
    response = streamed(pieces, one.file)
    response["Content-Disposition"] = f'attachment; filename="{one.download_name}"'
    return response


@page(needs=Permission.SEE_CASES, methods=("GET",))
def thumbnail(request: StaffRequest, code: str, pk: UUID) -> StreamingHttpResponse:
    """See a picture in small, inside the page."""
    one = _document(request, open_file(request, code, look=False), pk)
    if one.is_retracted or one.thumbnail is None:
        raise Http404
    pieces = opened(one.thumbnail)
    trail.look(Event.DOCUMENT_OPENED, by=request.user, on=one, kind=one.kind)
    response = streamed(pieces, one.thumbnail)
    response["Content-Disposition"] = "inline"
    return response


def opened(stored: StoredFile) -> Iterator[bytes]:
    """The bytes of a kept file, or ``DocumentLost`` where they were altered or are gone."""
    try:
        return files.open_file(stored)
    except CannotDecrypt:
        raise DocumentLost from None


def streamed(pieces: Iterator[bytes], stored: StoredFile) -> StreamingHttpResponse:
    """The bytes as they come off the disk; no copy is kept, and nothing in them runs."""
    response = StreamingHttpResponse(pieces, content_type=stored.content_type)
    response["Content-Length"] = str(stored.size)
    response["Content-Encoding"] = "identity"  # it is packed already; its length stays known
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    return response
