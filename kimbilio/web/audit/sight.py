"""What a reader of a case's log may see: entries and changed fields of the parts of the case open to them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q

from kimbilio.access.choices import Compartment
from kimbilio.audit.models import Entry

MaySee = Callable[[Entry, str], bool]

OF_APPS = {
    "people": Compartment.IDENTITY, "consent": Compartment.IDENTITY,
    "referrals": Compartment.IDENTITY, "transfers": Compartment.IDENTITY,
}  # fmt: skip
OF_OUTLINE = {"cases.case", "access.tie"}
IDENTITY_FIELDS = {"survivor", "survivor_id"}  # of the outline's own tables


def sight_of(opened: Iterable[str], entries: Iterable[Entry]) -> MaySee:
    """A rule for these entries; ``opened`` are the compartments the reader may see."""
    open_to_reader = {Compartment(name) for name in opened}
    own = _compartments_of_rows(entries)

    def may_see(entry: Entry, field: str) -> bool:
        compartment = own.get((entry.subject_type, entry.subject_id)) or _of_model(
            entry.subject_type, field
        )
        return compartment in open_to_reader

    return may_see


def entries_open_to(opened: Iterable[str]) -> Q:
    """The entries whose subject stands in an opened part: what happened tells as much as what changed.

    A table that does not say what it reveals is taken for the story. One whose rows each say so is
    let through here; ``shown_of`` looks at its rows.
    """
    open_to_reader = {Compartment(name) for name in opened}
    closed = [
        model._meta.label_lower
        for model in apps.get_models()
        if not _is_by_row(model) and _of_table(model) not in open_to_reader
    ]
    return ~Q(subject_type__in=closed)


def shown_of(opened: Iterable[str], entries: Sequence[Entry]) -> list[Entry]:
    """The entries without those on rows, such as notes, that stand in a part closed to the reader."""
    open_to_reader = {Compartment(name) for name in opened}
    own = _compartments_of_rows(entries)

    def tells(entry: Entry) -> Compartment:
        model = model_named(entry.subject_type)
        if model is None or not _is_by_row(model):
            return Compartment.OUTLINE  # ``entries_open_to`` has looked at it
        return own.get((entry.subject_type, entry.subject_id), Compartment.STORY)

    return [entry for entry in entries if tells(entry) in open_to_reader]


def _is_by_row(model: type[Model]) -> bool:
    return "compartment" in {field.name for field in model._meta.get_fields()}


def _of_table(model: type[Model]) -> Compartment:
    """What an entry on this table tells; people who work here and settings tell of no case."""
    if declared := _of_model(model._meta.label_lower, ""):
        return declared
    return Compartment.STORY if hasattr(model, "trail_case_id") else Compartment.OUTLINE


def model_named(label: str) -> type[Model] | None:
    """The model an entry speaks of, if this version still has it."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _of_model(label: str, field: str) -> Compartment | None:
    if label in OF_OUTLINE:
        return Compartment.IDENTITY if field in IDENTITY_FIELDS else Compartment.OUTLINE
    declared: Any = getattr(model_named(label), "compartment", None)
    if isinstance(declared, Compartment):
        return declared
    return OF_APPS.get(label.partition(".")[0])


def _compartments_of_rows(entries: Iterable[Entry]) -> dict[tuple[str, str], Compartment]:
    """Of tables whose rows each name their own compartment, such as notes: one query a table."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        model = model_named(entry.subject_type)
        if model is not None and _is_by_row(model) and entry.subject_id:
            wanted.setdefault(entry.subject_type, set()).add(entry.subject_id)
    found: dict[tuple[str, str], Compartment] = {}
    for label, keys in wanted.items():
        rows = apps.get_model(label)._base_manager.filter(pk__in=[UUID(key) for key in keys])
        for pk, compartment in rows.values_list("pk", "compartment"):
            found[label, str(pk)] = Compartment(compartment)
    return found
