"""Evidence of a matter and the hands it went through."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kimbilio.access.choices import Permission
from kimbilio.justice.actions.exhibits import hand_exhibit, take_exhibit
from kimbilio.justice.choices import ExhibitKind, Handing
from kimbilio.justice.models import CustodyLink, Exhibit
from kimbilio.web.forms import KimbilioForm, PlainTextField, once
from kimbilio.web.justice.ground import stand, stand_by, writes_legal
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.work.forms import MomentField

MOST = 200


class HandingForm(KimbilioForm):
    """Asks for what ``hand_exhibit`` takes."""

    draft_name = "custody"

    why = forms.ChoiceField(label=gettext_lazy("What happened"), choices=Handing)
    at = MomentField(label=gettext_lazy("When"))
    from_whom = PlainTextField(label=gettext_lazy("From whom"), max_length=120)
    to_whom = PlainTextField(label=gettext_lazy("To whom"), max_length=120)
    place = PlainTextField(label=gettext_lazy("Where it is now"), max_length=200, required=False)
    words = PlainTextField(
        label=gettext_lazy("Why"), max_length=1000, required=False, rows=2,
        help_text=gettext_lazy("Needed when it is destroyed, and when the matter has ended."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)  # links on the screen when it was typed


class TakeForm(KimbilioForm):
    """Asks for what ``take_exhibit`` takes."""

    draft_name = "exhibit"

    kind = forms.ChoiceField(label=pgettext_lazy("evidence", "Kind"), choices=ExhibitKind)
    what = PlainTextField(
        label=gettext_lazy("What it is"), rows=2, max_length=1000,
        help_text=gettext_lazy("So that it can be told from others. It cannot be changed later."),
    )  # fmt: skip
    at = MomentField(label=gettext_lazy("When we received it"))
    from_whom = PlainTextField(label=gettext_lazy("From whom"), max_length=120)
    to_whom = PlainTextField(label=gettext_lazy("To whom"), max_length=120)
    place = PlainTextField(label=gettext_lazy("Where it is now"), max_length=200, required=False)


def _start(request: StaffRequest) -> dict[str, Any]:
    return {"at": timezone.localtime(), "to_whom": request.user.name}


@page(needs=Permission.SEE_CASES, methods=("GET",))
def index(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See what evidence of a matter is or was in our hands, and in whose it is now."""
    ground = stand(request, code, pk)
    exhibits = list(Exhibit.objects.filter(matter=ground.matter).order_by("number")[:MOST])
    links = CustodyLink.objects.filter(exhibit__in=exhibits).order_by("at", "id")
    latest = {link.exhibit_id: link for link in links.defer("from_whom", "words")}
    held = [(one, latest[one.pk]) for one in exhibits]
    return ground.show("justice/exhibits.html", {"held": held})


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take a piece of evidence into our hands."""
    ground = stand(request, code, pk, writes=True)
    form = TakeForm(request.POST or None, user=request.user, about=pk, initial=_start(request))

    def act() -> str:
        made = take_exhibit(matter=ground.matter, by=request.user, **form.cleaned_data)
        return reverse("cases:exhibit", args=[code, made.pk])

    return ground.ask(form, act, {"heading": _("Evidence"), "button": _("Save")})


def _chain(exhibit: Exhibit) -> list[CustodyLink]:
    links = CustodyLink.objects.filter(exhibit=exhibit).select_related("recorded_by")
    return list(links.order_by("at", "id"))


@page(needs=Permission.SEE_CASES)
def exhibit(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See every hand a piece of evidence went through, and add the next."""
    ground, shown = stand_by(request, code, Exhibit.objects, pk)
    may_hand = writes_legal(ground.file)  # also when the matter has ended
    if request.method == "POST" and not may_hand:
        raise Http404
    chain = _chain(shown)
    start = {**_start(request), "seen": len(chain)}
    form = HandingForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        hand_exhibit(exhibit=shown, by=request.user, **form.cleaned_data)
        return reverse("cases:exhibit", args=[code, pk])

    if form.is_valid() and (answer := once(request, form, act)):
        return answer
    if form.is_bound:  # the page that comes back shows every link: the next sending knows them
        chain = _chain(shown)
        form.data = typed = request.POST.copy()
        typed["seen"] = str(len(chain))
    is_there = not chain or chain[-1].why != Handing.DESTROYED
    context = {
        "exhibit": shown, "chain": chain, "form": form,
        "may_hand": may_hand and (is_there or form.is_bound),
    }  # fmt: skip
    return ground.show("justice/exhibit.html", context, status=422 if form.is_bound else 200)
