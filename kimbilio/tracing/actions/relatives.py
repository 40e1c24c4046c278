"""Who was found, checking that they are family, how the family is, and the note of a child's best interest."""

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import hold_open
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.people.choices import RelationKind
from kimbilio.tracing.actions.ground import check_been, chosen, keep_one, require_open
from kimbilio.tracing.choices import (
    BestInterestAnswer,
    Capacity,
    Involved,
    Proof,
    Safety,
    SearchState,
    Willing,
)
from kimbilio.tracing.models import BestInterest, FamilyAssessment, FoundRelative, Tracing

T = TypeVar("T", bound=Model)
MOST_DECIDERS, LONGEST_LINE = 12, 160


@transaction.atomic
def save_relative(
    *,
    tracing: Tracing,
    relative: FoundRelative | None,
    name: str,
    relation: str,
    by: User,
    phone: str = "",
    place: str = "",
    expected: int | None = None,
) -> FoundRelative:
    """Write down who was found; the search now stands at found. Nothing is checked by that.

    Another name or relation makes a former check void: somebody else was checked.
    """
    require_open(tracing, by)
    if not name.strip():
        raise BadInput(_("Write a name."), field="name")
    chosen(relation, RelationKind.values, "relation")
    values: dict[str, Any] = {
        "name": name.strip(), "relation": relation, "phone": phone, "place": place,
    }  # fmt: skip
    hold_open(tracing)  # a handover looks at the check: nobody is made another person meanwhile
    if relative is None:
        relative = FoundRelative.objects.create(
            case=tracing.case, tracing=tracing, added_by=by, **values
        )
        _tell(relative, Event.RELATIVE_FOUND, by)
        tracing.refresh_from_db(fields=["state", "version"])  # two may find somebody at once
        if tracing.state == SearchState.OPEN:
            amend(tracing, state=SearchState.FOUND)
        return relative
    if (relative.name, relative.relation) != (values["name"], relation):
        values |= {"checked_on": None, "checked_by": None, "confirmed_on": None,
                   "confirmed_by": None, "proofs": []}  # fmt: skip
    if changes := amend(relative, expected=expected, **values):
        _tell(relative, Event.RELATIVE_CHANGED, by, changes=changes)
    return relative


@transaction.atomic
def check_relative(
    *,
    relative: FoundRelative,
    proofs: list[str],
    on: date,
    by: User,
    doubts: str = "",
    expected: int | None = None,
) -> None:
    """Say by what it was checked that they are family, and what doubts are left."""
    require_open(relative.tracing, by)
    if not proofs:
        raise BadInput(_("Say by what it was checked."), field="proofs")
    for proof in proofs:
        chosen(proof, Proof.values, "proofs")
    check_been(on, "on")
    hold_open(relative.tracing)
    changes = amend(
        relative, expected=expected, proofs=proofs, doubts=doubts, checked_on=on, checked_by=by,
        confirmed_on=None, confirmed_by=None,
    )  # fmt: skip
    if changes:
        _tell(relative, Event.RELATIVE_CHECKED, by, changes=changes)


@transaction.atomic
def confirm_relative(*, relative: FoundRelative, by: User, expected: int | None = None) -> None:
    """A second person has looked at the check and agrees; a child goes to nobody without it."""
    require_open(relative.tracing, by)
    if relative.checked_on is None:
        raise BadInput(_("Nobody has checked it yet. Say first by what it was checked."))
    if relative.checked_by_id == by.pk:
        raise BadInput(_("You checked it yourself. A second person confirms."))
    if relative.confirmed_on is not None:
        raise BadInput(_("It is confirmed already. Nothing was changed."))
    hold_open(relative.tracing)
    changes = amend(relative, expected=expected, confirmed_on=timezone.localdate(), confirmed_by=by)
    if changes:
        _tell(relative, Event.RELATIVE_CONFIRMED, by, changes=changes)


def _tell(relative: FoundRelative, event: Event, by: User, **facts: Any) -> None:
    """The line says what they are to the person, never who they are."""
    line = label(RelationKind(relative.relation))
    tell(relative, event, by=by, kind=EntryKind.CASE, line=line, **facts)


@transaction.atomic
def save_assessment(
    *,
    tracing: Tracing,
    safety: str,
    willing: str,
    capacity: str,
    involved: str,
    made_on: date,
    by: User,
    words: str = "",
    expected: int | None = None,
) -> FamilyAssessment:
    """Write down how the family is; later changes are kept in the trail."""
    require_open(tracing, by)
    asked: tuple[tuple[str, str, list[str]], ...] = (
        ("safety", safety, Safety.values), ("willing", willing, Willing.values),
        ("capacity", capacity, Capacity.values), ("involved", involved, Involved.values),
    )  # fmt: skip
    for field, value, values in asked:
        chosen(value, values, field)
    check_been(made_on, "made_on")
    given: dict[str, Any] = {
        "safety": safety, "willing": willing, "capacity": capacity, "involved": involved,
        "made_on": made_on, "words": words, "made_by": by,
    }  # fmt: skip
    return _keep(FamilyAssessment, tracing, given, Event.FAMILY_ASSESSED, expected, by)


@transaction.atomic
def save_best_interest(
    *,
    tracing: Tracing,
    deciders: list[str],
    options: str,
    child_view: str,
    decision: str,
    decided_on: date,
    by: User,
    reasons: str = "",
    expected: int | None = None,
) -> BestInterest:
    """Write down what was decided for a child, by whom, and what the child says to it."""
    require_open(tracing, by)
    lines = [line.strip() for line in deciders if line.strip()]
    if not lines:
        raise BadInput(_("Name who decided, with their office."), field="deciders")
    if len(lines) > MOST_DECIDERS or any(len(line) > LONGEST_LINE for line in lines):
        raise BadInput(_("At most twelve people, each on a line of its own."), field="deciders")
    if not options.strip():
        raise BadInput(_("Write which ways were weighed."), field="options")
    if not child_view.strip():
        raise BadInput(
            _("Write what the child says. If the child cannot say it, write why."),
            field="child_view",
        )
    chosen(decision, BestInterestAnswer.values, "decision")
    check_been(decided_on, "decided_on")
    given: dict[str, Any] = {
        "deciders": lines, "options": options, "child_view": child_view, "decision": decision,
        "reasons": reasons, "decided_on": decided_on, "written_by": by,
    }  # fmt: skip
    return _keep(BestInterest, tracing, given, Event.BEST_INTEREST_WRITTEN, expected, by)


def _keep(
    model: type[T],
    tracing: Tracing,
    given: dict[str, Any],
    event: Event,
    expected: int | None,
    by: User,
) -> T:
    known, changes = keep_one(model, tracing, given, expected)
    if changes is not None:
        tell(known, event, by=by, kind=EntryKind.ASSESSMENT, changes=changes)
    return known
