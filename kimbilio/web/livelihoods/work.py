"""Work in the file of a case: what can be begun, a savings group, a job."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.livelihoods.actions.work import (
    end_placement,
    join_savings,
    leave_savings,
    place_in_job,
    save_savings,
)
from kimbilio.livelihoods.models import Placement, SavingsGroup
from kimbilio.web.livelihoods.forms import EndForm, JobForm, JoinSavingsForm, SavingsForm
from kimbilio.web.livelihoods.ground import Ground, enter, offer_people_and_steps, stand
from kimbilio.web.pages import StaffRequest, page

SAVINGS, JOB, CHOOSE = "cases:savings", "cases:job", "cases:livelihood"


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def choose(request: StaffRequest, code: str) -> HttpResponse:
    """Say whether it is to be a business, a savings group or a job."""
    return enter(request, code).show("livelihoods/choose.html", {})


@page(needs=Permission.WORK_ON_CASE)
def new_savings(request: StaffRequest, code: str) -> HttpResponse:
    """Write down the savings group that the person joined."""
    ground = enter(request, code, page=CHOOSE)
    start = {"joined_on": timezone.localdate(), "every": "week"}
    about = ground.file.case.pk
    form = JoinSavingsForm(request.POST or None, user=request.user, about=about, initial=start)
    offer_people_and_steps(form, ground.file)

    def act() -> str:
        said = dict(form.cleaned_data)
        cents = said.pop("contribution")
        made = join_savings(
            case=ground.file.case, contribution_cents=cents, by=request.user, **said
        )
        return reverse(SAVINGS, args=[code, made.pk])

    return ground.ask(form, act, {"heading": _("Savings group"), "button": _("Save")})


def _savings(request: StaffRequest, code: str, pk: UUID, *, writes: bool = True) -> Ground:
    return stand(request, code, SavingsGroup.objects, pk, page=SAVINGS, writes=writes)


@page(needs=Permission.SEE_CASES, methods=("GET",))
def savings(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See what the person has in the savings group."""
    return _savings(request, code, pk, writes=False).show("livelihoods/savings.html", {})


@page(needs=Permission.WORK_ON_CASE)
def change_savings(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down what the person has saved by now."""
    ground = _savings(request, code, pk)
    start = SavingsForm.of(ground.episode) | {"saved_on": timezone.localdate()}
    form = SavingsForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        said = form.cleaned_data
        save_savings(
            savings=ground.episode, contribution_cents=said["contribution"], every=said["every"],
            saved_cents=said["saved"], saved_on=said["saved_on"], expected=said["version"],
            by=request.user,
        )  # fmt: skip

    context = {"heading": _("Savings so far"), "button": _("Save")}
    return ground.ask(form, act, context, start=SavingsForm.of)


@page(needs=Permission.WORK_ON_CASE)
def leave(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """The person left the group, or it shared out."""
    ground = _savings(request, code, pk)
    start = {"version": ground.episode.version}
    form = EndForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        leave_savings(savings=ground.episode, by=request.user, expected=expected, **said)

    context = {"heading": _("It ends"), "button": _("Save")}
    return ground.ask(form, act, context, start=EndForm.of)


@page(needs=Permission.WORK_ON_CASE)
def new_job(request: StaffRequest, code: str) -> HttpResponse:
    """Write down the job that the person found."""
    ground = enter(request, code, page=CHOOSE)
    about = ground.file.case.pk
    form = JobForm(request.POST or None, user=request.user, about=about)
    offer_people_and_steps(form, ground.file)

    def act() -> str:
        said = dict(form.cleaned_data)
        cents = said.pop("wage")
        made = place_in_job(case=ground.file.case, wage_cents=cents, by=request.user, **said)
        return reverse(JOB, args=[code, made.pk])

    return ground.ask(form, act, {"heading": _("Job"), "button": _("Save")})


def _job(request: StaffRequest, code: str, pk: UUID, *, writes: bool = True) -> Ground:
    return stand(request, code, Placement.objects, pk, page=JOB, writes=writes)


@page(needs=Permission.SEE_CASES, methods=("GET",))
def job(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See how the job goes."""
    ground = _job(request, code, pk, writes=False)
    questions = ground.episode.questions.select_related("asked_by").order_by("due_on", "id")
    return ground.show(
        "livelihoods/job.html", {"questions": questions, "today": timezone.localdate()}
    )


@page(needs=Permission.WORK_ON_CASE)
def end_job(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """The job has ended; say why."""
    ground = _job(request, code, pk)
    start = {"version": ground.episode.version}
    form = EndForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        end_placement(placement=ground.episode, by=request.user, expected=expected, **said)

    context = {"heading": _("It ends"), "button": _("Save")}
    return ground.ask(form, act, context, start=EndForm.of)
