"""Questions about referrals: may this be shared, how did a partner answer before, what is late."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.cases.queries.passing_on import was_passed_on
from kimbilio.consent.choices import Purpose
from kimbilio.consent.queries import Standing, standings
from kimbilio.partners.models import Partner
from kimbilio.people.choices import ContactKind
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import may_be_used, rules_in_words
from kimbilio.referrals import secrets_of_links
from kimbilio.referrals.choices import ENDED, TOOK_IT, ItemKind, LetterState
from kimbilio.referrals.models import AnswerLink, OfficeLetter, Referral
from kimbilio.vault import blind

DOMAIN = "referral_partner"
LOOKED_AT = 1000  # referrals from which a partner's record is told


def plain_name(name: str) -> str:
    """A partner's name as it is compared, however it is spaced or capitalised."""
    return " ".join(name.split()).casefold()


def partner_key(name: str) -> int:
    """The number that stands for this partner, however the name is spaced or capitalised."""
    return blind.token(DOMAIN, plain_name(name))


def entry_named(name: str) -> Partner | None:
    """The entry of the directory with this name, rather one that is in use."""
    found: Partner | None = (
        Partner.objects.filter(name__iexact=name).order_by("-is_active", "id").first()
    )
    return found


def sharing_with(case: Case, partner: str) -> Standing | None:
    """What was agreed to about sharing with this partner, if it was ever asked."""
    wanted = partner.strip().casefold()
    is_child = case.is_minor is not False
    for standing in standings(case.survivor_id, is_child=is_child):
        if standing.purpose == Purpose.SHARING and standing.recipient == wanted:
            return standing
    return None


def takes_referrals(case: Case) -> bool:
    """An open case, or one that was passed on at once: the partner still has to be asked and followed."""
    return case.is_open or was_passed_on(case)


def agreed_partners(case: Case) -> list[tuple[str, date | None]]:
    """The partners with whom the person agrees to share today, each with its last day."""
    is_child = case.is_minor is not False
    return [
        (next(iter(standing.answers.values())).recipient, standing.ends_on)
        for standing in standings(case.survivor_id, is_child=is_child)
        if standing.purpose == Purpose.SHARING and standing.answers and standing.is_given
    ]


def may_be_shared(referral: Referral) -> bool:
    """Whether what was chosen may be read by the partner at this moment: never after its end."""
    if referral.state in ENDED:
        return False
    if referral.ground:
        return True
    standing = sharing_with(referral.case, referral.partner_name)
    return standing is not None and standing.is_given


def usable_phones(case: Case) -> list[ContactPoint]:
    """The numbers of the survivor that may be used in some way, the main one first."""
    phones = ContactPoint.objects.filter(
        person=case.survivor_id, kind=ContactKind.PHONE, is_active=True
    )
    return [one for one in phones.order_by("-is_primary", "id") if may_be_used(one)]


@dataclass(frozen=True)
class Line:
    """One shared line as it is read at this moment."""

    kind: ItemKind
    words: str
    compartment: Compartment


def lines_of(referral: Referral) -> list[Line]:
    """What the partner reads. A number comes with the safe-contact rules of today, or not at all."""
    return [
        Line(
            ItemKind(item.kind),
            _number_today(referral.case, item.words)
            if item.kind == ItemKind.CONTACT
            else item.words,
            Compartment(item.compartment),
        )
        for item in referral.items.order_by("id")
    ]


def _number_today(case: Case, number: str) -> str:
    contact = next((one for one in usable_phones(case) if one.value == number), None)
    if contact is None:
        return _("This number may not be used any more. Ask us.")
    return "\n".join([number, *rules_in_words(contact)])


@dataclass(frozen=True)
class Record:
    """How one partner answered so far."""

    partner: Partner
    asked: int
    answered: int
    accepted: int
    typical: timedelta | None

    @property
    def share(self) -> int | None:
        """How many of a hundred answered referrals they took."""
        return round(100 * self.accepted / self.answered) if self.answered else None

    @property
    def hours(self) -> int | None:
        """The median time to a first answer, in whole hours."""
        return None if self.typical is None else round(self.typical.total_seconds() / 3600)


def track_records(partners: list[Partner]) -> list[Record]:
    """How these partners of the directory answered, the best first, from the newest referrals.

    It counts over all cases, also those the reader may not open. So it starts from entries that
    everybody may see: a partner who is in no directory, and may be somebody's uncle, is not told.
    A referral that is older than its partner's entry counts by its name.
    """
    entries = {partner.pk: partner for partner in partners}
    by_name = {partner_key(partner.name): partner.pk for partner in partners}
    theirs = Q(entry__in=list(entries)) | Q(entry=None, partner_key__in=list(by_name))
    columns = ("entry", "partner_key", "state", "sent_at", "answered_at")
    sent = Referral.objects.filter(theirs, sent_at__isnull=False).order_by("-sent_at", "-id")
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for entry, key, *told in sent.values_list(*columns)[:LOOKED_AT]:
        groups[entry or by_name[key]].append(told)
    records = [_record(entries[pk], group) for pk, group in groups.items()]
    return sorted(records, key=lambda one: (-(one.share or 0), -one.asked, one.partner.name))


def _record(partner: Partner, group: list[Any]) -> Record:
    answered = [(state, at - sent) for state, sent, at in group if at]
    waits = [wait.total_seconds() for _state, wait in answered]
    return Record(
        partner=partner,
        asked=len(group),
        answered=len(answered),
        accepted=sum(state in TOOK_IT for state, _wait in answered),
        typical=timedelta(seconds=median(waits)) if waits else None,
    )


def waiting_for(viewer: User) -> QuerySet[Referral]:
    """All that is still to come, the longest waiting first."""
    rows: QuerySet[Referral] = Referral.objects.waiting().open_to(viewer)
    return rows.select_related("case").order_by("waits_until", "id")


def letters_to_collect(viewer: User, *, until: date, most: int = 5) -> list[OfficeLetter]:
    """The letters promised for ``until`` or before, for which ``viewer`` goes; the oldest first."""
    mine = OfficeLetter.objects.open_to(viewer).filter(
        collector=viewer, state=LetterState.PROMISED, promised_on__lte=until,
        case__closed_at__isnull=True,
    )  # fmt: skip
    shown = mine.select_related("case").only("office", "promised_on", "state", "case__code")
    return list(shown.order_by("promised_on", "id")[:most])


def link_of(token: str) -> AnswerLink | None:
    """The open link with this secret, with its referral and case."""
    links = AnswerLink.objects.select_related("referral__case__lead", "referral__made_by")
    link = links.filter(token_hash=secrets_of_links.hash_of_token(token)).first()
    return link if link is not None and link.is_open() else None
