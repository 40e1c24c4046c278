"""The questions other parts ask before they use or share anything."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kimbilio.consent.choices import Answer, Giver, Purpose
from kimbilio.consent.models import Consent

CHILD_DECIDES_FROM = 15  # domain: consent matrix, unverified; to become a setting


@dataclass(frozen=True)
class Standing:
    """What holds today for one purpose (and one recipient): every giver's latest answer."""

    purpose: Purpose
    recipient: str
    answers: dict[str, Consent]
    is_child: bool

    @property
    def is_given(self) -> bool:
        """Whether every needed word is a yes: the adult's own, or guardian's and child's beside it."""
        return not self.missing

    @property
    def missing(self) -> tuple[Giver, ...]:
        """Whose yes is still missing."""
        if not self.is_child:
            return () if self._yes(Giver.SELF) else (Giver.SELF,)
        wanting = []
        if not (self._yes(Giver.ASSENT) or self._yes(Giver.SELF)):
            wanting.append(Giver.ASSENT)
        if not (self._yes(Giver.GUARDIAN) or self._yes(Giver.OFFICER)):
            wanting.append(Giver.GUARDIAN)
        return tuple(wanting)

    @property
    def ends_on(self) -> date | None:
        """The first day on which one of the words ends."""
        ends = [c.ends_on for c in self.answers.values() if c.ends_on and c.answer == Answer.YES]
        return min(ends, default=None)

    @property
    def is_refused(self) -> bool:
        """Whether somebody said no."""
        return any(consent.answer == Answer.NO for consent in self.answers.values())

    def _yes(self, giver: Giver) -> bool:
        consent = self.answers.get(giver)
        return consent is not None and consent.answer == Answer.YES


def standings(person: Any, *, is_child: bool, on: date | None = None) -> list[Standing]:
    """What holds on the day ``on`` for every purpose that was ever asked; one query."""
    rows = Consent.objects.filter(person=person).order_by("given_on", "recorded_at")
    return _standings(rows, on or timezone.localdate(), is_child=is_child)


def allowed_among(
    people: Mapping[UUID, bool], purpose: Purpose, *, on: date | None = None
) -> set[UUID]:
    """Those of ``people`` (each with whether they are a child) who allow ``purpose``; one query."""
    rows = Consent.objects.filter(person__in=list(people), purpose=purpose)
    by_person: dict[UUID, list[Consent]] = defaultdict(list)
    for consent in rows.order_by("given_on", "recorded_at"):
        by_person[consent.person_id].append(consent)
    day = on or timezone.localdate()
    return {
        key
        for key, given in by_person.items()
        if any(one.is_given for one in _standings(given, day, is_child=people[key]))
    }


def _standings(rows: Iterable[Consent], day: date, *, is_child: bool) -> list[Standing]:
    """The latest word of each giver on each question, from the oldest to the newest of ``rows``."""
    latest: dict[tuple[str, str], dict[str, Consent]] = {}
    for consent in rows:
        asked = latest.setdefault((consent.purpose, consent.recipient.casefold()), {})
        ended = consent.ends_on is not None and consent.ends_on < day
        if consent.withdrawn_at is not None or ended:
            asked.pop(consent.giver, None)
        else:
            asked[consent.giver] = consent
    return [
        Standing(Purpose(purpose), recipient, answers, is_child)
        for (purpose, recipient), answers in latest.items()
    ]


def allows(
    person: Any, purpose: Purpose, *, is_child: bool, recipient: str = "", on: date | None = None
) -> bool:
    """Whether consent to ``purpose`` (for sharing: with ``recipient``) is given and still holds."""
    wanted = recipient.strip().casefold()
    return any(
        standing.is_given
        for standing in standings(person, is_child=is_child, on=on)
        if standing.purpose == purpose and standing.recipient == wanted
    )


def consents_ending(today: date, *, within: int = 14) -> QuerySet[Consent]:
    """Consents that hold today and end within so many days."""
    last = today + timedelta(days=within)
    return Consent.objects.filter(
        ends_on__gte=today, ends_on__lte=last, answer=Answer.YES, withdrawn_at__isnull=True
    )
