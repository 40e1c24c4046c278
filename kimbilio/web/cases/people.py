"""Who the survivor is, who belongs to them, and how to reach each safely."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.people.actions import (
    add_contact,
    add_paper,
    add_relation,
    change_contact,
    change_person,
    end_relation,
)
from kimbilio.people.around import contacts_around
from kimbilio.people.models import ContactPoint, Person, Relation
from kimbilio.people.safety import Way, masked, safe_to_use
from kimbilio.web.cases.people_forms import ContactForm, PaperForm, PersonForm, RelationForm
from kimbilio.web.cases.photo import standing_photo
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest, page

IDENTITY = Compartment.IDENTITY


@dataclass(frozen=True)
class Reachable:
    """A way to reach somebody, as a card shows it."""

    contact: ContactPoint

    @property
    def ending(self) -> str:
        """The ending of a number; an address shows nothing of itself."""
        return masked(self.contact.value) if self.contact.kind == "phone" else "•••"

    @property
    def is_safe_now(self) -> bool:
        """Whether one may call at this moment."""
        return bool(safe_to_use(self.contact, Way.CALL))


@page(needs=Permission.SEE_CASES, methods=("GET",))
def people(request: StaffRequest, code: str) -> HttpResponse:
    """See who the person is, who belongs to them and how to reach each safely."""
    file = open_file(request, code, needs=IDENTITY)
    in_use = ContactPoint.objects.filter(is_active=True).order_by("-is_primary", "id")
    around = Relation.objects.filter(person=file.case.survivor_id, is_active=True)
    around = around.select_related("other").prefetch_related(
        Prefetch("other__contacts", queryset=in_use)
    )
    contacts = in_use.filter(person=file.case.survivor_id)
    context = {
        "person": file.case.survivor,
        "contacts": [Reachable(contact) for contact in contacts],
        "relations": [
            (relation, [Reachable(contact) for contact in relation.other.contacts.all()])
            for relation in around.order_by("-is_guardian", "-is_emergency_contact", "id")
        ],
        "papers": file.case.survivor.papers.order_by("id"),
        "photo": standing_photo(file.case),
        "writes": file.changes(IDENTITY),
    }
    return render_file(request, file, "people", "cases/people.html", context)


def _ask(
    request: StaffRequest,
    file: CaseFile,
    form: KimbilioForm,
    act: Callable[[], str],
    heading: str,
    start: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    """The one way these forms are asked, sent, drawn again, and shown beside another's version."""
    sides: list[Side] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        answer = once(request, form, act)
        if answer:
            return answer
        if form.stale is not None and form.stale.theirs is not None and start is not None:
            theirs: Any = form.stale.theirs
            sides, status = both_sides(form, start(theirs), theirs.version), 409
    context = {"form": form, "heading": heading, "sides": sides}
    response = render_file(request, file, "people", "cases/people_form.html", context)
    response.status_code = status
    return response


def _writable(request: StaffRequest, code: str) -> CaseFile:
    file = open_file(request, code, needs=IDENTITY, look=False)
    if IDENTITY not in file.changeable:
        raise Http404
    return file


@page(needs=Permission.WORK_ON_CASE)
def edit_person(request: StaffRequest, code: str) -> HttpResponse:
    """Correct what we know of the person."""
    file = _writable(request, code)
    person = file.case.survivor
    form = PersonForm(
        request.POST or None, user=request.user, about=person.pk, initial=PersonForm.of(person)
    )

    def act() -> str:
        change_person(
            person=person,
            case=file.case,
            by=request.user,
            expected=form.cleaned_data["version"],
            **form.values(),
        )
        return reverse("cases:people", args=[code])

    return _ask(request, file, form, act, _("About the person"), PersonForm.of)


@page(needs=Permission.WORK_ON_CASE)
def new_contact(request: StaffRequest, code: str, pk: UUID | None = None) -> HttpResponse:
    """Add a way to reach the person, or somebody around them, with its rules."""
    file = _writable(request, code)
    owner = _person_around(file, pk)
    form = ContactForm(request.POST or None, user=request.user, about=owner.pk)

    def act() -> str:
        add_contact(person=owner, case=file.case, by=request.user, **form.values())
        return reverse("cases:people", args=[code])

    return _ask(request, file, form, act, _("A way to reach them"))


@page(needs=Permission.WORK_ON_CASE)
def edit_contact(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Change a number, an address or its rules."""
    file = _writable(request, code)
    contact = get_object_or_404(contacts_around(file.case.survivor_id), pk=pk)
    start = ContactForm.of(contact)
    form = ContactForm(request.POST or None, user=request.user, about=contact.pk, initial=start)

    def act() -> str:
        change_contact(
            contact=contact,
            case=file.case,
            by=request.user,
            expected=form.cleaned_data["version"] or 0,
            **form.values(),
        )
        return reverse("cases:people", args=[code])

    return _ask(request, file, form, act, _("A way to reach them"), ContactForm.of)


@page(needs=Permission.WORK_ON_CASE)
def new_relation(request: StaffRequest, code: str) -> HttpResponse:
    """Say who belongs to the person."""
    file = _writable(request, code)
    form = RelationForm(request.POST or None, user=request.user, about=file.case.pk)

    def act() -> str:
        add_relation(
            person=file.case.survivor, case=file.case, by=request.user, **form.cleaned_data
        )
        return reverse("cases:people", args=[code])

    return _ask(request, file, form, act, _("Someone who belongs to them"))


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def drop_relation(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take somebody off the list of people around the person."""
    file = _writable(request, code)
    relation = get_object_or_404(Relation, pk=pk, person=file.case.survivor_id)
    end_relation(relation=relation, case=file.case, by=request.user)
    return redirect("cases:people", code)


@page(needs=Permission.WORK_ON_CASE)
def new_paper(request: StaffRequest, code: str) -> HttpResponse:
    """Write down the number of an identity document."""
    file = _writable(request, code)
    form = PaperForm(request.POST or None)

    def act() -> str:
        add_paper(person=file.case.survivor, case=file.case, by=request.user, **form.cleaned_data)
        return reverse("cases:people", args=[code])

    return _ask(request, file, form, act, _("Identity document"))


def _person_around(file: CaseFile, pk: UUID | None) -> Person:
    if pk is None or pk == file.case.survivor_id:
        survivor: Person = file.case.survivor
        return survivor
    around = Relation.objects.filter(person=file.case.survivor_id).values("other")
    return get_object_or_404(Person.objects.filter(pk__in=around), pk=pk)
