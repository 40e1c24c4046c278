"""What leaves a case file on paper: a summary without names, or the whole file with a reason."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import compartments_open_to
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case, Note, Step, Story
from kimbilio.people.models import ContactPoint
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.cases.timeline import entries_of, lines_of
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.pages import StaffRequest, page

MOST_NOTES = 200
MOST_ENTRIES = 200


class PrintForm(KimbilioForm):
    """Asks why a whole file has to be on paper."""

    why = PlainTextField(
        label=_("Why is the whole file needed on paper?"),
        help_text=_("Your reason is kept in the access log."),
        rows=2,
        max_length=1000,
    )


@page(needs=Permission.SEE_CASES)
def summary(request: StaffRequest, code: str) -> HttpResponse:
    """Print the code, the state, the plan and the dates; or, with a reason, the whole file."""
    file = open_file(request, code, look=False)
    printable = compartments_open_to(request.user, file.case, Act.EXPORT)
    if Compartment.OUTLINE not in printable:
        raise Http404
    may_print_all = printable > {Compartment.OUTLINE}
    form = PrintForm(request.POST or None)
    if request.method == "POST" and may_print_all and form.is_valid():
        changes = {"reason": (None, form.cleaned_data["why"])}
        trail.look(
            Event.PRINTED, by=request.user, on=file.case, changes=changes, kind="full",
            parts=[part.value for part in Compartment if part in printable],
        )  # fmt: skip
        return _drawn(request, file, printable, _whole(file, printable))
    if request.method != "POST":
        trail.look(Event.PRINTED, by=request.user, on=file.case, kind="summary")
    context = {"form": form if may_print_all else None, **_outline(file, printable)}
    response = _drawn(request, file, printable, context)
    response.status_code = 422 if form.is_bound else 200
    return response


def _drawn(
    request: StaffRequest,
    file: CaseFile,
    printable: frozenset[Compartment],
    context: dict[str, Any],
) -> HttpResponse:
    left_out = [part.label for part in Compartment if part not in printable]
    return render_file(
        request, file, "print", "cases/print.html", {"left_out": left_out, **context}
    )


def _outline(file: CaseFile, printable: frozenset[Compartment]) -> dict[str, Any]:
    """The plan by number, kind of help, state and day; a title may name somebody."""
    sees_plan = Compartment.STORY in printable
    steps = Step.objects.filter(case=file.case).select_related("owner").order_by("number")
    return {"steps": list(steps) if sees_plan else [], "is_full": False}


def _whole(file: CaseFile, printable: frozenset[Compartment]) -> dict[str, Any]:
    """Everything of the file that the viewer may print; what they may not is left out."""
    case: Case = file.case
    whole = {**_outline(file, printable), "is_full": True}
    seen = CaseFile(case, file.viewer, printable, frozenset())
    if Compartment.IDENTITY in printable:
        whole["person"] = case.survivor
        whole["contacts"] = ContactPoint.objects.filter(person=case.survivor_id, is_active=True)
    if Compartment.STORY in printable:
        whole["story"] = Story.objects.filter(case=case).first()
    notes = Note.objects.filter(case=case, compartment__in=printable).select_related("author")
    whole["notes"] = notes.order_by("-happened_at")[:MOST_NOTES]
    entries = entries_of(seen).filter(compartment__in=printable)
    whole["lines"] = lines_of(seen, entries.order_by("-happened_at", "-id")[:MOST_ENTRIES])
    return whole
