"""Questions about imports: whose they are, where cases may go, who may have been met before."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.access.matrix import ALL_OUTLINES
from kimbilio.accounts.models import User
from kimbilio.cases.actions.intake import may_lead
from kimbilio.cases.models import Case
from kimbilio.interchange.columns import RowRead
from kimbilio.interchange.days import first_day
from kimbilio.interchange.models import ImportedRow, ImportRun
from kimbilio.organisation.models import Unit
from kimbilio.organisation.queries import standing_of
from kimbilio.people.ages import years_between
from kimbilio.people.clues import Clues, Reason
from kimbilio.people.matching import match
from kimbilio.vault import blind

LIKELY = 0.75  # how much of what is known agrees
TELLING = {
    Reason.SAME_PHONE, Reason.SAME_DOCUMENT, Reason.SAME_NAME, Reason.SOUNDS_ALIKE,
}  # fmt: skip


def imports_of(user: User) -> QuerySet[ImportRun]:
    """The imports that ``user`` began; nobody else sees them."""
    runs: QuerySet[ImportRun] = ImportRun.objects.filter(by=user)
    return runs.select_related("unit", "by")


def units_for_import(user: User) -> QuerySet[Unit]:
    """The units whose cases ``user`` answers for; all of them for who sees every outline."""
    units = Unit.objects.filter(is_active=True)
    if user.role in ALL_OUTLINES:
        return units
    led, _on_duty = standing_of(user, at=timezone.now(), leads=True)
    return units.filter(pk__in=led)


def leads_by_name() -> dict[str, User]:
    """Who can lead a case, by e-mail and, where only one has it, by name."""
    staff = [user for user in User.objects.filter(is_active=True) if may_lead(user)]
    names = [user.name.casefold() for user in staff]
    by_name = {
        name: user for name, user in zip(names, staff, strict=True) if names.count(name) == 1
    }
    return {**by_name, **{user.email.casefold(): user for user in staff}}


def already_filed(keys: Iterable[str], numbers: Iterable[str]) -> tuple[set[str], set[str]]:
    """Which of the keys became cases before, and which of the case numbers are codes of ours."""
    by_token = {token: key for key in keys for token in blind.all_tokens("interchange.row", key)}
    filed = ImportedRow.objects.filter(token__in=list(by_token)).values_list("token", flat=True)
    codes = Case.objects.filter(code__in=list(numbers)).values_list("code", flat=True)
    return {by_token[token] for token in filed}, set(codes)


def likely_doubles(read: RowRead, *, viewer: User) -> tuple[list[str], list[str]]:
    """Codes of cases whose survivor this row may be about, of those the viewer may open; and why."""
    values = read.values
    names = (values.get(f"prs_{part}Name", "") for part in ("First", "Middle", "Second"))
    name = " ".join(" ".join(names).split())
    phones = [values[one] for one in ("prs_MobilePhone", "prs_HomePhone") if values.get(one)]
    papers = [values[one] for one in ("prs_IdentityNumber",) if values.get(one)]
    clues = Clues(
        names=(name,) if len(name) > 1 else (), phones=tuple(phones), documents=tuple(papers),
        age=_age(values.get("prs_Birthdate", "")),
    )  # fmt: skip
    if not (clues.names or clues.phones or clues.documents):
        return [], []
    mine = Case.objects.open_to(viewer, Compartment.IDENTITY)
    found = {
        one.person_id: one
        for one in match(clues, within=mine, by="survivor_id", limit=3)
        if one.agreement >= LIKELY and not TELLING.isdisjoint(one.reasons)
    }
    if not found:
        return [], []
    people: list[UUID] = list(found)
    codes = mine.filter(survivor__in=people).order_by("code").values_list("code", flat=True)
    reasons = {reason.value for one in found.values() for reason in one.reasons}
    return list(codes[:3]), sorted(reasons)


def _age(born: str) -> int | None:
    if not born:
        return None
    age = years_between(first_day(born), timezone.localdate())
    return age if age >= 0 else None
