"""What the inbox shows: conversations in order, what was said, who they may be, and the figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.cases.queries.search import Found, find_cases
from kimbilio.helpline.choices import Channel, Direction, MessageKind
from kimbilio.helpline.marks import is_phone
from kimbilio.helpline.models import Account, Conversation, Message, Presence
from kimbilio.helpline.providers.known import channels_of

WRITES_FOR = timedelta(seconds=12)
MOST_MESSAGES = 200
MOST_EARLIER = 10
ORDER = ("-place", "-last_at", "-id")
DRAWN = (
    "channel", "who", "urgency", "place", "wants_call", "waiting_since", "last_at", "outcome",
    "closed_at", "correspondent__address", "owner__name", "case__code",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What somebody chose to see of the inbox."""

    channel: str = ""
    mine: bool = False
    call_back: bool = False

    @property
    def as_query(self) -> str:
        """The same as the end of an address; it holds no word about anybody."""
        parts = [f"channel={self.channel}" if self.channel else ""]
        parts += ["mine=1" if self.mine else "", "call_back=1" if self.call_back else ""]
        return "&".join(filter(None, parts))


def inbox(*, viewer: User, shown: Shown) -> QuerySet[Conversation]:
    """The conversations that ``viewer`` may read, in the order of ``ORDER``."""
    rows: QuerySet[Conversation] = Conversation.objects.visible_to(viewer)
    if shown.channel:
        rows = rows.filter(channel=shown.channel)
    if shown.mine:
        rows = rows.filter(owner=viewer)
    if shown.call_back:
        rows = rows.filter(closed_at=None, wants_call=True)
    return rows.select_related("correspondent", "owner", "case").only(*DRAWN)


def last_words(talks: Iterable[Conversation]) -> dict[Any, Message]:
    """The newest thing that was said in each, by the id of the conversation: one query."""
    told = Message.objects.filter(conversation=OuterRef("pk")).exclude(direction=Direction.NOTE)
    newest = Subquery(told.order_by("-at", "-id").values("pk")[:1])
    keys = Conversation.objects.filter(pk__in=[talk.pk for talk in talks]).annotate(newest=newest)
    rows = Message.objects.filter(pk__in=keys.values("newest"))
    rows = rows.only("conversation_id", "kind", "text")
    return {row.conversation_id: row for row in rows}


def can_text() -> bool:
    """Whether an account that carries SMS is in use."""
    accounts = Account.objects.filter(is_active=True).only("provider", "typed")
    return any(Channel.SMS in channels_of(one.provider, one.typed) for one in accounts)


def newest_change() -> datetime | None:
    """When anything last changed in any conversation: one step into one index."""
    return Conversation.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()


def messages_of(talk: Conversation) -> list[Message]:
    """What was said, the oldest first, at most the last two hundred."""
    rows = talk.messages.select_related("by", "sending", "attachment__file")
    newest = list(rows.order_by("-at", "-id")[:MOST_MESSAGES])
    return list(reversed(newest))


def writing_now(talk: Conversation, *, besides: User) -> list[str]:
    """The names of colleagues who are writing an answer at this moment."""
    since = timezone.now() - WRITES_FOR
    rows = Presence.objects.filter(conversation=talk, at__gt=since).exclude(user=besides)
    return list(rows.order_by("user__name").values_list("user__name", flat=True)[:3])


def earlier_with(talk: Conversation, *, viewer: User) -> list[Conversation]:
    """Other conversations with the same number or address, the newest first, if ``viewer`` may read them."""
    if talk.correspondent_id is None:
        return []
    rows = Conversation.objects.visible_to(viewer).filter(correspondent=talk.correspondent_id)
    rows = rows.exclude(pk=talk.pk).select_related("case").order_by("-started_at")
    return list(rows[:MOST_EARLIER])


def files_with(talk: Conversation, *, viewer: User) -> list[Found]:
    """Files in which this number stands, of those whose identity is open to ``viewer``."""
    if talk.correspondent is None or not is_phone(talk.correspondent.address):
        return []
    return [one for one in find_cases(talk.correspondent.address, viewer=viewer) if one.shows_name]


@dataclass
class Line:
    """The figures of one channel, or of one hour of the day."""

    conversations: int = 0
    missed: int = 0
    abandoned: int = 0
    to_answer: list[float] = field(default_factory=list)
    to_decision: list[float] = field(default_factory=list)

    @property
    def answer_minutes(self) -> int | None:
        """Median minutes to our first answer."""
        return round(median(self.to_answer)) if self.to_answer else None

    @property
    def decision_minutes(self) -> int | None:
        """Median minutes to a decision."""
        return round(median(self.to_decision)) if self.to_decision else None


@dataclass(frozen=True)
class Figures:
    """How soon we answered, by channel and by the hour in which they reached us."""

    by_channel: dict[Channel, Line]
    by_hour: dict[int, Line]
    waiting: int


ABANDONED_AFTER = timedelta(hours=24)


def figures(*, viewer: User, days: int = 30) -> Figures:
    """Counts of conversations begun in the last ``days`` that ``viewer`` may read; no word of any.

    Abandoned is what nobody answered within a day; missed is a call that rang and that nobody took.
    """
    now = timezone.now()
    rows = Conversation.objects.visible_to(viewer).filter(
        started_at__gte=now - timedelta(days=days)
    )
    by_channel: dict[Channel, Line] = defaultdict(Line)
    by_hour: dict[int, Line] = defaultdict(Line)
    columns = ("pk", "channel", "started_at", "answered_at", "triage__decided_at", "closed_at")
    where: dict[Any, tuple[Line, Line]] = {}
    for pk, channel, began, answered, decided, closed in rows.values_list(*columns).iterator():
        lines = by_channel[Channel(channel)], by_hour[timezone.localtime(began).hour]
        where[pk] = lines
        given_up = answered is None and closed is None and began < now - ABANDONED_AFTER
        for line in lines:
            line.conversations += 1
            line.abandoned += given_up
            if answered:
                line.to_answer.append((answered - began).total_seconds() / 60)
            if decided:
                line.to_decision.append((decided - began).total_seconds() / 60)
    missed = Message.objects.filter(
        kind=MessageKind.CALL, direction=Direction.IN, call_state="missed",
        conversation__in=rows.values("pk"),
    )  # fmt: skip
    for pk in missed.values_list("conversation_id", flat=True).iterator():
        for line in where.get(pk, ()):
            line.missed += 1
    waiting = Conversation.objects.visible_to(viewer).open().exclude(waiting_since=None).count()
    order = [channel for channel in Channel if channel in by_channel]
    return Figures(
        {channel: by_channel[channel] for channel in order},
        {hour: by_hour[hour] for hour in sorted(by_hour)},
        waiting,
    )
