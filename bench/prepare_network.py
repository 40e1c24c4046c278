"""Inside a set-up program: a network of many nodes, and one lawyer signed in who may see it. Prints JSON."""

import json
import os
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.floors.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.prepare import sign_in, version
from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.justice.models import AllegedTrafficker
from kimbilio.operations.start import prepare

CASES = 400


def main() -> None:
    """Fill an empty home until the picture has about ``argv[1]`` nodes."""
    wanted = int(sys.argv[1])
    prepare(demo=False)
    call_command("seed", cases=CASES, seed=1, stdout=sys.stderr, stderr=sys.stderr)
    lawyer = User.objects.create_user(
        email="bench.lawyer@seed.example", name="Bench Lawyer", role=Role.LEGAL_OFFICER
    )
    cases = list(Case.objects.order_by("id")[:CASES])
    Tie.objects.bulk_create(Tie(case=case, user=lawyer, kind=TieKind.MEMBER) for case in cases)
    count = round((wanted - CASES) / 3.2)  # nodes that one entry brings along
    dice = random.Random(1)
    AllegedTrafficker.objects.bulk_create(
        AllegedTrafficker(
            case=cases[number * CASES // count], recorded_by=lawyer, known=known(number, dice)
        )
        for number in range(count)
    )
    client = sign_in(lawyer)
    client.get("/courts/network/data/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/courts/network/data/")
    queries = len(captured)  # the next request begins anew
    began = time.process_time()
    for _ in range(3):
        client.get("/courts/network/data/")
    cpu = (time.process_time() - began) / 3
    said = answer.json()
    print(json.dumps({
        "database": version(), "nodes": len(said["nodes"]), "edges": len(said["edges"]),
        "bytes": len(answer.content), "queries": queries,
        "data_cpu_ms": round(1000 * cpu),
        "session": client.cookies["sessionid"].value,
    }))  # fmt: skip


def known(number: int, dice: random.Random) -> dict[str, list[str]]:
    """What one is known by: most of it shared with neighbours, now and then with somebody far away."""
    phones = [f"+2547990{number:05d}"]
    if dice.random() < 0.1:
        phones.append(f"+2547990{dice.randrange(number + 1):05d}")
    return {
        "name": [f"Mfano{number} Mfanokwe"], "phone": phones,
        "account": [f"ACC{number // 2:05d}"], "vehicle": [f"KZZ {number // 3:04d}X"],
        "place": [f"Mlima {number // 5}"], "agency": [f"Safari{number // 6} Mfano"],
    }  # fmt: skip


if __name__ == "__main__":
    main()
