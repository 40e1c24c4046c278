"""Medicines in the shelter: the plan of a stay, and each dose that was given or refused."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.shelter.actions.beds import hold_case
from kimbilio.shelter.choices import DoseState
from kimbilio.shelter.errors import CannotMove
from kimbilio.shelter.models import Dose, Medicine, Stay

MOST_TIMES, LONGEST = 8, timedelta(days=366)
EARLY = timedelta(hours=1)
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@transaction.atomic
def plan_medicine(
    *,
    stay: Stay,
    what: str,
    dose: str,
    times: Sequence[str],
    from_on: date,
    by: User,
    until_on: date | None = None,
) -> Medicine:
    """Write down what somebody takes, how much and at which hours, as the paper of the clinic says."""
    _require(stay.case, by)
    if not what.strip() or not dose.strip():
        raise BadInput(_("Write the medicine and the dose."), field="what")
    hours = sorted({hour.strip() for hour in times if hour.strip()})
    if not hours or len(hours) > MOST_TIMES or not all(map(HOUR.fullmatch, hours)):
        raise BadInput(_("Write hours such as 08:00, at most eight."), field="times")
    today = timezone.localdate()
    if not today - timedelta(days=1) <= from_on <= today + LONGEST:
        raise BadInput(_("It begins today or later, within a year."), field="from_on")
    if until_on is not None and until_on < from_on:
        raise BadInput(_("The end comes before the beginning."), field="until_on")
    if until_on is not None and until_on > from_on + LONGEST:
        raise BadInput(_("At most a year; then write it again."), field="until_on")
    hold_case(stay.case_id)
    stay.refresh_from_db(fields=["state", "leave_until", "version"])
    if not stay.lives_here:
        raise CannotMove
    made: Medicine = Medicine.objects.create(
        case=stay.case, stay=stay, what=what.strip(), dose=dose.strip(), times=hours,
        from_on=from_on, until_on=until_on, written_by=by,
    )  # fmt: skip
    tell(made, Event.MEDICINE_CHANGED, by=by, kind=EntryKind.CASE)
    return made


@transaction.atomic
def stop_medicine(*, medicine: Medicine, by: User, expected: int | None = None) -> None:
    """It is not taken any more; what was given stays written down."""
    _require(medicine.case, by)
    if medicine.stopped_at is None:
        amend(medicine, expected=expected, stopped_at=timezone.now(), stopped_by=by)
        tell(medicine, Event.MEDICINE_CHANGED, by=by, kind=EntryKind.CASE, stopped=True)


@transaction.atomic
def give_dose(
    *, medicine: Medicine, at: str, state: str, by: User, reason: str = ""
) -> Dose:  # fmt: skip
    """Today's dose of the hour ``at`` was taken, or was not and why. It is never given twice."""
    _require(medicine.case, by)
    if state not in DoseState.values:
        raise BadInput(_("Choose from the list."), field="state")
    if state == DoseState.REFUSED and not reason.strip():
        raise BadInput(_("Write why it was not taken."), field="reason")
    hold_case(medicine.case_id)
    medicine.refresh_from_db(fields=["stopped_at", "stopped_by", "version"])
    if not Stay.objects.living_here().filter(pk=medicine.stay_id).exists():
        raise CannotMove
    today = timezone.localdate()
    ends = medicine.until_on is not None and medicine.until_on < today
    if medicine.stopped_at is not None or ends or medicine.from_on > today:
        raise BadInput(_("This medicine is not taken today."))
    if at not in medicine.times:
        raise BadInput(_("This medicine is not taken at this hour."))
    due = timezone.make_aware(datetime.combine(today, time.fromisoformat(at)))
    if timezone.now() < due - EARLY:
        raise BadInput(_("It is too early for this dose."))
    given = Dose.objects.filter(medicine=medicine, on=today, at=at).select_related("given_by")
    if (one := given.first()) is not None:
        said = _("%(name)s has written this dose down already. Do not give it again.")
        raise BadInput(said % {"name": one.given_by.name})
    made: Dose = Dose.objects.create(
        case=medicine.case, medicine=medicine, on=today, at=at, state=state, given_by=by,
        reason=reason.strip(),
    )  # fmt: skip
    if state == DoseState.REFUSED:
        tell(made, Event.DOSE_GIVEN, by=by, line=label(DoseState.REFUSED), kind=EntryKind.CASE)
    else:
        trail.record(Event.DOSE_GIVEN, by=by, on=made, state=state)
    return made


def _require(case: Case, by: User) -> None:
    """Who works in the house, may change what stands about it, and may read of the person's health."""
    require(
        by, Permission.WORK_IN_SHELTER, case, compartment=Compartment.WHEREABOUTS, act=Act.CHANGE
    )
    require(by, Permission.WORK_IN_SHELTER, case, compartment=Compartment.HEALTH, act=Act.VIEW)
