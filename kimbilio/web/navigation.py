"""The main navigation. A place not built yet, or of no use to a role, is left out."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.web.addresses import address_of


@dataclass(frozen=True)
class Place:
    """One entry of the rail, the bar on phones, or its "More"."""

    label: str | Promise
    icon: str
    url_name: str
    permission: Permission
    starts_group: bool = False


@dataclass(frozen=True)
class Shown:
    """A place as drawn for one request."""

    label: str | Promise
    icon: str
    url: str
    is_current: bool
    starts_group: bool


PLACES = (
    Place(_("My day"), "i-sun", "day:today", Permission.WORK_ON_CASE),
    Place(_("Cases"), "i-folders", "cases:index", Permission.SEE_CASES),
    Place(_("Inbox"), "i-message-2", "inbox:index", Permission.ANSWER_HELPLINE),
    Place(_("Shelter"), "i-home-heart", "shelter:board", Permission.WORK_IN_SHELTER),
    Place(_("Therapy"), "i-plant-2", "therapy:week", Permission.GIVE_THERAPY),
    Place(_("Court diary"), "i-scale", "justice:diary", Permission.DO_LEGAL_WORK),
    Place(_("Calendar"), "i-calendar", "calendar:week", Permission.WORK_ON_CASE),
    Place(_("Missing people"), "i-map-search", "tracing:reports", Permission.ANSWER_HELPLINE),
    Place(_("Referrals"), "i-arrow-forward-up", "referrals:index", Permission.WORK_ON_CASE),
    Place(_("Partners"), "i-building", "partners:index", Permission.SEE_PARTNERS),
    Place(_("Overview"), "i-chart-bar", "outline:index", Permission.SEE_OUTLINE, starts_group=True),
    Place(_("Help given"), "i-heart-handshake", "livelihoods:funds", Permission.SEE_OUTLINE),
    Place(_("Past cases"), "i-history", "imports:index", Permission.IMPORT_CASES),
    Place(_("Transfers"), "i-download", "transfers:index", Permission.IMPORT_CASES),
    Place(_("Lessons"), "i-bulb", "lessons:index", Permission.SEE_LESSONS),
    Place(_("Access log"), "i-shield-check", "log:index", Permission.SEE_LOG, starts_group=True),
    Place(_("Settings"), "i-adjustments-horizontal", "settings:index", Permission.SIGNED_IN),
)
UNDER_SETTINGS = {
    "staff",
    "rules",
    "ready_sets",
    "duty",
    "helpline",
    "rooms",
    "houses",
    "reminders",
    "layouts",
}  # it leads to them
# Places in the bar of phones, before "New" and in all: the third is the inbox or one's own service.
BEFORE_NEW, ON_PHONES = 2, 3


def places(request: HttpRequest) -> list[Shown]:
    """What the reader of this page can go to, in order, with the one they are in marked."""
    role = getattr(request.user, "role", None)
    match = request.resolver_match
    area = match.namespace if match else ""
    area = "settings" if area in UNDER_SETTINGS else area
    shown = []
    for place in PLACES:
        if role is None or not holds(role, place.permission):
            continue
        url = address_of(place.url_name)
        if not url:
            continue
        is_current = bool(area) and place.url_name.split(":")[0] == area
        shown.append(Shown(place.label, place.icon, url, is_current, place.starts_group))
    return shown
