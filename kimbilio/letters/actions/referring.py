"""Keeping the paper of a referral with its case: as it went out, for whoever may see all that stands in it."""

from collections.abc import Callable, Iterable
from io import BytesIO

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.cases.actions.documents import add_document
from kimbilio.cases.document_choices import DocumentKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Document
from kimbilio.kernel.errors import DomainError
from kimbilio.letters.choices import LetterKind
from kimbilio.referrals.actions.printing import print_referral
from kimbilio.referrals.choices import PART_OF_ITEM, ItemKind, Paper
from kimbilio.referrals.models import Referral
from kimbilio.referrals.queries import Line

KIND_OF_PAPER = {Paper.LETTER: LetterKind.REFERRAL, Paper.FORM_C: LetterKind.FORM_C}
NOT_KEPT = frozenset({ItemKind.CONTACT, ItemKind.HEALTH, ItemKind.WHEREABOUTS})
"""A number goes out of date with its rules; the others may be seen by more than may take them along."""
_FILED = (Compartment.LEGAL, Compartment.STORY, Compartment.IDENTITY)


class CannotKeep(DomainError):
    """A paper with such lines is printed and not kept."""

    code = "cannot_keep"
    message = _(
        "A paper with a phone, with health or with where the person is, is not kept with the case. "
        "Nothing was printed. Save it as PDF instead."
    )


def filed_under(kinds: Iterable[str]) -> Compartment | None:
    """The part under which a paper with these lines is kept: its readers see all of them. None: it is not.

    To whom a referral goes, and what for, is told to who sees the identity.
    """
    chosen = {ItemKind(kind) for kind in kinds}
    if chosen & NOT_KEPT:
        return None
    parts = {PART_OF_ITEM[kind] for kind in chosen} | {Compartment.IDENTITY}
    return next(part for part in _FILED if part in parts)


@transaction.atomic
def keep_paper(
    *, referral: Referral, paper: Paper, language: str, by: User,
    draw: Callable[[list[Line]], bytes],
) -> Document:  # fmt: skip
    """Print the referral and keep what ``draw`` makes of its lines; if that fails, it was not sent either."""
    part = filed_under(referral.items.values_list("kind", flat=True))
    if part is None:
        raise CannotKeep
    lines = print_referral(referral=referral, paper=paper, language=language, by=by)
    kind = KIND_OF_PAPER[paper]
    with translation.override(language):
        title = f"{kind.label} {referral.case.code}"
    return add_document(
        case=referral.case, kind=DocumentKind.REFERRAL, compartment=part, by=by,
        content=BytesIO(draw(lines)), title=title, line=label(kind),
    )  # fmt: skip
