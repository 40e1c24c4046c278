"""Inside a set-up program: many conversations, one account, one person signed in. Prints JSON."""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.floors.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.prepare import sign_in, version
from kimbilio.accounts.models import User
from kimbilio.helpline.choices import Channel, Outcome, ProviderKind
from kimbilio.helpline.marks import address_key, door_hash
from kimbilio.helpline.models import Account, Conversation, Correspondent, Message
from kimbilio.operations.start import prepare

SECRET, DOOR, BATCH, WAITING = "bench-secret", "bench-door", 2000, 40


def main() -> None:
    """Fill an empty home with ``argv[1]`` conversations, nearly all of them closed."""
    wanted = int(sys.argv[1])
    prepare(demo=False)
    if not User.objects.exists():
        call_command("seed", cases=500, seed=1, stdout=sys.stderr, stderr=sys.stderr)
    worker = User.objects.get(email="seed.0@seed.example")
    account, _ = Account.objects.get_or_create(
        name="Bench", defaults={"provider": ProviderKind.WHATSAPP, "typed": {"app_secret": SECRET},
                                "door": DOOR, "door_hash": door_hash(DOOR), "made_by": worker},
    )  # fmt: skip
    for first in range(Conversation.objects.count(), wanted, BATCH):
        fill(account, worker, range(first, min(first + BATCH, wanted)))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    client = sign_in(worker)
    queries = {}
    for name, address in (("inbox", "/inbox/"), ("poll", "/inbox/changes/")):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        queries[name] = len(captured)
    with CaptureQueriesContext(connection) as captured:
        same = client.get("/inbox/changes/", headers={"If-None-Match": answer["ETag"]})
    assert same.status_code == 304
    queries["poll without news"] = len(captured)
    print(json.dumps({
        "conversations": Conversation.objects.count(), "database": version(), "queries": queries,
        "session": client.cookies["sessionid"].value, "door": DOOR, "secret": SECRET,
    }))  # fmt: skip


def fill(account: Account, worker: User, numbers: range) -> None:
    """Conversations of the last two years with one message each; the newest few wait."""
    now = timezone.now()
    people = [
        Correspondent(address=(one := f"+25479{n:07d}"), address_key=address_key(one))
        for n in numbers
    ]
    Correspondent.objects.bulk_create(people)
    talks = []
    for number, person in zip(numbers, people, strict=True):
        at = now - timedelta(minutes=10 * number)
        open_now = number < WAITING
        talks.append(Conversation(
            channel=Channel.WHATSAPP, account=account, correspondent=person, started_at=at,
            last_at=at, changed_at=at, answered_at=None if open_now else at,
            waiting_since=at if open_now else None, place=4 if open_now else 0,
            outcome="" if open_now else Outcome.INFORMED, closed_at=None if open_now else at,
            closed_by=None if open_now else worker,
        ))  # fmt: skip
    Conversation.objects.bulk_create(talks)
    Message.objects.bulk_create(
        [
            Message(conversation=talk, direction="in", text="Habari yako", at=talk.last_at)
            for talk in talks
        ]
    )


if __name__ == "__main__":
    main()
