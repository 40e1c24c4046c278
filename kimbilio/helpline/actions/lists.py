"""The organisation's own lists: urgent words and safe replies."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.helpline.choices import Urgency, WordLanguage
from kimbilio.helpline.models import SafeReply, UrgentWord
from kimbilio.helpline.words import plain, telling_words
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend


@transaction.atomic
def save_urgent_word(
    *,
    row: UrgentWord | None,
    word: str,
    language: WordLanguage,
    urgency: Urgency,
    by: User,
    is_active: bool = True,
    expected: int | None = None,
) -> UrgentWord:
    """Add a word that raises urgency, or change one. Kept in the form in which it is compared."""
    require(by, Permission.MANAGE_TEAM)
    bare = plain(word)
    if len(bare) < 2:
        raise BadInput(_("Write a word or phrase."), field="word")
    others = UrgentWord.objects.exclude(pk=row.pk) if row else UrgentWord.objects.all()
    if others.filter(word=bare).exists():
        raise BadInput(_("This word is on the list already."), field="word")
    values = {"word": bare, "language": language, "urgency": urgency, "is_active": is_active}
    if row is None:
        row = UrgentWord.objects.create(**values)
        trail.record(Event.HELPLINE_WORDS_CHANGED, by=by, on=row)
    elif changes := amend(row, expected=expected, **values):
        trail.record(Event.HELPLINE_WORDS_CHANGED, by=by, on=row, changes=changes)
    return row


@transaction.atomic
def save_safe_reply(
    *,
    row: SafeReply | None,
    text: str,
    language: WordLanguage,
    by: User,
    place: int = 0,
    is_active: bool = True,
    expected: int | None = None,
) -> SafeReply:
    """Add a ready answer, or change one; it gives nothing away to whoever else holds the phone."""
    require(by, Permission.MANAGE_TEAM)
    text = " ".join(text.split())
    if not text:
        raise BadInput(_("Write the answer."), field="text")
    if telling := telling_words(text):
        message = _("Whoever else holds the phone would learn too much from “%(word)s”.")
        raise BadInput(message % {"word": telling[0]}, field="text")
    others = SafeReply.objects.exclude(pk=row.pk) if row else SafeReply.objects.all()
    if others.filter(text=text).exists():
        raise BadInput(_("This answer is on the list already."), field="text")
    values = {"text": text, "language": language, "place": place, "is_active": is_active}
    if row is None:
        row = SafeReply.objects.create(**values)
        trail.record(Event.HELPLINE_WORDS_CHANGED, by=by, on=row)
    elif changes := amend(row, expected=expected, **values):
        trail.record(Event.HELPLINE_WORDS_CHANGED, by=by, on=row, changes=changes)
    return row
