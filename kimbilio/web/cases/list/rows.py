"""One row of the list of cases, ready to be drawn: all words are looked up before the template."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kimbilio.accounts.models import User
from kimbilio.cases.choices import AgeGroup, Risk, Stage, WhereNow, WorkKind
from kimbilio.cases.models import Case
from kimbilio.cases.models.case import NOTHING_DUE
from kimbilio.cases.queries.listing import named_among
from kimbilio.people.ages import age_range
from kimbilio.people.choices import Sex
from kimbilio.people.models import Person

TAKEN = (
    "id", "code", "unit_id", "is_urgent", "closed_at", "stage", "risk", "where_now", "work_kind",
    "next_due_at", "steps_done", "steps_total", "opened_at", "is_minor", "age_group", "lead__name",
    "survivor_id", "survivor__goes_by", "survivor__sex", "survivor__born_from", "survivor__born_to",
)  # fmt: skip
RISK_CLASSES = {Risk.HIGH: "hi", Risk.MEDIUM: "md", Risk.LOW: "lo"}
PLACE_TONES = {WhereNow.IN_DANGER: "clay", WhereNow.POLICE_DESK: "honey", WhereNow.SHELTER: "leaf"}
TONES = ("", "b", "c", "d", "e")
MOST_SEGMENTS = 15


@dataclass(frozen=True, slots=True)
class Row:
    """A case as its row shows it."""

    code: str
    url: str
    name: str
    age: str
    minor: str
    risk: str
    risk_class: str
    place: str
    place_class: str
    due: str
    is_near: bool
    stage: str
    plan: SafeString
    initials: str
    worker: str
    worker_class: str
    kind: str
    days: int


def rows_of(ids: Iterable[Any], *, viewer: User) -> list[Row]:
    """The rows of these cases in this order: one query, and names opened only where allowed."""
    order = list(ids)
    found = {
        row.id: row
        for row in Case.objects.filter(pk__in=order).values_list(*TAKEN, named=True).order_by()
    }
    rows = [found[pk] for pk in order if pk in found]
    named = named_among(rows, viewer=viewer)
    words, today, now = _words(get_language() or "en"), timezone.localdate(), timezone.now()
    base = reverse("cases:index")
    return [_row(row, row.id in named, words, base, today, now) for row in rows]


@dataclass(frozen=True)
class _Words:
    risk: dict[str, str]
    place: dict[str, str]
    kind: dict[str, str]
    stage: dict[str, str]
    group: dict[str, str]
    sex: dict[str, str]
    minor: str


@lru_cache(maxsize=8)
def _words(language: str) -> _Words:
    """The words of closed lists in one language."""

    def said(choices: Any) -> dict[str, str]:
        return {code: str(label) for code, label in choices.choices}

    sexes = {Sex.FEMALE: _("F"), Sex.MALE: _("M"), Sex.UNKNOWN: ""}
    sex = {code: str(sexes.get(Sex(code), label)) for code, label in Sex.choices}
    return _Words(
        said(Risk), said(WhereNow), said(WorkKind), said(Stage), said(AgeGroup), sex, _("minor")
    )


def _row(row: Any, is_named: bool, words: _Words, base: str, today: date, now: datetime) -> Row:
    name = ""
    group = words.group[row.age_group] if row.age_group != AgeGroup.UNKNOWN else ""
    age = group
    if is_named:
        name = _goes_by().unseal(row.survivor__goes_by, row.survivor_id)
        ages = age_range(row.survivor__born_from, row.survivor__born_to, today)
        if ages:
            age = str(ages[0]) if ages[0] == ages[1] else f"{ages[0]}–{ages[1]}"
    due = row.next_due_at
    worker = row.lead__name or ""
    return Row(
        code=row.code,
        url=f"{base}{row.code}/",
        name=name,
        age=f"{age} {words.sex.get(row.survivor__sex, '')}".strip(),
        minor=words.minor if row.is_minor else "",
        risk=words.risk[row.risk],
        risk_class=RISK_CLASSES[row.risk],
        place=words.place[row.where_now],
        place_class=PLACE_TONES.get(row.where_now, "" if row.where_now == "unknown" else "sky"),
        due=_due(due, today) if due != NOTHING_DUE and row.closed_at is None else "",
        is_near=due < now,
        stage=words.stage[row.stage],
        plan=_plan(row.steps_done, row.steps_total, get_language() or "en"),
        initials=_initials(worker),
        worker=worker,
        worker_class=TONES[sum(map(ord, worker)) % len(TONES)],
        kind=words.kind[row.work_kind] if row.work_kind != WorkKind.UNKNOWN else "",
        days=max(0, ((row.closed_at or now) - row.opened_at).days),
    )


@lru_cache(maxsize=1)
def _goes_by() -> Any:
    return Person._meta.get_field("goes_by")


def _due(moment: datetime, today: date) -> str:
    local = timezone.localtime(moment)
    day = _day(local.date(), today, get_language() or "en")
    is_end_of_day = (local.hour, local.minute) == (23, 59)
    if is_end_of_day or not -1 <= (local.date() - today).days <= 1:
        return day
    return f"{day} {local:%H:%M}"


@lru_cache(maxsize=2000)
def _day(day: date, today: date, language: str) -> str:
    """A day as a list says it; formatting one takes longer than the rest of its row."""
    near: dict[int, Callable[[], str]] = {
        -1: lambda: _("Yesterday"), 0: lambda: _("Today"), 1: lambda: _("Tomorrow"),
    }  # fmt: skip
    away = (day - today).days
    if away in near:
        return near[away]()
    if 0 < away < 14:
        return date_format(day, "D j M")
    return date_format(day, "j M" if day.year == today.year else "j M Y")


@lru_cache(maxsize=2000)
def _plan(done: int, total: int, language: str) -> SafeString:
    """Steps done as small squares, the next one marked; a long plan has fewer squares than steps."""
    if not total:
        return SafeString("")
    squares = min(total, MOST_SEGMENTS)
    full = done * squares // total
    shown = "".join(
        f'<i class="{"d" if n < full else "n"}"></i>' if n <= full else "<i></i>"
        for n in range(squares)
    )
    label = ngettext(
        "%(done)s of %(total)s step done", "%(done)s of %(total)s steps done", total
    ) % {"done": done, "total": total}
    return format_html(
        '<span class="seg" role="img" aria-label="{}">{}</span> <span class="num muted small" '
        'aria-hidden="true">{}/{}</span>',
        label, mark_safe(shown), done, total,  # noqa: S308  # made of the two literals above
    )  # fmt: skip


@lru_cache(maxsize=2000)
def _initials(name: str) -> str:
    return User(name=name).initials if name else ""
