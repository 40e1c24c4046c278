"""Letters of offices: asking for one, where it stands, who fetches it, and its scan in the file."""

from datetime import date
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.documents import add_document
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.document_choices import DocumentKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Document
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.referrals.actions.moving import CannotMove, require_referring
from kimbilio.referrals.choices import LetterState
from kimbilio.referrals.models import OfficeLetter

IDENTITY = Compartment.IDENTITY


@transaction.atomic
def ask_for_letter(
    *,
    case: Case,
    office: str,
    collector: User,
    by: User,
    purpose: str = "",
    promised_on: date | None = None,
) -> OfficeLetter:
    """Write down that an office was asked for a letter, and who goes there for it."""
    _require(case, by)
    name = " ".join(office.split())
    if not name:
        raise BadInput(_("Say which office."), field="office")
    _require_collector(case, collector)
    letter: OfficeLetter = OfficeLetter.objects.create(
        case=case, office=name, purpose=purpose.strip(), collector=collector, asked_by=by,
        promised_on=promised_on,
        state=LetterState.PROMISED if promised_on else LetterState.ASKED,
    )  # fmt: skip
    _tell(letter, Event.LETTER_ASKED, by=by)
    return letter


@transaction.atomic
def move_letter(
    *,
    letter: OfficeLetter,
    to: LetterState,
    by: User,
    day: date | None = None,
    expected: int | None = None,
) -> None:
    """Write down that it was promised for ``day``, was collected on ``day``, or does not come."""
    _require(letter.case, by)
    if to not in letter.allowed_moves or to == LetterState.SCANNED:
        raise CannotMove
    columns: dict[str, Any] = {"state": to}
    if to == LetterState.PROMISED:
        if day is None:
            raise BadInput(_("Say for which day it is promised."), field="day")
        columns["promised_on"] = day
    if to == LetterState.COLLECTED:
        if day is not None and day > timezone.localdate():
            raise BadInput(_("This day is still to come."), field="day")
        columns["collected_on"] = day or timezone.localdate()
    if amend(letter, expected=expected, **columns):
        _tell(letter, Event.LETTER_CHANGED, by=by)


@transaction.atomic
def send_for_letter(
    *, letter: OfficeLetter, collector: User, by: User, expected: int | None = None
) -> None:
    """Let another colleague go for it: it stands on their day from now on."""
    _require(letter.case, by)
    if LetterState.COLLECTED not in letter.allowed_moves:
        raise CannotMove
    _require_collector(letter.case, collector)
    changes = amend(letter, expected=expected, collector=collector)
    if changes:
        trail.record(Event.LETTER_CHANGED, by=by, on=letter, collector=str(collector.pk))


@transaction.atomic
def keep_scan(
    *,
    letter: OfficeLetter,
    by: User,
    document: Document | None = None,
    content: BinaryIO | None = None,
    name: str = "",
    compartment: Compartment = Compartment.STORY,
    expected: int | None = None,
) -> None:
    """Tie the letter to its scan: a ``document`` of the same case, or a new one with this ``content``."""
    _require(letter.case, by)
    if LetterState.SCANNED not in letter.allowed_moves:
        raise CannotMove
    if document is None:
        document = add_document(
            case=letter.case, kind=DocumentKind.REFERRAL, compartment=compartment, by=by,
            content=content, name=name,
        )  # fmt: skip
    part = Compartment(document.compartment)
    require(by, Permission.WORK_ON_CASE, letter.case, compartment=part)
    if document.case_id != letter.case_id or document.is_retracted:
        raise BadInput(_("Choose a document of this case."), field="document")
    amend(letter, expected=expected, state=LetterState.SCANNED, document=document)
    _tell(letter, Event.LETTER_CHANGED, by=by)


def _require(case: Case, by: User) -> None:
    require_referring(case, by)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def _require_collector(case: Case, collector: User) -> None:
    if not collector.is_active or not may(
        collector, Permission.WORK_ON_CASE, case, compartment=IDENTITY
    ):
        raise BadInput(
            _("This colleague does not work on this case. Add them to the team first."),
            field="collector",
        )


def _tell(letter: OfficeLetter, event: Event, *, by: User) -> None:
    trail.record(event, by=by, on=letter, state=str(letter.state))
    note_down(
        letter.case, event, kind=EntryKind.DOCUMENT, by=by, subject=letter,
        line=f"{letter.office}: {label(LetterState(letter.state))}", compartment=IDENTITY,
    )  # fmt: skip
