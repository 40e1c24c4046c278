"""One line of the inbox as it is drawn: made ready here, because the list is drawn again and again."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.helpline.choices import Channel, Outcome, Urgency
from kimbilio.helpline.models import Conversation, Message
from kimbilio.web.templatetags.inbox import preview, seen

ICONS = {
    Channel.CALL: "i-phone",
    Channel.SMS: "i-message",
    Channel.USSD: "i-message",
    Channel.WHATSAPP: "i-brand-whatsapp",
    Channel.EMAIL: "i-mail",
    Channel.WEB: "i-world",
    Channel.PARTNER: "i-building-community",
    Channel.IN_PERSON: "i-user",
}
TONES = {Urgency.LOOK_FIRST: "clay", Urgency.TODAY: "honey", Urgency.NORMAL: ""}


@dataclass(frozen=True)
class Line:
    """A conversation in the list; ``is_name`` says that ``who`` is a name, which discreet mode hides."""

    pk: UUID
    url: str
    icon: str
    channel: str
    who: str
    is_name: bool
    moment: str
    words: str
    waits: bool
    pill: str
    tone: str


def line_of(talk: Conversation, last: Message | None, query: str) -> Line:
    """The line of ``talk``, whose newest words are ``last``; its link keeps the filter."""
    who = talk.correspondent.masked if talk.correspondent else talk.who
    pill, tone = pill_of(talk)
    address = reverse("inbox:conversation", args=[talk.pk])
    return Line(
        pk=talk.pk,
        url=f"{address}?{query}" if query else address,
        icon=ICONS[Channel(talk.channel)],
        channel=str(Channel(talk.channel).label),
        who=who or _("No name given"),
        is_name=talk.correspondent is None and bool(talk.who),
        moment=seen(talk.last_at),
        words=preview(last) if last else "",
        waits=talk.waiting_since is not None,
        pill=pill,
        tone=tone,
    )


def pill_of(talk: Conversation) -> tuple[str, str]:
    """The one word that says how it stands, and its tone."""
    if not talk.is_open:
        if talk.case is not None:
            return talk.case.code, "sky"
        return str(Outcome(talk.outcome).label), "leaf"
    if talk.wants_call:
        return _("Call back"), "honey"
    if talk.waiting_since is not None:
        urgency = Urgency(talk.urgency)
        return str(urgency.label), TONES[urgency]
    return (talk.owner.initials, "") if talk.owner else ("", "")
