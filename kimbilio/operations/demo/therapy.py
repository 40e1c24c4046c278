"""Invented therapy: rooms, an adult with eight sessions and a falling PHQ-9, others at their beginning."""

from datetime import datetime, timedelta

from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.care.actions import save_room
from kimbilio.care.models import Room
from kimbilio.cases.actions.tasks import finish_task
from kimbilio.cases.models import Case, Task
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.staff import Team
from kimbilio.operations.demo.telling import moment
from kimbilio.therapy.actions.episodes import agree_goals, ask_for_therapy
from kimbilio.therapy.actions.notes import write_sealed_note
from kimbilio.therapy.actions.scales import record_scale, write_safety_plan
from kimbilio.therapy.actions.sessions import book_session, record_presence
from kimbilio.therapy.models import TherapyEpisode, TherapySession
from kimbilio.therapy.scales.known import SCALES, ScaleCode

ROOMS = (("Jacaranda", "talk", 3), ("Baobab", "play", 4), ("Garden", "group", 10))
FALLING = (18, 15, 16, 14, 11, 9, 8, 7)  # PHQ-9 at each of eight sessions
LINES = (
    "Sleep is short. Breathing helps.", "Came with her bag packed; stayed the hour.", "",
    "Walks to the market again.", "Asked about work.", "Slept six hours.", "Laughed twice.",
    "Sleep better, ready to plan work.",
)  # fmt: skip
WITH_ALARM = 2  # at this session question nine was not answered with no
SATURDAY = 5
GOALS = (
    ("Sleep six hours", True),
    ("Go to the market alone", True),
    ("Write to her brother", False),
)


def give_therapy(told: list[tuple[One, Case]], team: Team) -> None:
    """One course that is nearly through, two just begun or waiting, and a group in the garden."""
    therapist = team.first(Role.THERAPIST)
    rooms = [
        save_room(room=None, name=name, kind=kind, places=places, is_active=True,
                  by=team.first(Role.ADMINISTRATOR))
        for name, kind, places in ROOMS
    ]  # fmt: skip
    inside = [(one, case) for one, case in told if one.stands == cast.SUPPORT and case.lead]
    grown = [case for one, case in inside if one.age >= 18 and one.worker == "Akinyi"]
    others = [case for _one, case in inside if case not in grown][:4]
    _a_falling_line(grown[0], therapist, rooms[0])
    started = [_ask(case, therapist) for case in others]
    _begin(started[0], therapist, rooms[1])
    _circle(started[:3], therapist, rooms[2])


def _ask(case: Case, therapist: User, planned: int = 10) -> TherapyEpisode:
    assert case.lead is not None
    return ask_for_therapy(
        case=case, responsible=therapist, by=case.lead, planned=planned,
        wish="To sleep through, and to be with people again.",
    )  # fmt: skip


def _a_falling_line(case: Case, therapist: User, room: Room) -> None:
    """Eight weekly sessions, the last one a day ago; each as it was kept on its day."""
    episode = _ask(case, therapist)
    back = next(days for days in (1, 2, 3) if moment(-days, 10).weekday() < SATURDAY)
    first = moment(-back - 7 * (len(FALLING) - 1), 10, 30)
    TherapyEpisode.objects.filter(pk=episode.pk).update(asked_at=first - timedelta(days=6))
    for number, total in enumerate(FALLING):
        episode.refresh_from_db()
        _hold(episode, first + timedelta(weeks=number), number, room=room, by=therapist)
        answers = _answers(total, alarm=number == WITH_ALARM)
        record_scale(
            episode=episode, scale=ScaleCode.PHQ9, answers=answers, language="sw", mode="asked",
            by=therapist, answered_on=timezone.localdate(first + timedelta(weeks=number)),
        )  # fmt: skip
        if number == WITH_ALARM:
            write_safety_plan(
                episode=episode, by=therapist, signs="Two nights without sleep.",
                alone="Cold water, the radio, the prayer of my grandmother.",
                people="My sister; Naliaka by day; the helpline at night.",
                surroundings="The tablets are with the house mother.",
            )  # fmt: skip
            for task in Task.objects.undone().filter(case=case, given_by=therapist):
                finish_task(task=task, by=task.owner)
    episode.refresh_from_db()
    goals = [{"words": words, "reached": reached} for words, reached in GOALS]
    agree_goals(episode=episode, planned=10, goals=goals, by=therapist)
    ahead = _workday(1, 10, 30)
    book_session(
        kind="one", starts_at=ahead, ends_at=ahead + timedelta(minutes=50), room=room,
        episodes=[episode], weeks=2, by=therapist,
    )  # fmt: skip


def _hold(episode: TherapyEpisode, at: datetime, number: int, *, room: Room, by: User) -> None:
    """A session of weeks ago: written as booked ahead, then set to its day, then said who came."""
    soon = moment(20, 10, 30)
    (session,) = book_session(
        kind="one", starts_at=soon, ends_at=soon + timedelta(minutes=50), room=room,
        episodes=[episode], by=by,
    )  # fmt: skip
    TherapySession.objects.filter(pk=session.pk).update(
        starts_at=at, ends_at=at + timedelta(minutes=50)
    )
    attendance = session.attendances.select_related("session", "episode__step", "case").get()
    record_presence(attendance=attendance, presence="came", team_line=LINES[number], by=by)
    if number >= len(FALLING) - 2:
        write_sealed_note(
            attendance=attendance, text="Walks to the market alone. Wants to write to her brother.",
            asked_self_harm=True, by=by,
        )  # fmt: skip


def _answers(total: int, *, alarm: bool) -> dict[str, int]:
    """Answers of PHQ-9 that come to ``total``; question nine is above zero only for the alarm."""
    left = total - alarm
    answers = {"9": int(alarm)}
    for number in range(1, SCALES[ScaleCode.PHQ9].items):
        answers[str(number)] = min(3, left)
        left -= answers[str(number)]
    return answers


def _workday(days: int, hour: int, minute: int) -> datetime:
    """So many days ahead, or the Monday after."""
    at = moment(days, hour, minute)
    return at + timedelta(days=max(0, 7 - at.weekday()) if at.weekday() >= SATURDAY else 0)


def _begin(episode: TherapyEpisode, therapist: User, room: Room) -> None:
    start = _workday(2, 15, 30)
    book_session(
        kind="play", starts_at=start, ends_at=start + timedelta(minutes=45), room=room,
        episodes=[episode], weeks=3, by=therapist,
    )  # fmt: skip


def _circle(episodes: list[TherapyEpisode], therapist: User, room: Room) -> None:
    start = _workday(3, 16, 30)
    book_session(
        kind="group", starts_at=start, ends_at=start + timedelta(minutes=75), room=room,
        episodes=episodes, title="Evening circle", places=10, weeks=2, by=therapist,
    )  # fmt: skip
