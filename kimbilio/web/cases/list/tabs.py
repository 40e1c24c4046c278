"""The tabs above the list: views that everybody has, and those one has kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.models import SavedView
from kimbilio.cases.queries.listing import USUAL_ORDER

_MINE = (_("My open cases"), CaseFilter(worker=("me",)), USUAL_ORDER)
_ALL = (_("All open"), CaseFilter(), USUAL_ORDER)
_EVERYBODY = (
    (_("Due this week"), CaseFilter(week=True), "due"),
    (_("Minors"), CaseFilter(minor=("yes",)), USUAL_ORDER),
    (_("At shelter"), CaseFilter(where=("shelter",)), USUAL_ORDER),
    (_("No contact 14 days"), CaseFilter(quiet=True), USUAL_ORDER),
)
LEADS_CASES = {Role.CASE_WORKER, Role.TEAM_LEAD}


@dataclass(frozen=True)
class Tab:
    """One view: its words, its address, whether it is what the list shows now."""

    words: Any
    url: str
    is_on: bool
    saved: UUID | None = None


def tabs_of(wanted: CaseFilter, order: str, base: str, *, viewer: User) -> list[Tab]:
    """The views of ``viewer``: one query."""
    usual = [_ALL, *([_MINE] if viewer.role in LEADS_CASES else []), *_EVERYBODY]
    here = (wanted, order)
    tabs = [
        Tab(words, f"{base}?{view.query()}&sort={its}".replace("?&", "?"), here == (view, its))
        for words, view, its in usual
    ]
    mine = SavedView.objects.filter(user=viewer)
    for pk, name, query in mine.values_list("pk", "name", "query"):
        asked = QueryDict(query)
        there = (CaseFilter.from_query(asked), asked.get("sort", USUAL_ORDER))
        field: Any = SavedView._meta.get_field("name")
        words = field.unseal(name, pk)
        tabs.append(Tab(words, f"{base}?{query}", here == there, pk))
    return tabs
