"""School and training in the file of a case: a place, its terms, its fees, its end."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kimbilio.access.choices import Permission
from kimbilio.livelihoods.actions.giving import pay_fees
from kimbilio.livelihoods.actions.learning import begin_schooling, end_schooling, enrol, save_term
from kimbilio.livelihoods.choices import TRAININGS, Learning
from kimbilio.livelihoods.models import Schooling, Term
from kimbilio.livelihoods.queries import fundings_in_use, papers_of, terms_of, with_paid
from kimbilio.partners.choices import PartnerKind
from kimbilio.partners.queries import directory
from kimbilio.web.cases.shell import open_file
from kimbilio.web.justice.forms import shillings
from kimbilio.web.livelihoods.forms import DayForm, EndForm, EnrolForm, TermForm
from kimbilio.web.livelihoods.ground import (
    STORY,
    Ground,
    enter,
    offer_people_and_steps,
    part_of,
    stand,
)
from kimbilio.web.livelihoods.money_forms import PayForm
from kimbilio.web.pages import StaffRequest, page

PAGE = "cases:schooling"
MOST_SCHOOLS = 300


def _stand(request: StaffRequest, code: str, pk: UUID, *, writes: bool = True) -> Ground:
    rows = Schooling.objects.select_related("partner")
    return stand(request, code, rows, pk, page=PAGE, writes=writes)


def _stand_by(request: StaffRequest, code: str, pk: UUID) -> tuple[Ground, Any]:
    """The term and its enrolment in one query; both are of the same part of the case."""
    rows = Term.objects.select_related(
        "schooling__responsible", "schooling__step", "schooling__partner"
    )
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    term = part_of(request, with_paid(rows), pk)
    if term.case_id != file.case.pk:
        raise Http404
    term.case = term.schooling.case = file.case
    ground = Ground(request, file, term.schooling, PAGE)
    if not ground.writes:
        raise Http404
    return ground, term


@page(needs=Permission.WORK_ON_CASE)
def new_school(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for a place in a school."""
    return _new(request, code, (Learning.SCHOOL,), _("School"))


@page(needs=Permission.WORK_ON_CASE)
def new_training(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for a place in a training."""
    return _new(request, code, TRAININGS, _("Skills training"))


def _new(
    request: StaffRequest, code: str, kinds: tuple[Learning, ...], heading: str
) -> HttpResponse:
    ground = enter(request, code)
    form = EnrolForm(
        request.POST or None, user=request.user, about=ground.file.case.pk,
        initial={"kind": kinds[0].value},
    )  # fmt: skip
    form.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]
    schools = directory().filter(kind=PartnerKind.SCHOOL)[:MOST_SCHOOLS]
    form.fields["partner"].offer(list(schools))  # type: ignore[attr-defined]
    offer_people_and_steps(form, ground.file)

    def act() -> str:
        made = enrol(case=ground.file.case, by=request.user, **form.cleaned_data)
        return reverse(PAGE, args=[code, made.pk])

    return ground.ask(form, act, {"heading": heading, "button": _("Ask for it")})


@page(needs=Permission.SEE_CASES, methods=("GET",))
def schooling(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See how school or training goes: terms, days present, fees, results."""
    ground = _stand(request, code, pk, writes=False)
    return ground.show("livelihoods/schooling.html", {"terms": terms_of(ground.episode)})


@page(needs=Permission.WORK_ON_CASE)
def begin(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down the first day there."""
    ground = _stand(request, code, pk)
    start = {"on": timezone.localdate()}
    form = DayForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        begin_schooling(schooling=ground.episode, on=form.cleaned_data["on"], by=request.user)

    return ground.ask(form, act, {"heading": _("It has begun"), "button": _("Save")})


@page(needs=Permission.WORK_ON_CASE)
def new_term(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down a term and its fees."""
    return _term(_stand(request, code, pk), None)


@page(needs=Permission.WORK_ON_CASE)
def change_term(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down days present and the result of a term."""
    return _term(*_stand_by(request, code, pk))


def _term(ground: Ground, known: Term | None) -> HttpResponse:
    request, about = ground.request, known.pk if known else ground.episode.pk
    start = TermForm.of(known) if known else {}
    form = TermForm(request.POST or None, user=request.user, about=about, initial=start)

    def act() -> None:
        save_term(schooling=ground.episode, term=known, by=request.user, **form.answers())

    context = {"heading": pgettext("school", "Term"), "button": _("Save")}
    return ground.ask(form, act, context, start=TermForm.of)


@page(needs=Permission.WORK_ON_CASE)
def fees(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Pay the fees of a term, or a part of them, into the ledger."""
    ground, term = _stand_by(request, code, pk)
    start = {"cost": shillings(max(0, term.fees_cents - (term.paid or 0)))}
    form = PayForm(request.POST or None, user=request.user, about=pk, initial=start)
    offer_money(form, ground)

    def act() -> None:
        pay_fees(term=term, given=form.given(), by=request.user)

    return ground.ask(form, act, {"heading": _("Pay the fees"), "button": _("Enter it")})


def offer_money(form: object, ground: Ground) -> None:
    """Let the grants in use and the papers of the case be chosen."""
    fields: dict[str, object] = form.fields  # type: ignore[attr-defined]
    if "funding" in fields:
        fields["funding"].offer(fundings_in_use())  # type: ignore[attr-defined]
    if "document" in fields:
        fields["document"].offer(papers_of(ground.request.user, ground.file.case))  # type: ignore[attr-defined]


@page(needs=Permission.WORK_ON_CASE)
def end(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Completed, left, or gone on elsewhere."""
    ground = _stand(request, code, pk)
    start = {"version": ground.episode.version}
    form = EndForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        end_schooling(schooling=ground.episode, by=request.user, expected=expected, **said)

    context = {"heading": _("It ends"), "button": _("Save")}
    return ground.ask(form, act, context, start=EndForm.of)
