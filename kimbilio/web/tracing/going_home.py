"""The way home: what is prepared, and the handover."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.partners.choices import Service
from kimbilio.tracing.actions.going_home import hand_over, save_preparation
from kimbilio.tracing.models import Preparation
from kimbilio.tracing.queries import missing_for_home
from kimbilio.web.care.steps import steps_of
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.tracing.family_forms import HandoverForm, PrepareForm
from kimbilio.web.tracing.ground import consent_missing, stand, team_of


@page(needs=Permission.WORK_ON_CASE)
def prepare(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Tick what is ready for the way home."""
    ground = stand(request, code, pk, writes=True)
    known = Preparation.objects.filter(tracing=ground.tracing).first()
    start = PrepareForm.of(known) if known else {}
    form = PrepareForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        save_preparation(tracing=ground.tracing, by=request.user, expected=expected, **said)
        messages.success(request, _("Saved."))
        return ground.address()

    context = {"heading": _("Prepare the way home"), "button": _("Save")}
    return ground.ask(form, act, context, start=PrepareForm.of)


@page(needs=Permission.WORK_ON_CASE)
def handover(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down that the person went home: to whom, where, who signed, what was given along."""
    ground = stand(request, code, pk, writes=True)
    if not ground.hands_over:
        raise Http404
    search = ground.tracing
    relatives = list(search.relatives.order_by("-checked_on", "id")[:60])
    start = {"at": timezone.localtime(), "version": search.version}
    if relatives:
        start["relative"] = str(relatives[0].pk)
    form = HandoverForm(request.POST or None, user=request.user, about=pk, initial=start)
    form.fields["handed_by"].offer(team_of(ground.file), request.user)  # type: ignore[attr-defined]
    form.fields["relative"].offer(relatives)  # type: ignore[attr-defined]
    form.fields["step"].offer(steps_of(ground.file, Service.REUNIFICATION))  # type: ignore[attr-defined]

    def act() -> str:
        hand_over(tracing=search, by=request.user, **form.answers())
        messages.success(request, _("Saved. The search has ended; the first follow-up is planned."))
        return ground.address()

    context = {
        "heading": _("Handover to family"), "button": _("Record the handover"),
        "missing": missing_for_home(search) if ground.is_child else [],
        "lacks_consent": consent_missing(ground.file),
    }  # fmt: skip
    return ground.ask(form, act, context)
