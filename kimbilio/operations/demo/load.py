"""Loading the whole demonstration, once."""

from pathlib import Path
from random import Random

from django.db import transaction

from kimbilio.accounts.models import User
from kimbilio.cases.actions.emergency import break_glass
from kimbilio.cases.models import Case
from kimbilio.cases.notices import mark_read
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import CAST, One
from kimbilio.operations.demo.days import fill_days, make_some_calls_late
from kimbilio.operations.demo.ending import end_some
from kimbilio.operations.demo.helpline import fill_inbox
from kimbilio.operations.demo.justice import go_to_court
from kimbilio.operations.demo.letters import write_one
from kimbilio.operations.demo.livelihoods import give_a_start
from kimbilio.operations.demo.partners import add_partners
from kimbilio.operations.demo.referrals import refer_one
from kimbilio.operations.demo.reintegration import follow_home
from kimbilio.operations.demo.shelter import open_house
from kimbilio.operations.demo.staff import Team, hire, write_sign_ins
from kimbilio.operations.demo.stories import tell_stories
from kimbilio.operations.demo.telling import Telling
from kimbilio.operations.demo.therapy import give_therapy
from kimbilio.operations.demo.tracing import look_for_family

NEWS = CAST[5]  # what happened with these first ones is still news


def load() -> Path | None:
    """Everything or nothing; None where there are accounts already."""
    with transaction.atomic():
        if User.objects.exists():
            return None
        team = hire()
        telling = Telling(team, Random(7))
        told = []
        for one in reversed(CAST):
            if one is NEWS:
                _see_the_bell(team)
            told.append((one, telling.tell(one)))
        fill_days(told, team)
        make_some_calls_late(team)
        tell_stories(told)
        end_some(told, team)
        add_partners(team)
        refer_one(told)
        give_therapy(told, team)
        fill_inbox(told, team)
        open_house(told, team)
        go_to_court(told, team)
        look_for_family(told, team)
        follow_home(told, team)
        give_a_start(told, team)
        write_one(told)
        _open_in_an_emergency(told, team)
        return write_sign_ins(team)


def _see_the_bell(team: Team) -> None:
    """Who joined which team weeks ago is no news any more."""
    for user in team.people.values():
        mark_read(by=user)


def _open_in_an_emergency(told: list[tuple[One, Case]], team: Team) -> None:
    """Somebody had to look, and the lead and the data protection officer have to say whether so."""
    case = next(case for one, case in told if one.stands == cast.SUPPORT and one.worker == "Halima")
    break_glass(
        code=case.code, by=team["Faith"],
        reason="Her mother is at the gate of the shelter and asks for her by name.",
    )  # fmt: skip
