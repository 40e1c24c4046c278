"""Writing a note on a case."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from kimbilio.access.choices import Compartment, Permission
from kimbilio.cases.actions.notes import add_note
from kimbilio.web.cases.forms import NoteForm
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import once
from kimbilio.web.pages import StaffRequest, page

KEPT_IN = (
    Compartment.STORY,
    Compartment.HEALTH,
    Compartment.LEGAL,
    Compartment.WHEREABOUTS,
    Compartment.ALLEGED,
)


@page(needs=Permission.WORK_ON_CASE)
def new_note(request: StaffRequest, code: str) -> HttpResponse:
    """Write down what happened, so that nobody asks the person again."""
    file = open_file(request, code, look=request.method == "GET")
    writable = [part for part in KEPT_IN if part in file.changeable]
    if not writable:
        raise Http404
    form = NoteForm(request.POST or None, user=request.user, about=file.case.pk, writable=writable)
    if form.is_valid():
        answer = once(request, form, lambda: _write(request, file, form))
        if answer:
            return answer
    response = render_file(request, file, "timeline", "cases/note.html", {"form": form})
    if form.is_bound:
        response.status_code = 422
    return response


def _write(request: StaffRequest, file: CaseFile, form: NoteForm) -> str:
    answers = form.cleaned_data
    add_note(
        case=file.case,
        kind=answers["kind"],
        text=answers["text"],
        happened_at=answers["happened_at"],
        compartment=Compartment(answers["compartment"]),
        by=request.user,
    )
    return reverse("cases:timeline", args=[file.case.code])
