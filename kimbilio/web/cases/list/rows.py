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
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kimbilio.accounts.models import User
from kimbilio.cases.choices import AgeGroup, Risk, Stage, WhereNow, WorkKind
from kimbilio.cases.models import Case
from kimbilio.cases.models.case import NOTHING_DUE
from kimbilio.cases.queries.listing import named_among, next_steps
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
NOTHING = SafeString("")
STRONG = SafeString(" strong")


# One row. It is filled in by ``format_html``, which escapes as a template does in a fifth of the
# time; a template's loop over 25 rows took a quarter of the whole answer. HTML lets the ends of
# cells and rows be left out, and a page has 250 cells.
_ROW = (
    '<tr><td class="pick"><input class="form-check-input" type="checkbox" name="case" value="{code}" '
    'aria-label="{select} {code}"><th scope="row" class="k"><a class="code" href="{base}{code}/">'
    '{code}</a>{name}<td class="ag c-age">{age}{minor}<td class="k c-risk">{risk}'
    '<td class="wh c-where">{place}<td class="w c-due{near}">{due}{step}<td class="c-stage">{stage}'
    '<td class="c-plan">{plan}<td class="c-worker">{worker}<td class="c-kind" data-soft>'
    '{kind}<td class="c-open">{days}'
)
_STEP = '<td class="w c-step" data-p>{}'
STEP_LETTERS = 40  # of a title: the row stays one line


def rows_of(ids: Iterable[Any], *, viewer: User, with_steps: bool = False) -> SafeString:
    """The rows of these cases in this order: one query, and names opened only where allowed.

    ``with_steps`` adds the column of next steps, and a query.
    """
    order = list(ids)
    found = {
        row.id: row
        for row in Case.objects.filter(pk__in=order).values_list(*TAKEN, named=True).order_by()
    }
    rows = [found[pk] for pk in order if pk in found]
    named = named_among(rows, viewer=viewer)
    steps = next_steps(rows, viewer=viewer) if with_steps else None
    words, today, now = _words(get_language() or "en"), timezone.localdate(), timezone.now()
    base = reverse("cases:index")
    drawn = [_row(row, row.id in named, words, base, today, now, _step(steps, row)) for row in rows]
    return SafeString("\n".join(drawn))


@dataclass(frozen=True)
class _Words:
    """The words of closed lists in one language, those that are always drawn alike with their shape."""

    language: str
    risk: dict[str, SafeString]
    place: dict[str, SafeString]
    kind: dict[str, SafeString]
    stage: dict[str, SafeString]
    group: dict[str, SafeString]
    sex: dict[str, str]
    minor: SafeString
    days: str
    select: SafeString


@lru_cache(maxsize=8)
def _words(language: str) -> _Words:
    """The words in the language of the moment, which is ``language``."""

    def said(choices: Any, *unsaid: str) -> dict[str, SafeString]:
        return {
            code: NOTHING if code in unsaid else format_html("{}", label)
            for code, label in choices.choices
        }

    sexes = {Sex.FEMALE: _("F"), Sex.MALE: _("M"), Sex.UNKNOWN: ""}
    return _Words(
        language=language,
        risk={
            code: format_html('<span class="risk {}">{}</span>', RISK_CLASSES[Risk(code)], label)
            for code, label in Risk.choices
        },
        place={
            code: format_html('<span class="pill {}">{}</span>', _tone(code), label)
            for code, label in WhereNow.choices
        },
        kind=said(WorkKind, WorkKind.UNKNOWN),
        stage=said(Stage),
        group=said(AgeGroup, AgeGroup.UNKNOWN),
        sex={code: str(sexes.get(Sex(code), label)) for code, label in Sex.choices},
        minor=format_html(' <span class="pill sky">{}</span>', _("minor")),
        days=_("%s d"),
        select=format_html("{}", _("Select")),
    )


def _tone(place: str) -> str:
    return PLACE_TONES.get(WhereNow(place), "" if place == WhereNow.UNKNOWN else "sky")


def _row(
    row: Any,
    is_named: bool,
    words: _Words,
    base: str,
    today: date,
    now: datetime,
    step: SafeString,
) -> SafeString:
    name = NOTHING
    age: str = words.group[row.age_group]
    if is_named:
        if row.survivor__goes_by:
            opened = _goes_by().unseal(row.survivor__goes_by, row.survivor_id)
            name = format_html(" <span data-p>“{}”</span>", opened)
        ages = age_range(row.survivor__born_from, row.survivor__born_to, today)
        if ages:
            age = str(ages[0]) if ages[0] == ages[1] else f"{ages[0]}–{ages[1]}"
    due, language = row.next_due_at, words.language
    return format_html(
        _ROW,
        select=words.select,
        base=base,
        code=row.code,
        name=name,
        age=f"{age} {words.sex[row.survivor__sex]}".strip(),
        minor=words.minor if row.is_minor else NOTHING,
        risk=words.risk[row.risk],
        place=words.place[row.where_now],
        due=_due(due, today, language) if due != NOTHING_DUE and row.closed_at is None else NOTHING,
        near=STRONG if due < now else NOTHING,
        step=step,
        stage=words.stage[row.stage],
        plan=_plan(row.steps_done, row.steps_total, language),
        worker=_badge(row.lead__name or ""),
        kind=words.kind[row.work_kind],
        days=words.days % max(0, ((row.closed_at or now) - row.opened_at).days),
    )


def _step(steps: dict[Any, str] | None, row: Any) -> SafeString:
    """The cell of the next step, empty for who may not read it; none without the column."""
    if steps is None:
        return NOTHING
    title = steps.get(row.id, "")
    short = title if len(title) <= STEP_LETTERS else f"{title[: STEP_LETTERS - 1].rstrip()}…"
    return format_html(_STEP, short)


@lru_cache(maxsize=1)
def _goes_by() -> Any:
    return Person._meta.get_field("goes_by")


def _due(moment: datetime, today: date, language: str) -> str:
    local = timezone.localtime(moment)
    day = _day(local.date(), today, language)
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
        return NOTHING
    squares = min(total, MOST_SEGMENTS)
    full = done * squares // total
    label = ngettext(
        "%(done)s of %(total)s step done", "%(done)s of %(total)s steps done", total
    ) % {"done": done, "total": total}
    return format_html(
        '<svg class="sq" role="img" aria-label="{}" width="{}"><path d="M0 4h{}"/>{}{}</svg>'
        ' <small aria-hidden="true">{}/{}</small>',
        label, squares * 8 - 3, squares * 8 - 3,
        format_html('<path class="d" d="M0 4h{}"/>', full * 8 - 3) if full else NOTHING,
        format_html('<path class="n" d="M{} 4h5"/>', full * 8) if full < squares else NOTHING,
        done, total,
    )  # fmt: skip


@lru_cache(maxsize=2000)
def _badge(name: str) -> SafeString:
    """The initials of a worker, with the name for who asks."""
    if not name:
        return NOTHING
    return format_html(
        '<span class="av {}" role="img" title="{}">{}</span>',
        TONES[sum(map(ord, name)) % len(TONES)], name, User(name=name).initials,
    )  # fmt: skip
