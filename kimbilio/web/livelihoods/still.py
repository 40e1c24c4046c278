"""The question of My day whether a business or a job still goes on."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.livelihoods.actions.still import answer_still
from kimbilio.livelihoods.models import Placement, StillThere
from kimbilio.web.livelihoods.business import stand_at
from kimbilio.web.livelihoods.forms import StillForm
from kimbilio.web.livelihoods.ground import part_of, stand
from kimbilio.web.pages import StaffRequest, page


@page(needs=Permission.WORK_ON_CASE)
def question(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down the answer after so many months."""
    asked = part_of(request, StillThere.objects.select_related("case"), pk)
    code = asked.case.code
    if asked.business_id:
        ground = stand_at(request, code, asked.business_id, writes=True)
        asked.business = ground.episode
    else:
        ground = stand(
            request, code, Placement.objects, asked.placement_id, page="cases:job", writes=True
        )
        asked.placement = ground.episode
    asked.case = ground.file.case
    start = {"on": timezone.localdate(), "version": asked.version}
    form = StillForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        answer_still(question=asked, by=request.user, expected=expected, **said)

    context = {
        "heading": _("Does it still go on?"), "button": _("Save"), "asked": asked,
    }  # fmt: skip
    return ground.ask(form, act, context, start=_theirs)


def _theirs(question: Any) -> dict[str, Any]:
    return {"answer": question.answer, "on": question.asked_on, "words": question.words}
