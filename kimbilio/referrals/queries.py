"""Questions about referrals: may this be shared, how did a partner answer before, what is late."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import QuerySet

from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.consent.choices import Purpose
from kimbilio.consent.queries import Standing, standings
from kimbilio.referrals import secrets_of_links
from kimbilio.referrals.choices import TOOK_IT
from kimbilio.referrals.models import AnswerLink, Referral
from kimbilio.vault import blind

DOMAIN = "referral_partner"
LOOKED_AT = 1000  # referrals from which a partner's record is told


def partner_key(name: str) -> int:
    """The number that stands for this partner, however the name is spaced or capitalised."""
    return blind.token(DOMAIN, " ".join(name.split()).casefold())


def sharing_with(case: Case, partner: str) -> Standing | None:
    """What was agreed to about sharing with this partner, if it was ever asked."""
    wanted = partner.strip().casefold()
    is_child = case.is_minor is not False
    for standing in standings(case.survivor_id, is_child=is_child):
        if standing.purpose == Purpose.SHARING and standing.recipient == wanted:
            return standing
    return None


def agreed_partners(case: Case) -> list[tuple[str, date | None]]:
    """The partners with whom the person agrees to share today, each with its last day."""
    is_child = case.is_minor is not False
    return [
        (next(iter(standing.answers.values())).recipient, standing.ends_on)
        for standing in standings(case.survivor_id, is_child=is_child)
        if standing.purpose == Purpose.SHARING and standing.answers and standing.is_given
    ]


def may_be_shared(referral: Referral) -> bool:
    """Whether what was chosen may be read by the partner at this moment."""
    if referral.ground:
        return True
    standing = sharing_with(referral.case, referral.partner_name)
    return standing is not None and standing.is_given


@dataclass(frozen=True)
class Record:
    """How one partner answered so far."""

    partner: str
    asked: int
    answered: int
    accepted: int
    typical: timedelta | None
    example: Any  # the id of the newest referral to them

    @property
    def share(self) -> int | None:
        """How many of a hundred answered referrals they took."""
        return round(100 * self.accepted / self.answered) if self.answered else None

    @property
    def hours(self) -> int | None:
        """The median time to an answer, in whole hours."""
        return None if self.typical is None else round(self.typical.total_seconds() / 3600)


def track_records(*, service: str = "") -> list[Record]:
    """Partners by how well they answered, from the newest referrals; nobody's case is told."""
    sent = Referral.objects.filter(sent_at__isnull=False)
    if service:
        sent = sent.filter(service=service)
    by_partner: dict[int, list[Referral]] = defaultdict(list)
    columns = ("partner_key", "partner_name", "state", "sent_at", "answered_at")
    for referral in sent.only("id", *columns).order_by("-sent_at", "-id")[:LOOKED_AT]:
        by_partner[referral.partner_key].append(referral)
    records = [_record(group) for group in by_partner.values()]
    return sorted(records, key=lambda one: (-(one.share or 0), -one.asked, one.partner))


def _record(group: list[Referral]) -> Record:
    answered = [one for one in group if one.answered_at and one.sent_at]
    waits = [
        (one.answered_at - one.sent_at).total_seconds()
        for one in answered
        if one.answered_at and one.sent_at
    ]
    return Record(
        partner=group[0].partner_name,
        asked=len(group),
        answered=len(answered),
        accepted=sum(one.state in TOOK_IT for one in answered),
        typical=timedelta(seconds=median(waits)) if waits else None,
        example=group[0].pk,
    )


def overdue_for(viewer: User) -> QuerySet[Referral]:
    """What nobody moved for too long, in the cases ``viewer`` may see by name."""
    rows: QuerySet[Referral] = Referral.objects.overdue().open_to(viewer)
    return rows.select_related("case").order_by("waits_until", "id")


def waiting_for(viewer: User) -> QuerySet[Referral]:
    """All that is still to come, the longest waiting first."""
    rows: QuerySet[Referral] = Referral.objects.waiting().open_to(viewer)
    return rows.select_related("case").order_by("waits_until", "id")


def link_of(token: str) -> AnswerLink | None:
    """The open link with this secret, with its referral and case."""
    links = AnswerLink.objects.select_related("referral__case__lead", "referral__made_by")
    link = links.filter(token_hash=secrets_of_links.hash_of_token(token)).first()
    return link if link is not None and link.is_open() else None
