"""Sealing the trail in batches: each seal names its entries and is bound to the seal before it.

Writers never wait for a seal: they only insert. A sealer comes by later, reads what was committed
and inserts one seal. See docs/decisions/0004-audit-chain.md.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from kimbilio.audit import anchor, mac
from kimbilio.audit.models import Entry, Seal

GRACE = timedelta(seconds=10)  # longer than a request's transaction; slower ones are found later
LOOK_BACK = timedelta(hours=1)
MOST_MEMBERS = 20_000
ID_BYTES = 16
BEGINNING = UUID(int=0)
NO_DIGEST = b""


class Digester:
    """Sums up entries by their ids and codes, in the order of the members of a seal."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, entry_id: UUID, code: bytes) -> None:
        """Take one more entry in; equally long ids come first, so no two lists look the same."""
        self._sum.update(entry_id.bytes + len(code).to_bytes(4) + code)

    def digest(self) -> bytes:
        """The sum so far."""
        return self._sum.digest()


def seal_due(*, grace: timedelta = GRACE, everywhere: bool = False) -> int:
    """Seal every entry older than ``grace`` that no seal holds yet, and say how many those were.

    Entries committed after their window was sealed are looked for in the last hour's windows, or
    in all of them when ``everywhere``.
    """
    horizon = first_id_at(timezone.now() - grace)
    sealed = 0
    while True:
        last = Seal.objects.order_by("-number").first()
        after = last.upto if last else BEGINNING
        late = stragglers(None if everywhere else timezone.now() - LOOK_BACK) if last else []
        late = late[: MOST_MEMBERS // 2]
        room = MOST_MEMBERS - len(late)
        fresh = list(_ids_between(after, horizon)[:room]) if horizon > after else []
        if not fresh and not late:
            return sealed
        upto = fresh[-1] if len(fresh) == room else max(after, horizon)
        if not _put_seal(last, late=late, fresh=fresh, upto=upto):
            return sealed  # another server was faster; it seals what we would have
        sealed += len(late) + len(fresh)


def _put_seal(last: Seal | None, *, late: list[UUID], fresh: list[UUID], upto: UUID) -> bool:
    members = sorted(late) + fresh
    seal = Seal(
        number=last.number + 1 if last else 1,
        after=last.upto if last else BEGINNING,
        upto=upto,
        count=len(members),
        late=len(late),
        members=b"".join(member.bytes for member in members),
    )
    macs = dict(_macs_of(members))
    content = Digester()
    for member in members:
        content.add(member, macs[member])
    seal.digest = mac.of_seal(seal, bytes(last.digest) if last else NO_DIGEST, content.digest())
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        return False
    anchor.drop(seal)
    return True


def stragglers(since: datetime | None) -> list[UUID]:
    """Entries inside sealed windows that no seal holds; ``since`` bounds how far to look back."""
    bound = first_id_at(since) if since else BEGINNING
    seals = Seal.objects.filter(upto__gt=bound).order_by("number")
    first = seals.first()
    last = seals.last()
    if first is None or last is None:
        return []
    late = {
        member
        for seal in Seal.objects.filter(number__gte=first.number, late__gt=0).iterator()
        for member in members_of(seal)[: seal.late]
    }
    held = seals.aggregate(total=Sum("count"), late=Sum("late"))
    known = held["total"] - held["late"] + sum(first.after < member for member in late)
    if _ids_between(first.after, last.upto).count() == known:
        return []
    found: list[UUID] = []
    for seal in seals.iterator(chunk_size=10):
        held_here = late.union(members_of(seal))
        ids = _ids_between(seal.after, seal.upto).iterator()
        found.extend(entry_id for entry_id in ids if entry_id not in held_here)
    return found


def members_of(seal: Seal) -> list[UUID]:
    """The ids of the entries a seal holds: late ones first, each part in order."""
    packed = bytes(seal.members)
    return [
        UUID(bytes=packed[start : start + ID_BYTES]) for start in range(0, len(packed), ID_BYTES)
    ]


def first_id_at(moment: datetime) -> UUID:
    """The lowest time-ordered id of a millisecond."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def moment_of(entry_id: UUID) -> datetime:
    """When a time-ordered id was made; it tells about an entry that is no longer there."""
    milliseconds = min(entry_id.int >> 80, 253_402_300_799_000)
    return datetime.fromtimestamp(milliseconds / 1000, tz=timezone.get_current_timezone())


def in_parts(ids: list[UUID], size: int = 500) -> Iterator[list[UUID]]:
    """Ids a few hundred at a time, as many as any database takes in one question."""
    remaining = iter(ids)
    while part := list(islice(remaining, size)):
        yield part


def _ids_between(after: UUID, upto: UUID):  # type: ignore[no-untyped-def]  # a values queryset
    entries = Entry.objects.filter(id__gt=after, id__lte=upto)
    return entries.order_by("id").values_list("id", flat=True)


def _macs_of(ids: list[UUID]) -> Iterator[tuple[UUID, bytes]]:
    for part in in_parts(ids):
        for entry_id, code in Entry.objects.filter(id__in=part).values_list("id", "mac"):
            yield entry_id, bytes(code)
