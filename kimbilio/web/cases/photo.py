"""The photo of the survivor: shown when asked for, each look recorded; added, replaced, removed."""

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.photo import PhotoChanged, agrees_to_photo, keep_photo, remove_photo
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import DomainError
from kimbilio.people.models import Photo
from kimbilio.web.cases.documents import STATUS_OF, opened, streamed
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.shown import shown_once

IDENTITY = Compartment.IDENTITY
CONFLICTS = {PhotoChanged.code: 409, **STATUS_OF}


class PhotoForm(KimbilioForm):
    """Asks for what ``keep_photo`` takes."""

    file = forms.FileField(
        label=_("Photo"),
        allow_empty_file=True,
        help_text=_("JPEG, PNG, WebP or HEIC, at most 25 MB."),
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.heic,.heif"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RemoveForm(KimbilioForm):
    """Asks for what ``remove_photo`` takes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


@dataclass(frozen=True)
class StandingPhoto:
    """Whether there is a photo, and whether they agree to photos today."""

    kept: Photo | None
    agreed: bool


def standing_photo(case: Case) -> StandingPhoto:
    """How it stands with the photo of the survivor: two queries."""
    return StandingPhoto(
        Photo.objects.filter(person=case.survivor_id).first(), agrees_to_photo(case)
    )


@page(needs=Permission.SEE_CASES, methods=("POST",))
def reveal_photo(request: StaffRequest, code: str) -> HttpResponse:
    """See the photo for twenty seconds; the picture itself writes the look down."""
    _shown_photo(open_file(request, code, needs=IDENTITY, look=False))
    return shown_once(request, [], picture=reverse("cases:photo", args=[code]))


@page(needs=Permission.SEE_CASES, methods=("GET",))
def picture(request: StaffRequest, code: str) -> StreamingHttpResponse:
    """See the photo inside the page. No picture leaves without an entry in the log."""
    file = open_file(request, code, needs=IDENTITY, look=False)
    photo = _shown_photo(file)
    pieces = opened(photo.file)
    trail.look(Event.PHOTO_REVEALED, by=request.user, on=photo, case=file.case)
    response = streamed(pieces, photo.file)
    response["Content-Disposition"] = "inline"
    return response


def _shown_photo(file: CaseFile) -> Photo:
    """The photo, if there is one and they still agree to it; else it does not exist."""
    photo = get_object_or_404(Photo.objects.select_related("file"), person=file.case.survivor_id)
    if not agrees_to_photo(file.case):
        raise Http404
    return photo


@page(needs=Permission.WORK_ON_CASE)
def edit_photo(request: StaffRequest, code: str) -> HttpResponse:
    """Add a photo of the person, or put another in its place."""
    file = _writable(request, code)
    form = PhotoForm(request.POST or None, request.FILES or None)
    trouble: list[str] = []
    if form.is_valid():
        answer = once(request, form, lambda: _keep(request, file, form, trouble))
        if answer:
            return answer
    return _drawn(request, file, form, trouble)


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def drop_photo(request: StaffRequest, code: str) -> HttpResponse:
    """Remove the photo for good."""
    file = _writable(request, code)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    trouble: list[str] = []
    answer = once(request, form, lambda: _remove(request, file, form, trouble))
    return answer or _drawn(request, file, form, trouble)


def _writable(request: StaffRequest, code: str) -> CaseFile:
    file = open_file(request, code, needs=IDENTITY, look=False)
    if IDENTITY not in file.changeable:
        raise Http404
    return file


def _drawn(
    request: StaffRequest, file: CaseFile, form: KimbilioForm, trouble: list[str]
) -> HttpResponse:
    """The page with what was refused, and with the version that stands now."""
    asks = form if isinstance(form, PhotoForm) else PhotoForm()
    context = {
        "form": asks, "refused": form, "remove": RemoveForm(), "photo": standing_photo(file.case),
    }  # fmt: skip
    response = render_file(request, file, "people", "cases/photo.html", context)
    if form.is_bound:
        response.status_code = CONFLICTS.get(trouble[0], 422) if trouble else 422
    return response


def _keep(request: StaffRequest, file: CaseFile, form: PhotoForm, trouble: list[str]) -> str:
    answers = form.cleaned_data
    try:
        keep_photo(
            case=file.case, content=answers["file"], expected=answers["version"], by=request.user
        )
    except DomainError as refusal:
        trouble.append(refusal.code)
        raise
    return reverse("cases:people", args=[file.case.code])


def _remove(request: StaffRequest, file: CaseFile, form: RemoveForm, trouble: list[str]) -> str:
    try:
        remove_photo(case=file.case, expected=form.cleaned_data["version"], by=request.user)
    except DomainError as refusal:
        trouble.append(refusal.code)
        raise
    return reverse("cases:people", args=[file.case.code])
