"""The tabs above the list: views that everybody has, and those one has kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.matrix import allows
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.models import SavedView
from kimbilio.cases.queries.listing import ENOUGH, USUAL_ORDER, counts_up_to_enough

_MINE = ("mine", _("My open cases"), CaseFilter(worker=("me",)), USUAL_ORDER)
_ALL = ("all", _("All open"), CaseFilter(), USUAL_ORDER)
_EVERYBODY = (
    ("week", _("Due this week"), CaseFilter(week=True), "due"),
    ("minors", _("Minors"), CaseFilter(minor=("yes",)), USUAL_ORDER),
    ("shelter", _("At shelter"), CaseFilter(where=("shelter",)), USUAL_ORDER),
    ("court", _("Court coming up"), CaseFilter(court=True), "due"),
    ("quiet", _("No contact 14 days"), CaseFilter(quiet=True), USUAL_ORDER),
)
LEADS_CASES = {Role.CASE_WORKER, Role.TEAM_LEAD}


@dataclass(frozen=True)
class Tab:
    """One view: what it is called in the page, its words and address, and what it shows."""

    name: str
    words: Any
    url: str
    wanted: CaseFilter
    order: str
    saved: UUID | None = None

    def shows(self, wanted: CaseFilter, order: str) -> bool:
        """Whether it is this that the list shows."""
        return (self.wanted, self.order) == (wanted, order)


def tabs_of(viewer: User, base: str) -> list[Tab]:
    """The views of ``viewer``: one query."""
    usual = [_ALL, *([_MINE] if viewer.role in LEADS_CASES else []), *_EVERYBODY]
    if not allows(viewer.role, Compartment.LEGAL, Act.VIEW):
        usual = [view for view in usual if not view[2].court]
    tabs = [
        Tab(name, words, f"{base}?{view.query()}&sort={its}".replace("?&", "?"), view, its)
        for name, words, view, its in usual
    ]
    mine = SavedView.objects.filter(user=viewer)
    for pk, name, query in mine.values_list("pk", "name", "query"):
        asked = QueryDict(query)
        view, its = CaseFilter.from_query(asked), asked.get("sort", USUAL_ORDER)
        field: Any = SavedView._meta.get_field("name")
        tabs.append(Tab(pk.hex, field.unseal(name, pk), f"{base}?{query}", view, its, pk))
    return tabs


def counted_tabs(viewer: User, base: str) -> list[tuple[Tab, str]]:
    """Each view and how many cases it holds, in figures: one query more, and none counts on for long."""
    tabs = tabs_of(viewer, base)
    counts = counts_up_to_enough([tab.wanted for tab in tabs], viewer=viewer)
    return [(tab, in_figures(count)) for tab, count in zip(tabs, counts, strict=True)]


def in_figures(count: int) -> str:
    """A bounded count as a tab has room for it."""
    return f"{ENOUGH:,}+" if count > ENOUGH else f"{count:,}"
