"""Sealed notes: the therapist's page, the supervisor's way in, and the review of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.therapy.actions.notes import break_seal, review_seal, write_sealed_note
from kimbilio.therapy.models import SealedNote, SealOpening, TherapyAttendance
from kimbilio.therapy.queries import seals_to_review
from kimbilio.web.cases.shell import open_file
from kimbilio.web.cases.team import ReviewForm
from kimbilio.web.forms import KimbilioForm, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.therapy.forms import NoteForm, SealForm
from kimbilio.web.therapy.ground import HEALTH, Ground


@page(needs=Permission.SEE_CASES)
def note(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write my own note of a session; a supervisor says first why they must read it."""
    file = open_file(request, code, needs=HEALTH, look=request.method == "GET")
    rows = TherapyAttendance.objects.filter(case=file.case).select_related("session", "episode")
    attendance: TherapyAttendance = get_object_or_404(rows, pk=pk)
    attendance.case = attendance.episode.case = file.case
    ground = Ground(request, file, attendance.episode)
    mine = attendance.session.held_by_id == request.user.pk
    if mine and holds(request.user.role, Permission.GIVE_THERAPY):
        return _write(request, ground, attendance)
    if not holds(request.user.role, Permission.BREAK_SEAL):
        raise Http404
    sealed = get_object_or_404(SealedNote.objects.defer("text"), attendance=attendance)
    sealed.case = ground.file.case
    return _read(request, ground, attendance, sealed)


def _write(request: StaffRequest, ground: Ground, attendance: TherapyAttendance) -> HttpResponse:
    held = SealedNote.objects.open_to(request.user).filter(attendance=attendance).first()
    if held is not None and request.method == "GET":
        trail.look(Event.SEALED_NOTE_OPENED, by=request.user, on=held)
    start = _of(held) if held is not None else {}
    writable = ground.file.changes(HEALTH) and ground.file.case.is_open
    if request.method == "POST" and not writable:
        raise Http404
    form = NoteForm(request.POST or None, user=request.user, about=attendance.pk, initial=start)

    def act() -> str:
        said = form.cleaned_data
        write_sealed_note(
            attendance=attendance, text=said["text"], asked_self_harm=said["asked_self_harm"],
            expected=said["version"] or 0, by=request.user,
        )  # fmt: skip
        return ground.address()

    openings = held.openings.select_related("opened_by").order_by("-opened_at") if held else ()
    context = {
        "attendance": attendance, "note": held, "writable": writable, "openings": openings,
        "heading": _("Sealed note"), "button": _("Save"),
    }  # fmt: skip
    return ground.ask(form, act, context, template="therapy/note.html", start=_of)


def _of(held: SealedNote) -> dict[str, object]:
    return {
        "text": held.text,
        "asked_self_harm": held.asked_self_harm,
        "version": held.version,
    }


def _read(
    request: StaffRequest, ground: Ground, attendance: TherapyAttendance, sealed: SealedNote
) -> HttpResponse:
    """What a supervisor meets: a question, and for half an hour after its answer the note."""
    opened = SealedNote.objects.open_to(request.user).filter(pk=sealed.pk).first()
    if opened is not None and request.method == "GET":
        trail.look(Event.SEALED_NOTE_OPENED, by=request.user, on=opened)
    form = SealForm(request.POST or None)

    def act() -> str:
        break_seal(note=sealed, reason=form.cleaned_data["reason"], by=request.user)
        return reverse("cases:therapy_note", args=[ground.file.case.code, attendance.pk])

    context = {"attendance": attendance, "opened": opened}
    return ground.ask(form, act, context, template="therapy/seal.html")


@page(needs=Permission.REVIEW_EMERGENCY, methods=("GET",))
def seals(request: StaffRequest) -> HttpResponse:
    """Openings of sealed notes that wait for my review, the oldest first."""
    return _seals(request, ReviewForm())


@page(needs=Permission.REVIEW_EMERGENCY, methods=("POST",))
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say whether the opening of a sealed note was needed."""
    mine = [opening.pk for opening in seals_to_review(request.user)]
    opening = get_object_or_404(SealOpening, pk=pk, pk__in=mine)
    form = ReviewForm(request.POST)

    def act() -> str:
        review_seal(opening=opening, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return reverse("therapy:seals")

    if form.is_valid() and (answer := once(request, form, act)):
        return answer
    return _seals(request, form, status=422)


def _seals(request: StaffRequest, form: KimbilioForm, *, status: int = 200) -> HttpResponse:
    context = {"waiting": seals_to_review(request.user), "form": form}
    return render(request, "therapy/seals.html", context, status=status)
