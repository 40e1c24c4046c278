"""Opening a legal matter, saying what is known of it, moving it on, and ending it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin, end_step_of, hold_open
from kimbilio.care.choices import REACHED, Outcome, SessionState
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, NoticeKind, Step
from kimbilio.cases.notices import notify
from kimbilio.cases.outline import refresh_outline
from kimbilio.justice.actions.ground import (
    check_been,
    is_lawyer,
    require_legal,
    require_open,
)
from kimbilio.justice.charges import charges as charges_of_the_law
from kimbilio.justice.choices import MatterKind, MatterState, Ruling
from kimbilio.justice.models import Complaint, LegalMatter, MatterMove
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.kernel.versions import amend

NOT_YET = 0
"""The version on a screen that showed no complaint yet."""


@transaction.atomic
def open_matter(
    *,
    case: Case,
    kind: str,
    responsible: User,
    by: User,
    wish: str = "",
    step: Step | None = None,
) -> LegalMatter:
    """Take up a matter of law; a legal officer or lead of the team answers for it."""
    require_legal(by, case)
    if kind not in MatterKind.values:
        raise BadInput(_("Choose from the list."), field="kind")
    if not is_lawyer(responsible, case):
        raise BadInput(
            _(
                "This colleague does no legal work in this case. Add one who does to the team first."
            ),
            field="responsible",
        )
    if step is not None and (step.case_id != case.pk or not step.is_open):
        raise BadInput(_("Choose an open step of this plan."), field="step")
    matter: LegalMatter = LegalMatter.objects.create(
        case=case, kind=kind, responsible=responsible, wish=wish, step=step, asked_by=by
    )
    tell(
        matter, Event.CARE_ASKED, by=by, kind=EntryKind.CASE,
        line=label(MatterKind(kind)), service="legal",
    )  # fmt: skip
    if responsible != by:
        notify(user=responsible, kind=NoticeKind.TEAM_JOINED, case=case)
    return matter


@transaction.atomic
def describe_matter(
    *,
    matter: LegalMatter,
    by: User,
    responsible: User,
    court: str = "",
    number: str = "",
    charges: Sequence[str] = (),
    expected: int | None = None,
) -> None:
    """Say at which court it is, under which number and charges, and who answers for it."""
    require_open(matter, by)
    if responsible != matter.responsible and not is_lawyer(responsible, matter.case):
        raise BadInput(_("Choose from the list."), field="responsible")
    known = charges_of_the_law()
    if set(charges) - set(known):
        raise BadInput(_("Choose from the list."), field="charges")
    changes = amend(
        matter, expected=expected, responsible=responsible, court=court.strip(),
        number=number.strip(), charges=[code for code in known if code in charges],
    )  # fmt: skip
    if changes:
        tell(
            matter, Event.MATTER_CHANGED, by=by, kind=EntryKind.CASE,
            line=label(MatterKind(matter.kind)), changes=changes, charges=len(matter.charges),
        )  # fmt: skip
    if "responsible" in changes and responsible != by:
        notify(user=responsible, kind=NoticeKind.TEAM_JOINED, case=matter.case)


@transaction.atomic
def record_complaint(
    *,
    matter: LegalMatter,
    made_on: date,
    by: User,
    station: str = "",
    ob_number: str = "",
    officer: str = "",
    officer_phone: str = "",
    expected: int | None = None,
) -> Complaint:
    """Keep when and where it was told, and who looks into it; a matter of advice moves on by it.

    ``expected`` is ``NOT_YET`` for somebody who saw no complaint: one that came meanwhile stays.
    """
    require_open(matter, by)
    check_been(made_on, "made_on")
    if matter.judged_on and made_on > matter.judged_on:
        raise BadInput(_("The court decided before this day."), field="made_on")
    values = {
        "made_on": made_on, "station": station.strip(), "ob_number": ob_number.strip(),
        "officer": officer.strip(), "officer_phone": officer_phone.strip(),
    }  # fmt: skip
    hold_open(matter)
    known: Complaint | None = Complaint.objects.filter(matter=matter).first()
    if known is not None and expected == NOT_YET:
        raise Stale(theirs=known)
    changes: Any = {}
    if known is None:
        known = Complaint.objects.create(matter=matter, case=matter.case, **values)
    else:
        changes = amend(known, expected=expected, **values)
        if not changes:
            return known
    tell(known, Event.COMPLAINT_RECORDED, by=by, kind=EntryKind.CASE, changes=changes)
    if matter.state == MatterState.ADVICE:
        move_matter(matter=matter, to=MatterState.COMPLAINT, on=made_on, by=by)
    return known


@transaction.atomic
def move_matter(
    *,
    matter: LegalMatter,
    to: str,
    on: date,
    by: User,
    note: str = "",
    ruling: str = "",
    expected: int | None = None,
) -> MatterMove:
    """Say that the matter stands otherwise since a day; only as ``MOVES`` allows."""
    require_open(matter, by)
    if to not in matter.moves:
        raise BadInput(_("It cannot move on like this from where it stands."), field="to")
    check_been(on, "on")
    last = matter.made_moves.order_by("-on", "-id").first()
    if last is not None and on < last.on:
        raise BadInput(_("This is before the last thing that happened."), field="on")
    judged = to == MatterState.JUDGED
    if judged != bool(ruling) or (ruling and ruling not in Ruling.values):
        said = _("Say what the court decided.") if judged else _("Nothing is decided yet.")
        raise BadInput(said, field="ruling")
    values: dict[str, Any] = {"state": to}
    if judged:
        values |= {"ruling": ruling, "judged_on": matter.judged_on or on}
    amend(matter, expected=expected, **values)
    move: MatterMove = MatterMove.objects.create(
        case=matter.case, matter=matter, state=to, on=on, note=note, recorded_by=by
    )
    line = label(MatterState(to))
    if ruling:
        line = f"{line}: {label(Ruling(ruling))}"
    moment = timezone.make_aware(datetime.combine(on, time(12)))
    at = min(moment, timezone.now())
    tell(
        move, Event.MATTER_MOVED, by=by, kind=EntryKind.CASE, line=line, at=at, state=to,
        ruling=ruling,
    )  # fmt: skip
    if begin(matter, at, by=by):
        refresh_outline(matter.case)
    return move


@transaction.atomic
def end_matter(
    *,
    matter: LegalMatter,
    outcome: str,
    summary: str,
    by: User,
    expected: int | None = None,
) -> None:
    """End our work on it. Hearings still to come have to be called off or be over before."""
    require_open(matter, by)
    if outcome not in Outcome.values:
        raise BadInput(_("Say how it ended."), field="outcome")
    if not summary.strip():
        raise BadInput(_("Write a few lines for whoever comes next."), field="summary")
    if outcome == Outcome.NOT_BEGUN and matter.started_at is not None:
        raise BadInput(_("It did begin."), field="outcome")
    hold_open(matter)
    if matter.hearings.filter(state=SessionState.PLANNED).exists():
        raise BadInput(_("A hearing is open: say how it went, or call it off, first."))
    amend(
        matter, expected=expected, outcome=outcome, summary=summary, ended_at=timezone.now(),
        ended_by=by,
    )  # fmt: skip
    if outcome in REACHED:
        end_step_of(matter, by=by)
    tell(
        matter, Event.CARE_ENDED, by=by, kind=EntryKind.CASE,
        line=label(Outcome(outcome)), outcome=outcome,
    )  # fmt: skip
