"""Who works in the invented organisation, in which unit, and who is on duty."""

import json
import os
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.operations.seed.words import STAFF
from kimbilio.organisation.models import Organisation, Unit, UnitMembership
from kimbilio.staff.duty import set_shift

PASSWORD = "karibu nyumbani"  # noqa: S105  # printed at the start; works from this machine alone
NEW_COLLEAGUE = ("Tabitha Wanjala", Role.CASE_WORKER)  # started today and has no case yet
UNITS = ("Rescue and response", "Reintegration", "Coast office")
DUTY_DAYS = 14
SHIFTS = ((6, 14), (14, 22), (22, 30))  # hours of the day; the last one ends the next morning


@dataclass(frozen=True)
class Team:
    """The people of the demonstration, found by first name or role."""

    people: dict[str, User]
    units: list[Unit]
    by_role: dict[str, list[User]] = field(default_factory=dict)

    def __getitem__(self, first_name: str) -> User:
        return self.people[first_name]

    def first(self, role: Role) -> User:
        """The first colleague of a role."""
        return self.by_role[role][0]

    def all(self, role: Role) -> list[User]:
        """Every colleague of a role."""
        return self.by_role[role]


def hire() -> Team:
    """Accounts, units and duty for all; each lead leads a unit, the coast is led from Mombasa."""
    Organisation.objects.get_or_create(
        defaults={
            "name": "Kimbilio Demo", "phone": "0800 000 000", "email": "office@demo.example",
            "address": "P.O. Box 00000\n00100 Nairobi (invented)",
        }
    )  # fmt: skip
    team = Team({}, [Unit.objects.create(name=name) for name in UNITS])
    hashed = make_password(PASSWORD)  # once: it is the same for all, and slow by design
    for name, role in [*STAFF, NEW_COLLEAGUE]:
        email = f"{name.lower().replace(' ', '.')}@demo.example"
        user = User.objects.create(email=email, password=hashed, name=name, role=role, is_demo=True)
        team.people[user.first_name] = user
        team.by_role.setdefault(Role(role), []).append(user)
    mwende, daudi = team.all(Role.TEAM_LEAD)
    for unit, lead in zip(team.units, (mwende, mwende, daudi), strict=True):
        UnitMembership.objects.create(unit=unit, user=lead, is_lead=True)
    for place, user in enumerate(team.people.values()):
        if user not in (mwende, daudi):
            UnitMembership.objects.create(unit=team.units[place % len(UNITS)], user=user)
    _put_on_duty(team)
    return team


def _put_on_duty(team: Team) -> None:
    """Three shifts a day, a lead and a worker on each, from this morning on."""
    manager, workers = team.first(Role.MANAGER), team.all(Role.CASE_WORKER)[:6]
    mwende, daudi = team.all(Role.TEAM_LEAD)
    leads = (mwende, daudi, manager)
    yesterday = timezone.localdate() - timedelta(days=1)
    for number in range(DUTY_DAYS * len(SHIFTS)):
        day = yesterday + timedelta(days=number // len(SHIFTS))
        since, until = SHIFTS[number % len(SHIFTS)]
        starts_at, ends_at = _at(day, since), _at(day, until)
        if ends_at <= timezone.now():
            continue
        on_it = ((leads[number % 3], True), (workers[number % len(workers)], False))
        for user, is_lead in on_it:
            set_shift(user=user, is_lead=is_lead, starts_at=starts_at, ends_at=ends_at, by=manager)


def _at(day: date, hour: int) -> datetime:
    start = timezone.make_aware(datetime.combine(day, time()))
    return start + timedelta(hours=hour)


def write_sign_ins(team: Team) -> Path:
    """One account of each role, readable by the service's account alone."""
    rows = [
        {"role": str(role.label), "email": users[0].email, "password": PASSWORD}
        for role, users in ((role, team.by_role.get(role, [])) for role in Role)
        if users
    ]
    file = Path(settings.HOME) / "demo-sign-ins.json"
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(rows, out, indent=2)
    return file
