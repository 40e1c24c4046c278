"""A stay in the file of a case: asked for, given a bed, arrived, away, back, gone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kimbilio.access.choices import Compartment, Permission
from kimbilio.shelter.actions.beds import change_bed, give_bed
from kimbilio.shelter.actions.stays import (
    admit,
    ask_for_stay,
    come_back,
    go_on_leave,
    leave_house,
    refuse_stay,
    report_missing,
    withdraw_stay,
)
from kimbilio.shelter.choices import StayState
from kimbilio.shelter.fitting import reads_word
from kimbilio.shelter.models import Admission
from kimbilio.shelter.queries import beds_for
from kimbilio.shelter.today import medicines_of
from kimbilio.web.care.steps import steps_of
from kimbilio.web.cases.shell import open_file, render_file
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.shelter.forms import (
    AdmitForm,
    AskForm,
    ChangeBedForm,
    ExitForm,
    GiveBedForm,
    LeaveForm,
    WordsForm,
)
from kimbilio.web.shelter.ground import WHERE, ask, stand

FORM = "shelter/stay_form.html"


@page(needs=Permission.WORK_ON_CASE)
def ask_for(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for a bed for the person."""
    file = open_file(request, code, needs=WHERE, look=request.method == "GET")
    if not (file.changes(WHERE) and file.case.is_open):
        raise Http404
    start = {"from_on": timezone.localdate()}
    form = AskForm(request.POST or None, user=request.user, about=file.case.pk, initial=start)
    form.let_choose(step=steps_of(file))

    def act() -> str:
        made = ask_for_stay(case=file.case, by=request.user, **form.cleaned_data)
        return reverse("cases:stay", args=[code, made.pk])

    def draw(context: dict[str, Any], status: int) -> HttpResponse:
        response = render_file(request, file, "services", FORM, context)
        response.status_code = status
        return response

    context = {
        "heading": _("Ask for a bed in the shelter"), "button": _("Ask"),
        "back": reverse("cases:services", args=[code]),
    }  # fmt: skip
    return ask(request, form, act, context, draw)


@page(needs=Permission.SEE_CASES, methods=("GET",))
def stay(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See where the stay stands, and move it on."""
    ground = stand(request, code, pk)
    sees_health = ground.file.sees(Compartment.HEALTH)
    places = ground.stay.places.select_related("bed__bedroom__house", "given_by")
    context = {
        "places": [
            (place, place.word if reads_word(request.user, place) else "")
            for place in places.order_by("-from_on", "-given_at")
        ],
        "admission": Admission.objects.filter(stay=ground.stay).first(),
        "keeps_photo": ground.file.changes(Compartment.IDENTITY) and ground.file.case.is_open,
        "sees_health": sees_health,
        "medicines": medicines_of(request.user, ground.stay) if sees_health else [],
        "plans": sees_health and ground.works and ground.stay.lives_here,
        "moves": [(to.value, WAYS[to]) for to in ground.moves if to in WAYS],
        "gives": StayState.APPROVED in ground.moves,
        "admits": StayState.IN in ground.moves and ground.stay.state == StayState.APPROVED,
    }
    return ground.draw("shelter/stay.html")(context, 200)


@page(needs=Permission.WORK_IN_SHELTER)
def bed(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Give a bed to who waits, or another one to who has one."""
    ground = stand(request, code, pk)
    if StayState.APPROVED in ground.moves:
        return _give(request, ground)
    if not ground.may_change_bed:
        raise Http404
    form = ChangeBedForm(request.POST or None, initial={"version": ground.stay.version})
    offers = beds_for(ground.stay, request.user, timezone.localdate(), ground.stay.until_on)
    if not ground.manages and ground.place is not None:
        here = ground.place.bed.bedroom.house_id
        offers = [offer for offer in offers if offer.bed.bedroom.house_id == here]
    form.let_choose(bed=offers)

    def act() -> str:
        given = form.cleaned_data
        change_bed(
            stay=ground.stay, bed=given["bed"], word=given["word"], by=request.user,
            expected=given["version"],
        )  # fmt: skip
        return ground.address()

    context = {
        "heading": _("Another bed"), "button": _("Move"), "back": ground.address(),
        "has_none": not offers,
    }  # fmt: skip
    return ask(request, form, act, context, ground.draw(FORM))


def _give(request: StaffRequest, ground: Any) -> HttpResponse:
    stay = ground.stay
    start = {
        "from_on": max(stay.from_on, timezone.localdate()), "until_on": stay.until_on,
        "version": stay.version,
    }  # fmt: skip
    form = GiveBedForm(request.POST or None, initial=start)
    offers = beds_for(stay, request.user, *form.nights(stay))
    form.let_choose(bed=offers)

    def act() -> str:
        answers = dict(form.cleaned_data)
        expected = answers.pop("version")
        give_bed(stay=stay, by=request.user, expected=expected, **answers)
        messages.success(request, _("The bed is kept. The workers of the house are on the team."))
        return str(ground.address())

    context = {
        "heading": _("Give a bed"), "button": _("Keep this bed"), "back": ground.address(),
        "has_none": not offers,
    }  # fmt: skip
    return ask(request, form, act, context, ground.draw(FORM))


@page(needs=Permission.WORK_IN_SHELTER)
def arrival(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Let somebody in: belongings, health, house rules in their language."""
    ground = stand(request, code, pk)
    if not (StayState.IN in ground.moves and ground.stay.state == StayState.APPROVED):
        raise Http404
    start = {"version": ground.stay.version, "told_in": ground.file.case.survivor.language or "swa"}
    form = AdmitForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        given = dict(form.cleaned_data)
        expected = given.pop("version")
        given["belongings"] = form.lines()
        admit(stay=ground.stay, by=request.user, expected=expected, **given)
        return ground.address()

    context = {"heading": _("Arrival"), "button": _("Let in"), "back": ground.address()}
    return ask(request, form, act, context, ground.draw(FORM))


@dataclass(frozen=True)
class Way:
    """One move with its form and its action."""

    button: str | Promise
    icon: str
    form: type[Any]
    act: Callable[..., None]


WAYS: dict[StayState, Way] = {
    StayState.IN: Way(pgettext_lazy("stay", "Is back"), "i-home-heart", WordsForm, come_back),
    StayState.ON_LEAVE: Way(gettext_lazy("Goes on leave"), "i-door-exit", LeaveForm, go_on_leave),
    StayState.MISSING: Way(
        gettext_lazy("Is missing"), "i-alert-triangle", WordsForm, report_missing
    ),
    StayState.LEFT: Way(gettext_lazy("Leaves the shelter"), "i-flag", ExitForm, leave_house),
    StayState.REFUSED: Way(gettext_lazy("Cannot be taken in"), "i-x", WordsForm, refuse_stay),
    StayState.WITHDRAWN: Way(gettext_lazy("Not needed any more"), "i-x", WordsForm, withdraw_stay),
}


@page(needs=Permission.WORK_ON_CASE)
def move(request: StaffRequest, code: str, pk: UUID, to: str) -> HttpResponse:
    """Move the stay on: away, back, missing, gone."""
    ground = stand(request, code, pk)
    if to not in StayState.values or StayState(to) not in ground.moves or StayState(to) not in WAYS:
        raise Http404
    if to == StayState.IN and ground.stay.state == StayState.APPROVED:
        raise Http404
    way = WAYS[StayState(to)]
    start = {"version": ground.stay.version}
    form = way.form(request.POST or None, user=request.user, about=pk, initial=start)
    if to == StayState.IN:
        del form.fields["words"]

    def act() -> str:
        answers = dict(form.cleaned_data)
        expected = answers.pop("version")
        way.act(stay=ground.stay, by=request.user, expected=expected, **answers)
        messages.success(request, _("Saved."))
        return reverse("cases:services", args=[code]) if _still_sees(ground) else "/"

    context = {"heading": way.button, "button": way.button, "back": ground.address()}
    return ask(request, form, act, context, ground.draw(FORM))


def _still_sees(ground: Any) -> bool:
    """Workers of the house see the file no more once the person has left."""
    from_now = type(ground.stay).objects.open_to(ground.file.viewer)
    return bool(from_now.filter(pk=ground.stay.pk).exists())
