"""Inside a set-up program: seed cases and sessions of therapy, sign in who looks at them. Prints JSON."""

import json
import os
import sys
import time
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.floors.settings")

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.pages import Page
from bench.prepare import sign_in, version
from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.cases.models import Case
from kimbilio.operations.seed.rows import write
from kimbilio.operations.start import prepare
from kimbilio.therapy.models import TherapyAttendance, TherapyEpisode, TherapySession

THERAPISTS, A_DAY, OF_ONE = 50, 8, 20  # sessions of a working day; of one person
AHEAD = 60  # days to come
A_WEEK = 5 * A_DAY  # people who come once a week


def main() -> None:
    """Seed if there is nothing yet, then print what the load needs to know."""
    cases, sessions = map(int, sys.argv[1:3])
    prepare(demo=False)
    seconds = 0.0
    if not Case.objects.exists():
        started = time.perf_counter()
        call_command("seed", cases=cases, seed=1, stdout=sys.stderr, stderr=sys.stderr)
        add_sessions(sessions)
        seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    users = get_user_model().objects
    people = {
        "therapist": users.get(email="therapist.0@bench.example"),
        "lawyer": users.get(email="seed.9@seed.example"),
        "lead": users.get(email="seed.6@seed.example"),
    }
    clients = {name: sign_in(user) for name, user in people.items()}
    mine = TherapyEpisode.objects.filter(responsible=people["therapist"], ended_at=None)
    codes = list(mine.order_by("id").values_list("case__code", "pk")[:20])
    facts = {
        "database": version(), "cases": Case.objects.count(),
        "sessions": TherapySession.objects.count(), "seed_seconds": round(seconds),
        "signed_in": {name: one.cookies["sessionid"].value for name, one in clients.items()},
        "codes": [code for code, _pk in codes],
        "episodes": [f"/cases/{code}/therapy/{pk}/" for code, pk in codes],
    }  # fmt: skip
    asked = pages_of(facts)
    facts["asked"] = {page.name: asdict(page) for page in asked}
    facts["weights"] = {page.name: weigh(clients[page.who], page) for page in asked}
    print(json.dumps(facts))


def add_sessions(wanted: int) -> None:
    """Sessions of fifty therapists, eight on a working day, the last of them two months from now."""
    users = get_user_model().objects
    people = wanted // THERAPISTS // OF_ONE // A_WEEK * A_WEEK
    each = people * OF_ONE
    cases = list(Case.objects.order_by("id").only("id", "code")[: THERAPISTS * people])
    by = users.get(email="seed.6@seed.example")
    hours = working_hours(each)
    now = timezone.now()
    for number in range(THERAPISTS):
        therapist = users.create_user(
            f"therapist.{number}@bench.example", name=f"Therapist {number}", role=Role.THERAPIST
        )
        theirs = cases[number * people : (number + 1) * people]
        episodes = [
            episode_of(case, therapist, by, hours[place // A_WEEK * A_WEEK * OF_ONE :])
            for place, case in enumerate(theirs)
        ]
        held, came = [], []
        for place, at in enumerate(hours[: OF_ONE * len(theirs)]):
            is_over = at < now
            session = TherapySession(
                starts_at=at, ends_at=at + timedelta(minutes=50), held_by=therapist,
                state="held" if is_over else "planned",
            )  # fmt: skip
            episode = episodes[place // (A_WEEK * OF_ONE) * A_WEEK + place % A_WEEK]
            held.append(session)
            came.append(TherapyAttendance(
                session=session, episode=episode, case=episode.case,
                presence="came" if is_over else "expected",
            ))  # fmt: skip
        with transaction.atomic():
            Tie.objects.bulk_create(
                Tie(case=case, user=therapist, kind=TieKind.MEMBER) for case in theirs
            )
            write(episodes)
            write(held)
            write(came)
        print(f"{(number + 1) * len(held)} sessions", file=sys.stderr)


def episode_of(case, therapist, by, hours) -> TherapyEpisode:
    """Once a week for so many weeks; what is over by now has ended."""
    last = hours[min(len(hours), A_WEEK * OF_ONE) - 1]
    end = (
        {} if last > timezone.now() else {"ended_at": last, "ended_by": by, "outcome": "completed"}
    )
    return TherapyEpisode(
        case=case, responsible=therapist, asked_by=by, started_at=hours[0], planned=OF_ONE, **end
    )


def working_hours(count: int) -> list[datetime]:
    """So many hours of working days, the oldest first, up to two months from now."""
    found: list[datetime] = []
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    day += timedelta(days=AHEAD)
    while len(found) < count:
        if day.weekday() < 5:
            found += [day + timedelta(hours=8 + at) for at in reversed(range(A_DAY))]
        day -= timedelta(days=1)
    return found[:count][::-1]


def pages_of(facts: dict) -> list[Page]:
    """The calendars and lists that stand on sessions."""
    bare = ("bare list", 2.5)
    tabs = [f"/cases/{code}/services/" for code in facts["codes"]]
    return [
        Page("calendar, my week", "therapist", ["/calendar/"], ["page-calendar"], times=bare),
        Page("calendar, my month", "therapist", ["/calendar/month/"], ["page-calendar"], times=bare),
        Page("therapy, my week", "therapist", ["/therapy/"], ["<h1"], times=bare),
        Page("My day of a therapist", "therapist", ["/"], ["duty lead|open case"],
             times=("bare list", 4)),
        Page("one therapy", "therapist", facts["episodes"], facts["codes"], times=("bare open", 6)),
        Page("services of a case", "therapist", tabs, facts["codes"], times=("bare open", 6)),
        Page("court diary", "lawyer", ["/courts/"], ["page-court"], times=bare),
        Page("case list of a lead", "lead", ["/cases/"], ["aria-sort"], times=bare),
    ]  # fmt: skip


def weigh(client, page: Page) -> dict[str, int]:
    """Queries and bytes of HTML of a page."""
    client.get(page.addresses[0])  # the first visit of a minute notes that the person is there
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page.addresses[0])
        queries = len(captured)
    assert answer.status_code == 200, (page.name, answer.status_code)
    return {"queries": queries, "bytes": len(answer.content)}


if __name__ == "__main__":
    main()
