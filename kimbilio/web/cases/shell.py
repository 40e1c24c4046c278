"""What stands around every page of a case file: its header, its tabs, and the recorded look."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission, TieKind
from kimbilio.access.matrix import holds
from kimbilio.access.models import Tie
from kimbilio.access.rules import compartments_open_to
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.care.registry import compartments as compartments_of_services
from kimbilio.cases.models import Case, Closure
from kimbilio.cases.queries.closing import last_closure, may_lead_closing
from kimbilio.people.ages import turns_adult_on
from kimbilio.web.addresses import address_to
from kimbilio.web.pages import StaffRequest


@dataclass(frozen=True)
class Tab:
    """One page of the file. Without ``needs`` open to whoever sees the outline."""

    name: str
    label: Any
    url: str
    needs: Compartment | None = None
    count: Callable[[Case], str] | None = None
    needs_any: Callable[[], frozenset[Compartment]] | None = None  # one of these is enough


TABS: tuple[Tab, ...] = (
    Tab("overview", _("Overview"), "cases:file"),
    Tab("story", _("Story & assessment"), "cases:story", Compartment.STORY),
    Tab("plan", _("Plan"), "cases:plan", Compartment.STORY,
        lambda case: f"{case.steps_done}/{case.steps_total}" if case.steps_total else ""),
    Tab("work", _("Work"), "cases:work", Compartment.IDENTITY),
    Tab("timeline", _("Timeline"), "cases:timeline"),
    Tab("documents", _("Documents"), "cases:documents"),
    Tab("people", _("People"), "cases:people", Compartment.IDENTITY),
    Tab("services", _("Services"), "cases:services", needs_any=compartments_of_services),
    Tab("referrals", _("Referrals"), "cases:referrals", Compartment.IDENTITY),
    Tab("consent", _("Consent"), "cases:consent", Compartment.IDENTITY),
    Tab("access", _("Access log"), "cases:access"),
)  # fmt: skip


MORE: tuple[tuple[Any, str, str, Permission], ...] = (
    (_("Team"), "i-users", "cases:team", Permission.SEE_CASES),
    (_("Decide again"), "i-bulb", "cases:decide", Permission.WORK_ON_CASE),
    (_("Rescue"), "i-run", "cases:rescue", Permission.WORK_ON_CASE),
    (_("Summary to print"), "i-printer", "cases:print", Permission.SEE_CASES),
    (_("Transfer case"), "i-upload", "cases:transfer", Permission.WORK_ON_CASE),
    (_("Closing"), "i-flag", "cases:close", Permission.SEE_CASES),
)


@dataclass
class CaseFile:
    """A case as one person may see it: what is open to them, the team, the tabs."""

    case: Case
    viewer: User
    opened: frozenset[Compartment]
    changeable: frozenset[Compartment]
    team: list[Tie] = field(default_factory=list)

    def sees(self, compartment: str) -> bool:
        """Whether the viewer may see that part of this case."""
        return Compartment(compartment) in self.opened

    def changes(self, compartment: str) -> bool:
        """Whether the viewer may change that part of this case."""
        return Compartment(compartment) in self.changeable

    @property
    def writes(self) -> bool:
        """Whether the viewer may add anything to this file."""
        return bool(self.changeable)

    @property
    def more(self) -> list[dict[str, Any]]:
        """What the menu of the file offers, as far as it exists and the viewer may."""
        places = []
        for label, icon, url, needs in MORE:
            if not holds(self.viewer.role, needs):
                continue
            try:
                places.append(
                    {"label": label, "icon": icon, "url": address_to(url, self.case.code)}
                )
            except NoReverseMatch:
                continue
        return places

    @property
    def sees_identity(self) -> bool:
        """Whether names and contacts may be drawn at all."""
        return Compartment.IDENTITY in self.opened

    @property
    def survivor(self) -> Any:
        """The person, or None for a viewer who may not know who it is."""
        return self.case.survivor if self.sees_identity else None

    @property
    def adult_on(self) -> Any:
        """The eighteenth birthday of a minor whose birth date is exact."""
        person = self.case.survivor
        if self.case.is_minor and person.born_from:
            return turns_adult_on(person.born_from, person.born_to)
        return None

    @cached_property
    def closing(self) -> Closure | None:
        """With which words a closed case was closed; asked of closed cases alone."""
        return None if self.case.is_open else last_closure(self.case)

    @property
    def may_reopen(self) -> bool:
        """Whether the viewer may take this closed case up again."""
        return not self.case.is_open and may_lead_closing(self.viewer, self.case)

    def tabs(self, current: str) -> list[dict[str, Any]]:
        """The tabs this viewer may open and that exist."""
        shown = []
        for tab in TABS:
            if tab.needs is not None and tab.needs not in self.opened:
                continue
            if tab.needs_any is not None and not tab.needs_any() & self.opened:
                continue
            try:
                url = address_to(tab.url, self.case.code)
            except NoReverseMatch:
                continue
            count = tab.count(self.case) if tab.count else ""
            shown.append(
                {"label": tab.label, "url": url, "count": count, "current": tab.name == current}
            )
        return shown


def open_file(
    request: StaffRequest,
    code: str,
    *,
    needs: Compartment | None = None,
    look: bool = True,
    with_story: bool = False,
) -> CaseFile:
    """The file of ``code`` for this request: three queries, and the look recorded.

    Raises ``Http404`` for who may not see its outline, or not the part ``needs``; nothing tells
    the two apart.
    """
    user = request.user
    cases = Case.objects.visible_to(user).select_related("survivor", "lead", "unit")
    if with_story:
        cases = cases.select_related("story")
    case = get_object_or_404(cases, code=code)
    opened = compartments_open_to(user, case)
    if needs is not None and needs not in opened:
        raise Http404
    changeable = compartments_open_to(user, case, Act.CHANGE)
    if not holds(user.role, Permission.WORK_ON_CASE):
        changeable = frozenset()
    ties = Tie.objects.live().filter(case=case, kind__in=[TieKind.LEAD, TieKind.MEMBER])
    team = list(ties.select_related("user").order_by("kind", "since"))
    if look:
        trail.record(Event.CASE_OPENED, by=user, on=case, part=str(needs or "outline"))
    return CaseFile(case, user, opened, changeable, team)


def render_file(
    request: StaffRequest, file: CaseFile, tab: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A page of the file inside its header and tabs."""
    whole = {"file": file, "case": file.case, "tabs": file.tabs(tab), **context}
    return render(request, template, whole)
