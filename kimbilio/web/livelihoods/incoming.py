"""Text messages that look like a month's figures: offered to the worker, never booked by themselves.

The helpline and livelihoods know nothing of each other; they meet here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.helpline.choices import Direction
from kimbilio.helpline.models import Conversation, Message
from kimbilio.helpline.queries import files_with
from kimbilio.livelihoods.models import Business
from kimbilio.livelihoods.months import first_of, months_after
from kimbilio.livelihoods.queries import entered_among, running_in
from kimbilio.livelihoods.texts import Told, figures_in
from kimbilio.people.models import ContactPoint
from kimbilio.web.pages import StaffRequest

EARLY = 10  # until this day of a month figures are about the month before
MOST = 3


@dataclass(frozen=True)
class Offered:
    """One message with figures in it."""

    message: UUID
    told: Told
    at: datetime

    def month(self, opened_on: date) -> date:
        """Which month is meant, most likely; the worker may choose another."""
        day = timezone.localtime(self.at).date()
        month = first_of(day)
        if day.day <= EARLY:
            month = months_after(month, -1)
        return max(first_of(opened_on), month)


@dataclass(frozen=True)
class Offer:
    """One message and one business it can be entered for."""

    offered: Offered
    business: Business

    @property
    def address(self) -> str:
        """Where the worker confirms it."""
        page = reverse("cases:figure_new", args=[self.business.case.code, self.business.pk])
        return f"{page}?message={self.offered.message}"


def offers_in(talk: Conversation, said: list[Message], viewer: User) -> list[Offer]:
    """What this conversation offers: only for a number of a survivor whose business trades.

    Without a message that reads like figures it asks the database nothing.
    """
    found = [one for one in map(_read, said) if one is not None][-MOST:]
    if not found:
        return []
    cases = _cases_of(talk, viewer)
    businesses = running_in(viewer, cases) if cases else []
    if not businesses:
        return []
    entered = entered_among(one.message for one in found)
    return [
        Offer(one, business)
        for one in found
        if one.message not in entered
        for business in businesses
    ]


def offered_message(request: StaffRequest, business: Business, key: str) -> Offered | None:
    """The message named in the address, if the viewer may read it and it is of this person."""
    if not key:
        return None
    try:
        pk = UUID(key)
    except ValueError:
        raise Http404 from None
    talks = Conversation.objects.visible_to(request.user).select_related("correspondent")
    message: Any = Message.objects.filter(pk=pk, conversation__in=talks).first()
    offered = _read(message) if message is not None else None
    if offered is None:
        raise Http404
    talk = talks.get(pk=message.conversation_id)
    if business.case_id not in _cases_of(talk, request.user):
        raise Http404
    return offered


def _cases_of(talk: Conversation, viewer: User) -> set[UUID]:
    """The case it was linked to by a colleague, or those whose survivor has this number."""
    if talk.case_id is not None:
        return {talk.case_id}
    files = files_with(talk, viewer=viewer)
    if not files or talk.correspondent is None:
        return set()
    mine = _ending(talk.correspondent.address)
    survivors = {one.case.survivor_id: one.case.pk for one in files}
    numbers = ContactPoint.objects.filter(person__in=list(survivors))
    return {survivors[one.person_id] for one in numbers if _ending(one.value) == mine}


def _ending(number: str) -> str:
    """The digits by which a number is the same with and without the code of the country."""
    return "".join(filter(str.isdigit, number))[-9:]


def _read(message: Message) -> Offered | None:
    if message.direction != Direction.IN:
        return None
    told = figures_in(message.text)
    return None if told is None else Offered(message.pk, told, message.at)
