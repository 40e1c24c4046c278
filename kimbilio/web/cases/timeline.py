"""The timeline of a case: everything that happened, newest first, within what one may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import in_language
from kimbilio.cases.models import TimelineEntry
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page

ICONS = {
    EntryKind.CASE: ("i-folder", ""),
    EntryKind.CALL: ("i-phone", "sky"),
    EntryKind.VISIT: ("i-map-pin", ""),
    EntryKind.SESSION: ("i-plant-2", "plum"),
    EntryKind.MEETING: ("i-users", ""),
    EntryKind.OBSERVATION: ("i-note", ""),
    EntryKind.ASSESSMENT: ("i-clipboard-check", "sky"),
    EntryKind.PLAN: ("i-route", "leaf"),
    EntryKind.RESCUE: ("i-run", "clay"),
    EntryKind.TASK: ("i-checkbox", ""),
    EntryKind.APPOINTMENT: ("i-calendar", ""),
    EntryKind.DOCUMENT: ("i-file-text", ""),
    EntryKind.CONSENT: ("i-writing-sign", "brand"),
    EntryKind.CLOSING: ("i-flag", "leaf"),
}
SENTENCES = {event.value: event.label for event in Event}


@dataclass(frozen=True)
class Line:
    """One entry as it is drawn. ``is_sealed``: it happened, but its words are for others."""

    entry: TimelineEntry
    title: Any
    icon: str
    tone: str
    by: User | None
    is_sealed: bool

    @property
    def words(self) -> str:
        """The lines of the entry, or nothing for whoever may not read them."""
        return "" if self.is_sealed else in_language(self.entry.line)


def entries_of(file: CaseFile) -> QuerySet[Any]:
    """The entries of the file this viewer may know of.

    That a session of therapy took place shows to those who may see the story; what was said there
    does not.
    """
    known = set(file.opened)
    if Compartment.STORY in known:
        known.add(Compartment.HEALTH)
    entries = TimelineEntry.objects.filter(case=file.case, compartment__in=known)
    return entries.select_related("author")


def lines_of(file: CaseFile, entries: Iterable[TimelineEntry]) -> list[Line]:
    """Entries as they are drawn for this viewer."""
    lines = []
    for entry in entries:
        icon, tone = ICONS.get(EntryKind(entry.kind), ("i-note", ""))
        sealed = Compartment(entry.compartment) not in file.opened
        title = SENTENCES.get(entry.event, entry.get_kind_display())
        lines.append(Line(entry, title, icon, tone, entry.author, sealed))
    return lines


@page(needs=Permission.SEE_CASES, methods=("GET",))
def timeline(request: StaffRequest, code: str) -> HttpResponse:
    """Read what happened, all of it or one kind."""
    file = open_file(request, code)
    kind = request.GET.get("kind", "")
    entries = entries_of(file)
    if kind in EntryKind.values:
        entries = entries.filter(kind=kind)
    shown = keyset_page(entries, by=("-happened_at", "-id"), after=request.GET.get("after", ""))
    context = {"lines": lines_of(file, shown), "next": shown.next, "kind": kind, "kinds": EntryKind}
    return render_file(request, file, "timeline", "cases/timeline.html", context)
