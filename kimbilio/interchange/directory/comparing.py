"""What would change if the entries of a file were taken: nothing is written here."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from kimbilio.interchange.directory.entries import EntryRead, OfferRead, Spot, Trouble, typed
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import Changes
from kimbilio.organisation.places import wards
from kimbilio.partners.actions.entries import check_place
from kimbilio.partners.actions.offers import check_offer
from kimbilio.partners.models import Offer, Partner
from kimbilio.partners.queries import (
    counties_of,
    further_hours_of,
    languages_of,
    needs_of,
    offers_of_many,
    wards_covered_by,
)

LISTS = {
    "counties": counties_of, "wards": wards_covered_by,
    "further_hours": further_hours_of, "languages": languages_of, "needs": needs_of,
}  # fmt: skip


@dataclass
class OfferStep:
    """One service: the row it would change, or None for a new one, and what would be different."""

    offer: Offer | None
    id: str
    values: dict[str, Any]  # whole, as the action takes them
    lists: dict[str, list[str]]
    changes: Changes


@dataclass
class Step:
    """One entry of the file beside the partner it is about, or None for a new one."""

    partner: Partner | None
    id: str
    values: dict[str, Any]
    changes: Changes
    offers: list[OfferStep] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether nothing would change."""
        return self.partner is not None and not self.changes and not self.offers


@dataclass
class Plan:
    """All steps of a file, and what stands in their way."""

    steps: list[Step] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def new(self) -> list[Step]:
        """Partners that are not in the directory yet."""
        return [step for step in self.steps if step.partner is None]

    @property
    def changed(self) -> list[Step]:
        """Partners of which something would be different."""
        return [step for step in self.steps if step.partner is not None and not step.is_same]

    @property
    def same(self) -> int:
        """How many partners stand there just so already."""
        return sum(step.is_same for step in self.steps)

    @property
    def mark(self) -> str:
        """Tells this plan from every other: who agrees, agrees to what they saw."""
        told = [
            [step.id, step.partner and step.partner.version, step.changes, [
                [one.id, one.offer and one.offer.version, one.changes] for one in step.offers
            ]]
            for step in self.steps
        ]  # fmt: skip
        whole = json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def compare(entries: list[EntryRead]) -> Plan:
    """The plan for ``entries``; how many queries it takes does not depend on how many there are.

    A partner is known by its id, else by its name; a service by its id, else by what it is and for whom.
    """
    plan = Plan()
    partners = list(Partner.objects.order_by("name"))
    by_id = {str(partner.pk): partner for partner in partners}
    by_name = {partner.name.casefold(): partner for partner in partners}
    offers = offers_of_many(partners)
    owners = {str(one.pk): partner for partner, given in offers.items() for one in given}
    taken: dict[str, Spot] = {}
    for entry in entries:
        name = str(entry.values["name"]).casefold()
        partner = by_id.get(entry.id) or by_name.get(name)
        other = by_name.get(name)
        if other is not None and partner is not None and other.pk != partner.pk:
            why = _("Another partner has this name already.")
            plan.troubles.append(Trouble(entry.spot, "name", why))
        for key in {name, str(partner.pk) if partner else entry.id} - {""}:
            if key in taken:
                why = _("This partner stands in the file twice, also in row %(row)s.")
                plan.troubles.append(Trouble(entry.spot, "name", why % {"row": taken[key].row}))
            taken[key] = entry.spot
        plan.steps.append(_step(plan, entry, partner, offers, owners))
    return plan


def _step(
    plan: Plan,
    entry: EntryRead,
    partner: Partner | None,
    offers: Mapping[UUID, list[Offer]],
    owners: Mapping[str, UUID],
) -> Step:
    said = entry.values if partner else {**entry.at_first, **entry.values}
    values = typed(Partner, said)
    changes = _changes(partner, values)
    with _noting(plan, entry.spot):
        check_place(partner, values)
    step = Step(partner, str(partner.pk) if partner else entry.id, values, changes)
    theirs = offers.get(partner.pk, []) if partner else []
    left = {str(one.pk): one for one in theirs}
    for read in entry.offers:
        if read.id in owners and read.id not in {str(one.pk) for one in theirs}:
            why = _("Another partner has a service with this id.")
            plan.troubles.append(Trouble(read.spot, "id", why))
            continue
        offer = left.pop(read.id, None) or _alike(left, read)
        one = _offer_step(plan, read, offer)
        if one.lists.get("wards") and values.get(
            "is_place_secret", partner and partner.is_place_secret
        ):
            why = _("The place of this partner is secret: name counties, no wards.")
            plan.troubles.append(Trouble(read.spot, "wards", why))
        if offer is None or one.changes:
            step.offers.append(one)
    return step


def _alike(left: dict[str, Offer], read: OfferRead) -> Offer | None:
    """The service that is the same help for the same people, of those not spoken of yet."""
    values = typed(Offer, {**read.at_first, **read.values})
    for key, offer in left.items():
        if all(
            getattr(offer, name) == values.get(name)
            for name in ("service", "takes", "min_age", "max_age")
        ):
            return left.pop(key)
    return None


def _offer_step(plan: Plan, read: OfferRead, offer: Offer | None) -> OfferStep:
    if offer is None:
        values = typed(Offer, {**read.at_first, **read.values})
        lists = {"counties": [], **read.lists_at_first, **read.lists}
        whole = values
    else:
        values, lists = typed(Offer, read.values), dict(read.lists)
        whole = {name: getattr(offer, name) for name in CHECKED} | values
        if read.adds:
            lists = {name: sorted({*codes, *LISTS[name](offer)}) for name, codes in lists.items()}
            lists["wards"] = _not_narrowed(offer, lists.get("wards", []))
    given = lists if offer is None else {"counties": counties_of(offer), **lists}
    with _noting(plan, read.spot):
        check_offer(whole, given)
    changes = _changes(offer, values)
    for name, codes in lists.items():
        was = LISTS[name](offer) if offer else []
        if sorted(was) != sorted(codes):
            changes[name] = (was, codes)
    return OfferStep(offer, str(offer.pk) if offer else read.id, whole, given, changes)


def _not_narrowed(offer: Offer, codes: list[str]) -> list[str]:
    """The wards without those of a county that the service covered whole: adding takes nothing away."""
    held = wards_covered_by(offer)
    whole = set(counties_of(offer)) - {wards()[code].county for code in held}
    return [code for code in codes if wards()[code].county not in whole]


CHECKED = (
    "service", "takes", "min_age", "max_age", "takes_foreigners", "is_nationwide", "days", "opens",
    "closes", "cost", "cost_words", "places_total", "places_free", "places_said_on", "is_active",
)  # fmt: skip


def _changes(row: Partner | Offer | None, values: dict[str, Any]) -> Changes:
    return {
        name: (getattr(row, name) if row else None, value)
        for name, value in values.items()
        if row is None or getattr(row, name) != value
    }


class _noting:
    """Writes down what an action would refuse, instead of refusing it."""

    def __init__(self, plan: Plan, spot: Spot) -> None:
        self.plan, self.spot = plan, spot

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, refusal: Any, trace: Any) -> bool:
        if not isinstance(refusal, BadInput):
            return False
        self.plan.troubles.append(Trouble(self.spot, refusal.field or "", str(refusal.message)))
        return True
