"""Sealed notes: written by the therapist alone; opened by a supervisor only with a reason, and reviewed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.care.choices import SessionState
from kimbilio.care.errors import SessionIsOver
from kimbilio.cases.actions.emergency import SHORTEST_REASON, AlreadyReviewed
from kimbilio.cases.models import NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.cases.queries.oversight import overseers_of
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.kernel.versions import amend
from kimbilio.therapy.actions.episodes import require_therapist
from kimbilio.therapy.models import SealedNote, SealOpening, TherapyAttendance

OPEN_FOR = timedelta(minutes=30)


@transaction.atomic
def write_sealed_note(
    *,
    attendance: TherapyAttendance,
    text: str,
    by: User,
    asked_self_harm: bool = False,
    expected: int | None = None,
) -> SealedNote:
    """Write the note of a session that one holds, or change it. No word goes to search or timeline."""
    require_therapist(by, attendance.case)
    if attendance.session.held_by_id != by.pk:
        raise NotAllowed
    if attendance.session.state == SessionState.CALLED_OFF:
        raise SessionIsOver
    if not attendance.session.is_over:
        raise BadInput(_("This session is still to come."), field="text")
    held = TherapyAttendance.objects.select_for_update(no_key=True).filter(pk=attendance.pk)
    held.values_list("pk").get()  # two windows of one therapist make one note
    note: SealedNote | None = SealedNote.objects.filter(attendance=attendance).first()
    if note is None:
        note = SealedNote.objects.create(
            case=attendance.case, attendance=attendance, author=by, text=text,
            asked_self_harm=asked_self_harm,
        )  # fmt: skip
        trail.record(Event.SEALED_NOTE_WRITTEN, by=by, on=note)
        return note
    if note.author_id != by.pk:
        raise NotAllowed
    if amend(note, expected=expected, text=text, asked_self_harm=asked_self_harm):
        # What it said before would stand in the log, where others may read: only that it changed.
        trail.record(Event.SEALED_NOTE_WRITTEN, by=by, on=note, again=True)
    return note


@transaction.atomic
def break_seal(*, note: SealedNote, reason: str, by: User) -> SealOpening:
    """Read a colleague's sealed note for half an hour. Those who oversee the case are told at once."""
    require(by, Permission.BREAK_SEAL, note.case, compartment=Compartment.HEALTH, act=Act.VIEW)
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput(_("Say in a sentence why this cannot wait."), field="reason")
    opening: SealOpening = SealOpening.objects.create(
        case=note.case, note=note, opened_by=by, reason=reason, until=timezone.now() + OPEN_FOR
    )
    trail.record(Event.SEAL_BROKEN, by=by, on=opening, minutes=30)
    for user in overseers_of(note.case):
        if user.pk != by.pk:
            notify(user=user, kind=NoticeKind.GLASS_BROKEN, case=note.case)
    return opening


@transaction.atomic
def review_seal(*, opening: SealOpening, verdict: str, note: str = "", by: User) -> None:
    """Say whether it was needed. Nobody reviews their own opening."""
    require(by, Permission.REVIEW_EMERGENCY)
    if opening.opened_by_id == by.pk:
        raise NotAllowed(_("You opened this note yourself. Someone else reviews it."))
    if opening.reviewed_at is not None:
        raise AlreadyReviewed
    amend(opening, verdict=verdict, review_note=note, reviewed_at=timezone.now(), reviewed_by=by)
    trail.record(Event.SEAL_REVIEWED, by=by, on=opening, verdict=verdict)
