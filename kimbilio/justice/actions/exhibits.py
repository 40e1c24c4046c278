"""Taking evidence into our hands and out of them; the chain is only ever added to."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import hold_open
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.justice.actions.ground import FIRST_YEAR, require_legal, require_open
from kimbilio.justice.choices import ExhibitKind, Handing
from kimbilio.justice.models import CustodyLink, Exhibit, LegalMatter
from kimbilio.kernel.errors import BadInput, DomainError


class ItIsDestroyed(DomainError):
    """Nobody holds what was destroyed."""

    code = "exhibit_destroyed"
    message = _("This was destroyed: it cannot change hands any more. Nothing was changed.")


@transaction.atomic
def take_exhibit(
    *,
    matter: LegalMatter,
    kind: str,
    what: str,
    at: datetime,
    from_whom: str,
    to_whom: str,
    by: User,
    place: str = "",
) -> Exhibit:
    """Keep a piece of evidence under the next number of the matter, with the first link of its chain."""
    require_open(matter, by)
    if kind not in ExhibitKind.values:
        raise BadInput(_("Choose from the list."), field="kind")
    if not what.strip():
        raise BadInput(_("Say what it is."), field="what")
    hold_open(matter)
    last = matter.exhibits.order_by("-number").values_list("number", flat=True).first()
    exhibit: Exhibit = Exhibit.objects.create(
        case=matter.case, matter=matter, number=(last or 0) + 1, kind=kind, what=what, added_by=by
    )
    hand_exhibit(
        exhibit=exhibit, why=Handing.RECEIVED, at=at, from_whom=from_whom, to_whom=to_whom,
        place=place, by=by,
    )  # fmt: skip
    return exhibit


@transaction.atomic
def hand_exhibit(
    *,
    exhibit: Exhibit,
    why: str,
    at: datetime,
    from_whom: str,
    to_whom: str,
    by: User,
    place: str = "",
    words: str = "",
    seen: int | None = None,
) -> CustodyLink:
    """Add a link: it went from one to another. What was written before stays.

    Custody goes on when the matter has ended, for an appeal or until it is given back or destroyed; then
    ``words`` say why, as they always do of what was destroyed. A case that is closed is reopened first.

    ``seen`` is how many links stood on the screen: it leaves a hand once, so whoever has not seen
    the last link looks at it before adding theirs.
    """
    require_legal(by, exhibit.case)
    if why not in Handing.values:
        raise BadInput(_("Choose from the list."), field="why")
    for field, name in (("from_whom", from_whom), ("to_whom", to_whom)):
        if not name.strip():
            raise BadInput(_("Write a name or an office."), field=field)
    if at > timezone.now() or at.year < FIRST_YEAR:
        raise BadInput(_("Choose a moment that has been."), field="at")
    has_ended = _has_ended(exhibit.matter)
    Exhibit.objects.select_for_update(no_key=True).filter(pk=exhibit.pk).values_list("pk").get()
    links = list(exhibit.chain.order_by("-at", "-id").values_list("at", "why"))
    times = [moment for moment, _why in links]
    if seen is not None and len(times) != seen:
        raise BadInput(
            _(
                "Someone else wrote down meanwhile that it changed hands. Look at the last line, "
                "then add what is still missing. Nothing was changed."
            )
        )
    if links and links[0][1] == Handing.DESTROYED:
        raise ItIsDestroyed
    if not words.strip() and (has_ended or why == Handing.DESTROYED):
        raise BadInput(_("Say why, and who ordered it."), field="words")
    if times and at < times[0]:
        raise BadInput(_("This is before the last time it changed hands."), field="at")
    link: CustodyLink = CustodyLink.objects.create(
        case=exhibit.case, exhibit=exhibit, why=why, at=at, from_whom=from_whom.strip(),
        to_whom=to_whom.strip(), place=place.strip(), words=words.strip(), recorded_by=by,
    )  # fmt: skip
    tell(
        link, Event.EXHIBIT_HANDED, by=by, kind=EntryKind.DOCUMENT,
        line=f"{label(ExhibitKind(exhibit.kind))} {exhibit.number}: {label(Handing(why))}", at=at,
    )  # fmt: skip
    return link


def _has_ended(matter: LegalMatter) -> bool:
    """Whether our work on the matter has ended; it neither ends nor goes on until we are through."""
    row = LegalMatter.objects.select_for_update(no_key=True).filter(pk=matter.pk)
    return row.values_list("ended_at", flat=True).get() is not None
