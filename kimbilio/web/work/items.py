"""Tasks and appointments: adding them, moving them, saying how they went."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.cases.actions.appointments import (
    book_appointment,
    cancel_appointment,
    clashes_of,
    finish_appointment,
    move_appointment,
)
from kimbilio.cases.actions.tasks import finish_task, give_task, move_task, reopen_task
from kimbilio.cases.models import Appointment, TakesPart, Task
from kimbilio.cases.work_choices import AppointmentKind
from kimbilio.web.day.lines import sees_place, sees_words
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.work.forms import (
    BookForm,
    EndAppointmentForm,
    MoveAppointmentForm,
    MoveTaskForm,
    TaskForm,
)
from kimbilio.web.work.ground import Ground, stand


@page(needs=Permission.WORK_ON_CASE)
def new_task(request: StaffRequest, code: str | None = None) -> HttpResponse:
    """Give a task to a colleague or to oneself."""
    ground = stand(request, code, writes=True)
    about = ground.case.pk if ground.case else ""
    form = TaskForm(request.POST or None, user=request.user, about=about)
    form.fields["owner"].offer(ground.people(), request.user)  # type: ignore[attr-defined]

    def act() -> str:
        give_task(case=ground.case, by=request.user, **form.cleaned_data)
        return ground.address()

    return ground.ask(form, act, {"heading": _("Add task"), "button": _("Give the task")})


def _task(request: StaffRequest, ground: Ground, pk: UUID) -> Task:
    tasks = Task.objects.open_to(request.user).select_related("case", "owner", "given_by")
    task: Task = get_object_or_404(tasks, pk=pk, case=ground.case)
    return task


@page(needs=Permission.WORK_ON_CASE)
def task(request: StaffRequest, pk: UUID, code: str | None = None) -> HttpResponse:
    """Look at a task, move it to another day, or hand it on."""
    ground = stand(request, code)
    shown = _task(request, ground, pk)
    form = MoveTaskForm(request.POST or None, initial=MoveTaskForm.of(shown))
    form.fields["owner"].offer(ground.people(shown.owner))  # type: ignore[attr-defined]

    def act() -> str:
        answers = form.cleaned_data
        move_task(
            task=shown, due_on=answers["due_on"], owner=answers["owner"], by=request.user,
            expected=answers["version"],
        )  # fmt: skip
        return ground.address()

    context = {"task": shown, "heading": _("Task"), "button": _("Move")}
    return ground.ask(form, act, context, template="work/task.html", start=MoveTaskForm.of)


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def task_done(request: StaffRequest, pk: UUID, code: str | None = None) -> HttpResponse:
    """Say that it is done, or that it was not after all."""
    ground = stand(request, code)
    shown = _task(request, ground, pk)
    if "reopen" in request.POST:
        reopen_task(task=shown, by=request.user)
        messages.success(request, _("The task is open again."))
    else:
        finish_task(task=shown, by=request.user)
        messages.success(request, _("The task is done."))
    return redirect(ground.address())


@page(needs=Permission.WORK_ON_CASE)
def new_appointment(request: StaffRequest, code: str | None = None) -> HttpResponse:
    """Put something into the calendar; a clash is said and not refused."""
    ground = stand(request, code, writes=True)
    about = ground.case.pk if ground.case else ""
    start: dict[str, Any] = BookForm.usual_times()
    if request.GET.get("title") == "care":
        start |= {"title": _("Time to breathe"), "kind": AppointmentKind.OTHER}
    elif ground.case:
        start["kind"] = AppointmentKind.VISIT
    form = BookForm(request.POST or None, user=request.user, about=about, initial=start)
    others = [person for person in ground.people() if person != request.user]
    form.fields["attendees"].offer(others[:30])  # type: ignore[attr-defined]

    def act() -> str:
        booked = book_appointment(case=ground.case, by=request.user, **form.cleaned_data)
        _say_clashes(request, booked)
        return ground.address("appointment", booked.pk)

    return ground.ask(form, act, {"heading": _("Add appointment"), "button": _("Book")})


def _say_clashes(request: StaffRequest, booked: Appointment) -> None:
    for other in clashes_of(request.user, booked.starts_at, booked.ends_at, but=booked):
        code = other.case.code if other.case else ""
        when = {
            "since": date_format(localtime(other.starts_at), "H:i"),
            "until": date_format(localtime(other.ends_at), "H:i"),
            "what": f"{other.get_kind_display()} {code}".strip(),
        }
        messages.warning(
            request, _("At that time you have another one: %(since)s–%(until)s, %(what)s.") % when
        )


def _appointment(request: StaffRequest, ground: Ground, pk: UUID) -> Appointment:
    """The appointment, for those who may read it and for those who take part in it."""
    rows = Appointment.objects.select_related("case", "owner").filter(case=ground.case)
    shown: Appointment = get_object_or_404(rows, pk=pk)
    takes_part = TakesPart.objects.filter(appointment=shown, user=request.user)
    if not takes_part.exists():
        get_object_or_404(Appointment.objects.open_to(request.user), pk=pk)
    return shown


@page(needs=Permission.WORK_ON_CASE)
def appointment(request: StaffRequest, pk: UUID, code: str | None = None) -> HttpResponse:
    """Look at an appointment, or meet at another time."""
    ground = stand(request, code)
    shown = _appointment(request, ground, pk)
    form = MoveAppointmentForm(request.POST or None, initial=MoveAppointmentForm.of(shown))

    def act() -> str:
        answers = form.cleaned_data
        move_appointment(
            appointment=shown, starts_at=answers["starts_at"], ends_at=answers["ends_at"],
            by=request.user, expected=answers["version"],
        )  # fmt: skip
        _say_clashes(request, shown)
        return ground.address("appointment", pk)

    context = _facts(request, shown, EndAppointmentForm(initial={"version": shown.version}))
    return ground.ask(
        form, act, context, template="work/appointment.html", start=MoveAppointmentForm.of
    )


@page(needs=Permission.WORK_ON_CASE)
def end_appointment(request: StaffRequest, pk: UUID, code: str | None = None) -> HttpResponse:
    """Say how it went, or call it off."""
    ground = stand(request, code)
    shown = _appointment(request, ground, pk)
    if request.method != "POST":
        return redirect(ground.address("appointment", pk))
    form = EndAppointmentForm(request.POST)

    def act() -> str:
        state, words = form.cleaned_data["state"], form.cleaned_data["words"]
        expected = form.cleaned_data["version"]
        if state == "cancelled":
            cancel_appointment(appointment=shown, reason=words, by=request.user, expected=expected)
        else:
            finish_appointment(
                appointment=shown, took_place=state == "done", words=words, by=request.user,
                expected=expected,
            )  # fmt: skip
        return ground.address("appointment", pk)

    context = _facts(request, shown, form)
    context["move_form"] = MoveAppointmentForm(initial=MoveAppointmentForm.of(shown))
    context["is_ending"] = True
    return ground.ask(form, act, context, template="work/appointment.html")


def _facts(request: StaffRequest, shown: Appointment, form: EndAppointmentForm) -> dict[str, Any]:
    role = request.user.role
    return {
        "meeting": shown,
        "end_form": form,
        "words_open": sees_words(shown, role),
        "place_open": sees_place(shown, role),
        "parts": [part.user for part in shown.parts.select_related("user").order_by("id")],
    }
