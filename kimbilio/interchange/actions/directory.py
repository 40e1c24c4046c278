"""Taking the entries of a file into the directory: all of them or none, through its own actions."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.interchange.directory.comparing import Plan, Step, compare
from kimbilio.interchange.directory.entries import EntryRead, from_plain
from kimbilio.kernel.errors import DomainError, NotAllowed
from kimbilio.partners.actions.entries import ask_to_check, save_partner
from kimbilio.partners.actions.files import mark_taken
from kimbilio.partners.actions.offers import save_offer
from kimbilio.partners.models import BroughtFile


class DirectoryMovedOn(DomainError):
    """What would change is not what was seen any more."""

    code = "directory_moved_on"
    message = _("The directory has changed since you looked. Nothing was saved. Look again.")


@dataclass(frozen=True)
class Taken:
    """How many partners were added, and of how many something changed."""

    new: int
    changed: int


@transaction.atomic
def take_file(*, file: BroughtFile, seen: str, by: User) -> Taken:
    """Take the entries that ``by`` brought, if what would change is still what they saw."""
    require(by, Permission.MANAGE_PARTNERS)
    if file.by_id != by.pk:
        raise NotAllowed
    if file.taken_at is not None:
        return Taken(file.taken_new or 0, file.taken_changed or 0)
    plan = compare(from_plain(file.entries))
    if plan.mark != seen or plan.troubles:
        raise DirectoryMovedOn
    taken = _take(plan, by)
    mark_taken(file=file, new=taken.new, changed=taken.changed, by=by)
    return taken


@transaction.atomic
def take_entries(*, entries: list[EntryRead], by: User) -> Taken:
    """Take entries that the program brings along, as far as they are not there yet."""
    require(by, Permission.MANAGE_PARTNERS)
    beside = zip(entries, compare(entries).steps, strict=True)
    plan = compare([entry for entry, step in beside if step.partner is None])
    if plan.troubles:
        raise DirectoryMovedOn
    return _take(plan, by)


def _take(plan: Plan, by: User) -> Taken:
    for step in plan.steps:
        if not step.is_same:
            _take_step(step, by)
    taken = Taken(len(plan.new), len(plan.changed))
    trail.record(Event.IMPORT_RUN, by=by, what="directory", new=taken.new, changed=taken.changed)
    return taken


def _take_step(step: Step, by: User) -> None:
    """One partner and its services; what came from a file asks to be checked."""
    partner = step.partner
    if partner is None:
        ours: dict[str, Any] = {"id": step.id} if step.id else {}
        partner = save_partner(partner=None, by=by, is_checked=False, **ours, **step.values)
    else:
        values = {"name": partner.name, **step.values}
        save_partner(partner=partner, by=by, expected=partner.version, **values)
        ask_to_check(partner=partner, by=by)
    for one in step.offers:
        mine: dict[str, Any] = {"id": one.id} if one.offer is None else {}
        save_offer(
            partner=partner,
            offer=one.offer,
            counties=one.lists["counties"],
            wards=one.lists.get("wards"),
            further_hours=one.lists.get("further_hours"),
            languages=one.lists.get("languages"),
            needs=one.lists.get("needs"),
            by=by,
            expected=one.offer.version if one.offer else None,
            **mine,
            **one.values,
        )
