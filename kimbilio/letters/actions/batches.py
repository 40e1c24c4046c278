"""Asking for letters of many cases, saving them, and letting them go."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.ids import read_code
from kimbilio.kernel.versions import amend
from kimbilio.letters import tasks
from kimbilio.letters.choices import BatchState, Language, LeftOut
from kimbilio.letters.composing import may_make
from kimbilio.letters.models import Batch, BatchLetter
from kimbilio.letters.registry import KINDS
from kimbilio.vault import files
from kimbilio.vault.models import StoredFile

MOST_CASES = 200


class BatchGone(DomainError):
    """The file is not there any more, or not yet."""

    code = "batch_gone"
    message = _(
        "These letters cannot be saved any more. Make them again, or open them in each case."
    )


@transaction.atomic
def begin_batch(*, kind: str, language: str, codes: Sequence[str], by: User) -> Batch:
    """Have one letter made for each case of ``codes``; those one may not print are left out and listed.

    So are codes that are not known to ``by``. Whether a case has such a code is not told: one that
    ``by`` does not see is like one that does not exist, here and in all that is kept.
    """
    require(by, Permission.EXPORT_CASES)
    require(by, Permission.WORK_ON_CASE)
    if kind not in KINDS:
        raise BadInput(_("This letter is not made for many cases at once."), field="kind")
    wanted = _codes(codes)
    cases = {one.code: one for one in Case.objects.visible_to(by).filter(code__in=wanted)}
    known = [code for code in wanted if code in cases]
    unknown = [code for code in wanted if code not in cases]
    if not known:
        raise BadInput(
            _("These codes are not known to you: %(codes)s.") % {"codes": ", ".join(unknown[:20])},
            field="codes",
        )
    printable = printable_among(kind, list(cases.values()), by)
    if not printable:
        raise NotAllowed(_("Of none of these cases may you print what stands in this letter."))
    batch: Batch = Batch.objects.create(
        kind=kind, language=Language(language).value, by=by, total=len(known),
        done=len(known) - len(printable), unknown=unknown,
    )  # fmt: skip
    for_each = []
    for place, code in enumerate(known):
        why = "" if code in printable else LeftOut.NOT_ALLOWED
        for_each.append(BatchLetter(batch=batch, case=cases[code], place=place, left_out=why))
    BatchLetter.objects.bulk_create(for_each)
    transaction.on_commit(partial(tasks.make_letters.enqueue, str(batch.pk)))
    return batch


def _codes(typed: Sequence[str]) -> list[str]:
    """Each code once, as cases bear it."""
    codes = list(dict.fromkeys(typed))
    if not codes:
        raise BadInput(_("Say for which cases."), field="codes")
    if len(codes) > MOST_CASES:
        raise BadInput(
            _("At most %(most)d letters are made at once.") % {"most": MOST_CASES}, field="codes"
        )
    wrong = [code for code in codes if read_code(code) != code]
    if wrong:
        raise BadInput(
            _("These are no codes of cases: %(words)s.") % {"words": ", ".join(wrong[:10])},
            field="codes",
        )
    return codes


def printable_among(kind: str, cases: list[Case], by: User) -> set[str]:
    """The codes of those cases of which ``by`` may make this letter: a few queries for all of them."""
    what = KINDS[kind]
    keys = [case.pk for case in cases]

    def reached(part: object, act: Act) -> set[str]:
        rows = Case.objects.open_to(by, part, act).filter(pk__in=keys)  # type: ignore[arg-type]
        return set(rows.values_list("code", flat=True))

    parts_of: dict[str, set[object]] = {case.code: set() for case in cases}
    for part in what.parts:
        for code in reached(part, Act.EXPORT) & reached(part, Act.VIEW):
            parts_of[code].add(part)
    filing = reached(what.filed, Act.CHANGE)
    return {
        code
        for code, parts in parts_of.items()
        if code in filing and may_make(what, parts)  # type: ignore[arg-type]  # compartments
    }


@transaction.atomic
def take_batch(*, batch: Batch, by: User) -> Iterator[bytes]:
    """The finished file, for who asked for it and may still print every letter in it; recorded."""
    require(by, Permission.EXPORT_CASES)
    if batch.by_id != by.pk:
        raise NotAllowed
    is_over = batch.ends_at is None or batch.ends_at <= timezone.now()
    if batch.state != BatchState.READY or batch.file_id is None or is_over:
        raise BatchGone
    letters = batch.letters.exclude(document=None).select_related("case")
    cases = [letter.case for letter in letters]
    if printable_among(batch.kind, cases, by) != {case.code for case in cases}:
        raise NotAllowed(
            _("One of these cases is not open to you any more. Make the letters again.")
        )
    pieces = files.open_file(StoredFile.objects.get(pk=batch.file_id))
    trail.look(
        Event.EXPORTED, by=by, on=batch, what="letters_saved", kind=batch.kind, rows=len(cases)
    )
    return pieces


def let_go(batch: Batch) -> None:
    """Delete the file of a batch and the codes typed in vain; the letters stay in their cases. For actions alone."""
    stored = StoredFile.objects.filter(pk=batch.file_id).first() if batch.file_id else None
    if stored:
        files.discard(stored)
    amend(batch, state=BatchState.GONE, file_id=None, unknown=[], moved_at=timezone.now())
