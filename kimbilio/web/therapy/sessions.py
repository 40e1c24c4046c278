"""Booking sessions, and the page of one: who came, another time, another person, called off."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kimbilio.access.choices import Permission
from kimbilio.calendar.reminding import Standing, standings
from kimbilio.care.queries import rooms_in_use
from kimbilio.therapy.actions.sessions import (
    book_session,
    call_off_session,
    join_session,
    move_session,
    record_presence,
)
from kimbilio.therapy.choices import SessionKind
from kimbilio.therapy.models import TherapyAttendance, TherapySession
from kimbilio.therapy.queries import open_episodes
from kimbilio.web.forms import Side, both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.therapy.forms import BookForm, JoinForm, MoveForm, PresenceForm, usual_times
from kimbilio.web.therapy.week import day_of

TO_NOTE = "note"  # the button that saves and goes on to the sealed note


@page(needs=Permission.GIVE_THERAPY)
def new(request: StaffRequest) -> HttpResponse:
    """Book one session, a series of weeks, or a group."""
    episodes = list(open_episodes(request.user))
    start = usual_times(day_of(request.GET.get("on", "")))
    start |= {"room": request.GET.get("room", ""), "kind": SessionKind.ONE}
    start["episodes"] = request.GET.getlist("with")
    if request.GET.get("kind") == SessionKind.GROUP:
        start["kind"] = SessionKind.GROUP
    form = BookForm(request.POST or None, user=request.user, initial=start)
    form.let_choose(episodes=episodes)
    form.let_choose(room=rooms_in_use())

    def act() -> str:
        made = book_session(by=request.user, **form.answers())
        said = ngettext("%(n)s session is booked.", "%(n)s sessions are booked.", len(made))
        messages.success(request, said % {"n": len(made)})
        return reverse("therapy:session", args=[made[0].pk])

    if form.is_valid() and (answer := once(request, form, act)):
        return answer
    context = {
        "form": form, "heading": _("Book a session"), "button": _("Book"),
        "back": reverse("therapy:week"), "has_nobody": not episodes,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "therapy/book.html", context, status=status)


@dataclass
class Row:
    """One person of a session with the form that says whether they came."""

    attendance: TherapyAttendance
    form: PresenceForm
    sides: list[Side]
    reminder: Standing | None = None


def _say_reminders(shown: TherapySession, lines: list[Row]) -> None:
    """How reminding stands for each person, also where they do not come any more but were told."""
    people = [line.attendance for line in lines]
    coming = {one.case_id for one in people if shown.is_planned and one.presence != "excused"}
    told = standings([one.case_id for one in people], shown.pk, shown.starts_at, coming=coming)
    for line in lines:
        line.reminder = told[line.attendance.case_id]


@page(needs=Permission.GIVE_THERAPY)
def session(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See one of my sessions, say who came, move it, or call it off."""
    rows = TherapySession.objects.select_related("room", "held_by")
    shown: TherapySession = get_object_or_404(rows, pk=pk, held_by=request.user)
    people = TherapyAttendance.objects.open_to(request.user).filter(session=shown)
    found = people.select_related("case__lead", "case__survivor", "episode__step", "sealed_note")
    lines = [
        _row(request, shown, number, attendance)
        for number, attendance in enumerate(found.defer("sealed_note__text").order_by("id"))
    ]
    move = MoveForm(request.POST if "move" in request.POST else None, initial=MoveForm.of(shown))
    move.let_choose(room=_rooms(shown))
    known = {line.attendance.episode_id for line in lines}
    join = JoinForm(request.POST if "join" in request.POST else None)
    if shown.kind == SessionKind.GROUP and shown.is_planned:
        join.offer([one for one in open_episodes(request.user) if one.pk not in known])
    if done := _act(request, shown, lines, move, join):
        return done
    if not shown.is_over:
        _say_reminders(shown, lines)
    sides: list[Side] = []
    status = 422 if request.method == "POST" else 200
    if move.stale is not None and move.stale.theirs is not None:
        newer: Any = move.stale.theirs
        sides, status = both_sides(move, MoveForm.of(newer), newer.version), 409
    context = {
        "session": shown, "rows": lines, "move": move, "join": join, "sides": sides,
        "coming": sum(line.attendance.presence != "excused" for line in lines),
    }  # fmt: skip
    return render(request, "therapy/session.html", context, status=status)


def _row(
    request: StaffRequest, shown: TherapySession, number: int, attendance: TherapyAttendance
) -> Row:
    attendance.session = shown
    prefix = f"a{number}"
    sent = request.POST if prefix in request.POST else None
    form = PresenceForm(sent, prefix=prefix, initial=PresenceForm.of(attendance))
    if not shown.is_over:
        form.only_excuse()
    return Row(attendance, form, sides=[])


def _rooms(shown: TherapySession) -> list[Any]:
    """The rooms in use, and the one it is in though it be out of use."""
    rooms = rooms_in_use()
    if shown.room is not None and shown.room not in rooms:
        rooms.append(shown.room)
    return rooms


def _act(
    request: StaffRequest,
    shown: TherapySession,
    lines: list[Row],
    move: MoveForm,
    join: JoinForm,
) -> HttpResponse | None:
    """Do what the pressed button says."""
    here, by = reverse("therapy:session", args=[shown.pk]), request.user

    def moved() -> str:
        said = dict(move.cleaned_data)
        move_session(session=shown, by=by, expected=said.pop("version"), **said)
        messages.success(request, _("The session is moved."))
        return here

    def joined() -> str:
        join_session(session=shown, episode=join.episodes[join.cleaned_data["episode"]], by=by)
        return here

    for form, act in ((move, moved), (join, joined)):
        if form.is_valid() and (done := once(request, form, act)):
            return done
    for line in lines:
        if line.form.is_valid() and (done := _came(request, line, here)):
            return done
    if "off" in request.POST:
        call_off_session(session=shown, by=by)
        messages.success(request, _("The session is called off. Its hour is free."))
        return redirect(here)
    if (
        request.method == "POST"
        and not any(f.is_bound for f in (move, join))
        and not any(line.form.is_bound for line in lines)
    ):
        raise Http404
    return None


def _came(request: StaffRequest, line: Row, here: str) -> HttpResponse | None:
    form = line.form

    def act() -> str:
        said = form.cleaned_data
        record_presence(
            attendance=line.attendance, presence=said["presence"], team_line=said["team_line"],
            expected=said["version"], by=request.user,
        )  # fmt: skip
        messages.success(request, _("Saved."))
        if request.POST.get(str(form.prefix)) == TO_NOTE:
            one = line.attendance
            return reverse("cases:therapy_note", args=[one.case.code, one.pk])
        return here

    done = once(request, form, act)
    if form.stale is not None and form.stale.theirs is not None:
        newer: Any = form.stale.theirs
        line.sides = both_sides(form, PresenceForm.of(newer), newer.version)
    return done
