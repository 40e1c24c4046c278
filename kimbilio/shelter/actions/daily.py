"""The day in a house: meals, who goes to school, who visits, who calls, what is done together."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.care.named import is_named
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.shelter.actions.beds import hold_case
from kimbilio.shelter.actions.evenings import require_house
from kimbilio.shelter.choices import ActivityKind, HappeningKind, MealKind
from kimbilio.shelter.errors import CannotMove, NotThisPerson
from kimbilio.shelter.models import Activity, BedPlace, Happening, House, Meal, Stay, TookPart

WHERE = Compartment.WHEREABOUTS
MOST_PLATES, LONGEST_CALL = 500, 240


@transaction.atomic
def save_meal(
    *, house: House, which: str, plates: int, by: User, diets: str = "", expected: int | None = None
) -> Meal:
    """How many plates there were today, and which diets; written again it is corrected."""
    require_house(house, by)
    if which not in MealKind.values:
        raise BadInput(_("Choose from the list."), field="which")
    if not 0 <= plates <= MOST_PLATES:
        raise BadInput(_("Between 0 and 500 plates."), field="plates")
    list(House.objects.select_for_update(no_key=True).filter(pk=house.pk).values_list("pk"))
    today = timezone.localdate()
    row: Meal | None = Meal.objects.filter(house=house, on=today, which=which).first()
    values = {"plates": plates, "diets": diets.strip(), "written_by": by}
    if row is None:
        row = Meal.objects.create(house=house, on=today, which=which, **values)
    elif not amend(row, expected=expected or 0, **values):
        return row
    trail.record(Event.SHELTER_DAY_WRITTEN, by=by, on=row, which=which)
    return row


@transaction.atomic
def write_happening(
    *,
    stay: Stay,
    kind: str,
    who: str,
    by: User,
    relation: str = "",
    id_seen: bool = False,
    beside: str = "",
    minutes: int | None = None,
    word: str = "",
) -> Happening:
    """Somebody goes to school, has a visitor or a call. Who is a danger to them needs a lead's word."""
    require(by, Permission.WORK_IN_SHELTER, stay.case, compartment=WHERE, act=Act.CHANGE)
    if kind not in HappeningKind.values:
        raise BadInput(_("Choose from the list."), field="kind")
    if not who.strip():
        raise BadInput(_("Say with whom."), field="who")
    hold_case(stay.case_id)
    stay.refresh_from_db(fields=["state", "leave_until", "version"])
    if not stay.lives_here:
        raise CannotMove
    _check(stay, kind, who, id_seen=id_seen, minutes=minutes, word=word, by=by)
    now = timezone.now()
    made: Happening = Happening.objects.create(
        case=stay.case, stay=stay, kind=kind, who=who.strip(), relation=relation.strip(),
        id_seen=id_seen, beside=beside.strip(), minutes=minutes, word=word.strip(), begun_at=now,
        ended_at=now if kind == HappeningKind.CALL else None, written_by=by,
    )  # fmt: skip
    line = label(HappeningKind(kind))
    tell(made, Event.HAPPENING_WRITTEN, by=by, line=line, kind=EntryKind.CASE, what=kind)
    return made


def _check(
    stay: Stay, kind: str, who: str, *, id_seen: bool, minutes: int | None, word: str, by: User
) -> None:
    """Raise for who must not come near, an unknown visitor, a second school run, an endless call."""
    if kind == HappeningKind.SCHOOL:
        if Happening.objects.filter(stay=stay, kind=kind, ended_at=None).exists():
            raise BadInput(_("The person has left for school already."), field="stay")
    elif is_named(stay.case_id, [who]) and not (
        word.strip() and may(by, Permission.MANAGE_SHELTER)
    ):
        raise NotThisPerson
    if kind == HappeningKind.VISIT and not id_seen:
        raise BadInput(_("Look at an identity paper before you let anybody in."), field="id_seen")
    if kind == HappeningKind.CALL and not 1 <= (minutes or 0) <= LONGEST_CALL:
        raise BadInput(_("Between 1 and 240 minutes."), field="minutes")


@transaction.atomic
def end_happening(*, happening: Happening, by: User, expected: int | None = None) -> None:
    """Back from school, or the visitor has gone; said twice is said once."""
    require(by, Permission.WORK_IN_SHELTER, happening.case, compartment=WHERE, act=Act.CHANGE)
    if happening.ended_at is None:
        amend(happening, expected=expected, ended_at=timezone.now())
        trail.record(Event.HAPPENING_WRITTEN, by=by, on=happening, ended=True)


@transaction.atomic
def hold_activity(
    *, house: House, kind: str, came: Sequence[Stay], residents: Sequence[Stay], by: User
) -> Activity:
    """What was done together today, and who of ``residents`` was there."""
    require_house(house, by)
    if kind not in ActivityKind.values:
        raise BadInput(_("Choose from the list."), field="kind")
    if not came:
        raise BadInput(_("Tick who was there."), field="came")
    here = set(
        BedPlace.objects.now().open_to(by).filter(bed__bedroom__house=house).values_list("stay", flat=True)
    )  # fmt: skip
    if not {stay.pk for stay in (*came, *residents)} <= here:
        raise BadInput(_("This person does not live in the house."), field="came")
    made: Activity = Activity.objects.create(house=house, kind=kind, held_by=by)
    there = {stay.pk for stay in came}
    known = {stay.pk: stay for stay in (*residents, *came)}
    TookPart.objects.bulk_create(
        [
            TookPart(case_id=stay.case_id, activity=made, stay=stay, was_there=key in there)
            for key, stay in known.items()
        ]
    )
    trail.record(Event.SHELTER_DAY_WRITTEN, by=by, on=made, kind=kind, people=len(there))
    return made
