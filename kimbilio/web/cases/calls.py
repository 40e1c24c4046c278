"""Logging a call from the file: the safe rules first, the number on request, then how it went."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.cases.actions.follow_up import log_call
from kimbilio.cases.models import Case, FollowUpCall
from kimbilio.cases.work_choices import OPEN_CALLS, CallOutcome, ContactWay
from kimbilio.people.around import contacts_around
from kimbilio.people.choices import BestWay, ContactKind
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import SafeToUse, Way, masked, next_safe_time, safe_to_use
from kimbilio.web.cases.people import Reachable
from kimbilio.web.cases.shell import open_file
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.work.forms import LogCallForm
from kimbilio.web.work.ground import Ground

USUAL_WAYS = {
    BestWay.SMS: ContactWay.TEXT,
    BestWay.WHATSAPP: ContactWay.WHATSAPP,
    BestWay.WHATSAPP_VOICE: ContactWay.WHATSAPP,
    BestWay.IN_PERSON: ContactWay.IN_PERSON,
    BestWay.THROUGH_OTHER: ContactWay.THROUGH_OTHER,
}


class Number(Reachable):
    """A number as the page of a call shows it: whether now is safe, and if not, when."""

    @property
    def verdict(self) -> SafeToUse:
        """Whether one may call at this moment, with the reason if not."""
        return safe_to_use(self.contact, Way.CALL)

    @property
    def next_at(self) -> object:
        """The next safe moment, or None if calls are never safe."""
        return None if self.verdict else next_safe_time(self.contact, Way.CALL)


def contacts_of(case: Case) -> list[tuple[ContactPoint, str]]:
    """The numbers of the survivor and of those around them, each with a label that hides it."""
    around = contacts_around(case.survivor_id, is_active=True)
    points = around.filter(is_active=True, kind=ContactKind.PHONE)
    found = []
    for point in points.order_by("-is_primary", "id")[:12]:
        whose = _("the person") if point.person_id == case.survivor_id else _("someone near them")
        found.append((point, f"{masked(point.value)}, {whose}"))
    return found


@page(needs=Permission.WORK_ON_CASE)
def call(request: StaffRequest, code: str) -> HttpResponse:
    """Call somebody safely, and write down how it went."""
    file = open_file(request, code, needs=Compartment.IDENTITY, look=request.method == "GET")
    if not file.changes(Compartment.STORY) or not file.case.is_open:
        raise Http404
    contacts = contacts_of(file.case)
    planned = _planned(request, file.case)
    best = planned.contact if planned and planned.contact else None
    best = best or (contacts[0][0] if contacts else None)
    form = LogCallForm(
        request.POST or None,
        user=request.user,
        about=file.case.pk,
        initial={
            "at": timezone.localtime().replace(second=0, microsecond=0),
            "contact": str(best.pk) if best else "",
            "way": USUAL_WAYS.get(BestWay(best.best_way), ContactWay.CALL) if best else "call",
        },
    )
    form.fields["contact"].offer(contacts)  # type: ignore[attr-defined]  # a ContactField
    ground = Ground(request, file)

    def act() -> str:
        answers = form.cleaned_data
        log_call(
            case=file.case, call=planned, by=request.user,
            way=ContactWay(answers["way"]), outcome=CallOutcome(answers["outcome"]),
            contact=answers["contact"], words=answers["words"], at=answers["at"],
            call_back_at=answers["call_back_at"], override_reason=answers["override_reason"],
        )  # fmt: skip
        return ground.address()

    reachable = [Number(point) for point, _label in contacts]
    context = {"planned": planned, "numbers": reachable}
    return ground.ask(form, act, context, template="cases/call.html")


def _planned(request: StaffRequest, case: Case) -> FollowUpCall | None:
    """The planned call this is about: the one named, else the next one that is due."""
    calls = FollowUpCall.objects.open_in(case, request.user).filter(state__in=OPEN_CALLS)
    calls = calls.select_related("contact", "case")
    named = request.GET.get("call") or request.POST.get("call")
    if named:
        try:
            found: FollowUpCall | None = calls.filter(pk=UUID(named)).first()
        except ValueError:
            raise Http404
        return found
    due: FollowUpCall | None = calls.filter(due_at__lte=timezone.now()).order_by("due_at").first()
    return due
