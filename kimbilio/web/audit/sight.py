"""Which changed fields a reader of a case's log may see: those of the parts of the case open to them."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from kimbilio.access.choices import Compartment
from kimbilio.audit.models import Entry

MaySee = Callable[[Entry, str], bool]

OF_APPS = {"people": Compartment.IDENTITY, "consent": Compartment.IDENTITY}
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
        names = {field.name for field in model._meta.get_fields()} if model else set()
        if "compartment" in names and entry.subject_id:
            wanted.setdefault(entry.subject_type, set()).add(entry.subject_id)
    found: dict[tuple[str, str], Compartment] = {}
    for label, keys in wanted.items():
        rows = apps.get_model(label)._base_manager.filter(pk__in=[UUID(key) for key in keys])
        for pk, compartment in rows.values_list("pk", "compartment"):
            found[label, str(pk)] = Compartment(compartment)
    return found
