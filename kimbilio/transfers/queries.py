"""Questions about transfers: may this still go, what waits for a yes, which packages arrived."""

from uuid import UUID

from django.db.models import QuerySet

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.rules import compartments_open_to, reach_of
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.referrals.queries import sharing_with
from kimbilio.transfers.choices import State
from kimbilio.transfers.errors import FromHere
from kimbilio.transfers.models import Arrival, Transfer


def may_still_go(transfer: Transfer) -> bool:
    """Whether consent to share with that organisation holds at this moment, or a legal ground does."""
    if transfer.ground:
        return True
    standing = sharing_with(transfer.case, transfer.organisation)
    return standing is not None and standing.is_given


def parts_to_give(user: User, case: Case) -> list[Compartment]:
    """The parts of this case that ``user`` may print and so may give away, besides the outline."""
    opened = compartments_open_to(user, case, Act.EXPORT)
    return [part for part in Compartment if part in opened and part != Compartment.OUTLINE]


def transfers_to_answer(viewer: User) -> QuerySet[Transfer]:
    """Transfers that wait for the yes of ``viewer``, the longest waiting first. Never their own."""
    rows: QuerySet[Transfer] = Transfer.objects.open_to(viewer).filter(state=State.ASKED)
    if viewer.role != Role.MANAGER:
        rows = rows.filter(case__unit__in=sorted(reach_of(viewer).units))
    rows = rows.exclude(asked_by=viewer).select_related("case", "asked_by")
    return rows.order_by("asked_at", "id")


def transfers_of(case: Case) -> list[Transfer]:
    """The transfers of a case, the newest first."""
    rows = Transfer.objects.filter(case=case).select_related("asked_by", "agreed_by", "ended_by")
    return list(rows.order_by("-asked_at", "-id")[:20])


def refuse_our_own(origin: UUID, viewer: User) -> None:
    """Raise ``FromHere`` if ``origin`` is a transfer of ours; its case is named only to who may see it."""
    sent = Transfer.objects.filter(pk=origin).values_list("case_id", flat=True).first()
    if sent is None:
        return
    seen = Case.objects.visible_to(viewer).filter(pk=sent)
    raise FromHere(seen.values_list("code", flat=True).first() or "")


def arrivals_of(user: User) -> QuerySet[Arrival]:
    """The packages that ``user`` brought; nobody else sees them."""
    rows: QuerySet[Arrival] = Arrival.objects.filter(by=user)
    return rows.select_related("case")
