"""Whether an answer may leave: the person's own rules, their wish for silence, and neutral words."""

from django.utils.translation import gettext as _

from kimbilio.helpline.choices import Channel
from kimbilio.helpline.marks import is_phone
from kimbilio.helpline.models import Conversation
from kimbilio.helpline.words import telling_words
from kimbilio.kernel.errors import BadInput
from kimbilio.organisation.queries import this_organisation
from kimbilio.people.choices import ContactKind
from kimbilio.people.matching import people_with_phone
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import Way, safe_to_use
from kimbilio.people.tokens import international

MOST_POINTS = 20  # of one number; more would be an office's switchboard


def check_answer(conversation: Conversation, words: str) -> None:
    """Raise ``BadInput`` with the reason if this answer may not go to this correspondent now."""
    correspondent = conversation.correspondent
    if correspondent is not None:
        if correspondent.opted_out_at is not None:
            raise BadInput(
                _("They asked for no more messages. Nothing was sent. Wait until they write."),
                field="text",
            )
        if why := why_unsafe(correspondent.address, way_of(conversation.channel)):
            raise BadInput(_("Nothing was sent. %(why)s") % {"why": why}, field="text")
    telling = telling_words(words, [this_organisation().name])
    if telling:
        shown = ", ".join(f"“{word}”" for word in telling)
        raise BadInput(
            _("Whoever else holds this phone would learn too much from %(words)s. Say it without.")
            % {"words": shown},
            field="text",
        )


def way_of(channel: str) -> Way:
    """How an answer on this channel uses a number."""
    return Way.WHATSAPP if channel == Channel.WHATSAPP else Way.TEXT


def why_unsafe(address: str, way: Way) -> str:
    """The rule that forbids it, or nothing. It holds whoever asks: safety knows no access rules."""
    if not is_phone(address):
        return ""
    for point in points_with(address):
        verdict = safe_to_use(point, way)
        if not verdict:
            return verdict.why_not
    return ""


def points_with(address: str) -> list[ContactPoint]:
    """The contact points that hold this very number, of whomever, through the blind index."""
    people = people_with_phone(address).values("person")
    points = ContactPoint.objects.filter(person__in=people, kind=ContactKind.PHONE, is_active=True)
    found = points.order_by("id")[:MOST_POINTS]
    return [point for point in found if international(point.value) == address]
