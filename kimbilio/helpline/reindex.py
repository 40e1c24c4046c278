"""Writes the numbers that stand for addresses anew after a change of keys, and names the texts that
the index over the words of a case has from here."""

from collections.abc import Iterator
from uuid import UUID

from kimbilio.access.choices import Compartment
from kimbilio.cases.words import SOURCES
from kimbilio.helpline.choices import Direction
from kimbilio.helpline.marks import address_key
from kimbilio.helpline.models import Correspondent, Message
from kimbilio.vault import blind


def reindex(after: str, size: int) -> tuple[int, str]:
    """The next ``size`` correspondents behind ``after``."""
    rows = Correspondent.objects.order_by("id")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    done = list(rows[:size])
    for row in done:
        Correspondent.objects.filter(pk=row.pk).update(address_key=address_key(row.address))
    return len(done), str(done[-1].pk) if len(done) == size else ""


def texts_of_case(case_id: UUID) -> Iterator[tuple[str, str]]:
    """What was said in the conversations that belong to a case."""
    said = Message.objects.filter(conversation__case=case_id).exclude(direction=Direction.NOTE)
    for message in said.only("text"):
        yield Compartment.STORY, message.text


SOURCES.append(texts_of_case)
blind.register("helpline", reindex)
