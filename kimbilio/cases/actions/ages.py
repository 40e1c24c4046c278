"""People grow older: each night the outline follows, and turning eighteen is announced."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.access.models import Tie
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.first_call import age_group_of
from kimbilio.cases.models import Case, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.cases.timeline import note_down
from kimbilio.people.choices import Minority

IS_MINOR = {Minority.MINOR: True, Minority.ADULT: False, Minority.UNSURE: None}


def follow_ages(today: date | None = None) -> int:
    """Bring minor, adult and age group of open cases up to date; says how many changed.

    Only people with a birthday since yesterday can have changed, whatever the year, so that the
    work does not grow with the number of cases by much; the year of birth is not asked.
    """
    day = today or timezone.localdate()
    days = [day, date.fromordinal(day.toordinal() - 1), date.fromordinal(day.toordinal() - 2)]
    birthday = Q()
    for one in days:
        birthday |= Q(survivor__born_from__month=one.month, survivor__born_from__day=one.day)
        birthday |= Q(survivor__born_to__month=one.month, survivor__born_to__day=one.day)
    changed = 0
    for case in Case.objects.open().filter(birthday).select_related("survivor").iterator(500):
        changed += follow_age(case, day)
    return changed


@transaction.atomic
def follow_age(case: Case, day: date | None = None) -> bool:
    """Bring one case up to date with the age of its survivor; tell the team of an 18th birthday."""
    on = day or timezone.localdate()
    is_minor = IS_MINOR[case.survivor.minority(on)]
    group = age_group_of(case.survivor.ages(on))
    if (case.is_minor, case.age_group) == (is_minor, group):
        return False
    grown_up = bool(case.is_minor) and is_minor is False
    Case.objects.filter(pk=case.pk).update(is_minor=is_minor, age_group=group)
    case.is_minor, case.age_group = is_minor, group
    if grown_up:
        note_down(
            case,
            Event.PERSON_TURNED_ADULT,
            kind=EntryKind.CASE,
            by=None,
            compartment=Compartment.OUTLINE,
        )
        trail.record(Event.PERSON_TURNED_ADULT, by=None, on=case)
        for tie in Tie.objects.live().filter(case=case).select_related("user"):
            notify(user=tie.user, kind=NoticeKind.TURNED_ADULT, case=case)
    return True
