"""A tracing request from the first question to its end; which moves there are says ``choices.MOVES``."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin
from kimbilio.care.choices import Outcome
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Step
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.people.ages import birth_range
from kimbilio.people.choices import RelationKind, Sex
from kimbilio.tracing.actions.ground import (
    CannotMove,
    check_place,
    check_step,
    chosen,
    require_open,
    require_tracing,
)
from kimbilio.tracing.actions.pairs import compare_tracing
from kimbilio.tracing.choices import MOVES, SearchState
from kimbilio.tracing.consent import require_agreed
from kimbilio.tracing.models import Tracing
from kimbilio.tracing.pieces import write_tracing_tokens

OLDEST, MOST_LINES = 120, 12
ENDED = {
    SearchState.NOT_FOUND: Outcome.LOST,
    SearchState.STOPPED: Outcome.BY_PERSON,
}


def sought_values(
    *,
    name: str,
    relation: str,
    other_names: str = "",
    sex: str = Sex.UNKNOWN,
    age_from: int | None = None,
    age_to: int | None = None,
    county: str = "",
    sub_county: str = "",
    places: str = "",
    known: str = "",
) -> dict[str, Any]:
    """The columns of ``Sought`` from what was typed; raises ``BadInput`` for what cannot be."""
    if not name.strip():
        raise BadInput(_("Write a name, or what they are called."), field="name")
    chosen(relation, RelationKind.values, "relation")
    chosen(sex, Sex.values, "sex")
    lines = (("other_names", other_names), ("places", places))
    for field, text in lines:
        if len([line for line in text.splitlines() if line.strip()]) > MOST_LINES:
            raise BadInput(_("At most twelve lines."), field=field)
    born_from, born_to = _born(age_from, age_to)
    return {
        "name": name.strip(), "relation": relation, "other_names": other_names, "sex": sex,
        "born_from": born_from, "born_to": born_to, "county": check_place(county, sub_county),
        "sub_county": sub_county, "places": places, "known": known,
    }  # fmt: skip


def _born(age_from: int | None, age_to: int | None) -> tuple[date | None, date | None]:
    """Earliest and latest birth day of somebody between two ages; one of them is enough."""
    for field, age in (("age_from", age_from), ("age_to", age_to)):
        if age is not None and not 0 <= age <= OLDEST:
            raise BadInput(_("This age cannot be right."), field=field)
    if age_from is None and age_to is None:
        return None, None
    youngest = age_from if age_from is not None else age_to
    oldest = age_to if age_to is not None else age_from
    assert youngest is not None
    assert oldest is not None
    if oldest < youngest:
        raise BadInput(_("The older age is below the younger one."), field="age_to")
    today = timezone.localdate()
    return birth_range(age=oldest, on=today)[0], birth_range(age=youngest, on=today)[1]


@transaction.atomic
def ask_for_tracing(
    *, case: Case, by: User, wish: str = "", step: Step | None = None, **sought: Any
) -> Tracing:
    """Begin to look for somebody of the family, if the person agreed to it; no consent, no tracing."""
    require_tracing(by, case)
    require_agreed(case)
    check_step(step, case)
    if not wish.strip():
        raise BadInput(_("Write what the person wants. Nobody is looked for against their wish."),
                       field="wish")  # fmt: skip
    values = sought_values(**sought)
    tracing: Tracing = Tracing.objects.create(
        case=case, step=step, responsible=by, asked_by=by, wish=wish, **values
    )
    tell(
        tracing, Event.CARE_ASKED, by=by, kind=EntryKind.CASE, service="tracing",
        line=label(RelationKind(tracing.relation)),
    )  # fmt: skip
    begin(tracing, timezone.now(), by=by)
    write_tracing_tokens(tracing)
    compare_tracing(tracing, by=by)
    return tracing


@transaction.atomic
def change_tracing(
    *,
    tracing: Tracing,
    by: User,
    responsible: User | None = None,
    wish: str = "",
    step: Step | None = None,
    expected: int | None = None,
    **sought: Any,
) -> None:
    """Write down what is known by now; pairs are looked for again."""
    require_open(tracing, by)
    if step is not None and step.pk != tracing.step_id:
        check_step(step, tracing.case)
    if not wish.strip():
        raise BadInput(_("Write what the person wants. Nobody is looked for against their wish."),
                       field="wish")  # fmt: skip
    changes = amend(
        tracing, expected=expected, wish=wish, step=step,
        responsible=responsible or tracing.responsible, **sought_values(**sought),
    )  # fmt: skip
    if changes:
        tell(tracing, Event.CARE_CHANGED, by=by, kind=EntryKind.CASE, changes=changes,
             line=label(RelationKind(tracing.relation)))  # fmt: skip
        write_tracing_tokens(tracing)
        compare_tracing(tracing, by=by)


@transaction.atomic
def move_tracing(
    *, tracing: Tracing, to: str, by: User, words: str = "", expected: int | None = None
) -> None:
    """Say that the family is found, that we look again, that nobody was found, or that we stop.

    Going home is a handover and has an action of its own.
    """
    require_open(tracing, by, agreed=False)
    if to not in SearchState.values or SearchState(to) not in MOVES[SearchState(tracing.state)]:
        raise CannotMove
    if to == SearchState.REUNITED:
        raise CannotMove
    state = SearchState(to)
    values: dict[str, Any] = {"state": state}
    if state in ENDED:
        if not words.strip():
            raise BadInput(_("Say why, for whoever reads it later."), field="words")
        values |= {
            "ended_at": timezone.now(), "ended_by": by, "outcome": ENDED[state], "summary": words,
        }  # fmt: skip
    elif state == SearchState.FOUND and not tracing.relatives.exists():
        raise BadInput(_("Write down first who was found."), field="words")
    changes = amend(tracing, expected=expected, **values)
    event = Event.CARE_ENDED if state in ENDED else Event.TRACING_MOVED
    tell(tracing, event, by=by, kind=EntryKind.CASE, changes=changes, line=label(state))
