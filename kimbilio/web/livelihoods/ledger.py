"""The ledger of one case: what was given, what it cost, who paid; and how a mistake is taken back."""

from uuid import UUID

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.livelihoods.actions.giving import give_aid, take_back
from kimbilio.livelihoods.choices import READ_AS
from kimbilio.livelihoods.models import Giving
from kimbilio.livelihoods.queries import ledger_of
from kimbilio.web.cases.shell import open_file
from kimbilio.web.livelihoods.ground import STORY, Ground, enter, part_of
from kimbilio.web.livelihoods.learning import offer_money
from kimbilio.web.livelihoods.money_forms import GIVEN_FREELY, AidForm, ReasonForm
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page

LEDGER = "cases:given"
SIZE = 25


@page(needs=Permission.SEE_CASES, methods=("GET",))
def given(request: StaffRequest, code: str) -> HttpResponse:
    """See what was given in this case, the newest first, and what it cost."""
    ground = Ground(request, open_file(request, code, needs=STORY), page=LEDGER)
    rows = ledger_of(request.user, ground.file.case)
    shown = keyset_page(
        rows, by=("-given_on", "-id"), after=request.GET.get("after", ""), size=SIZE
    )
    context = {
        "rows": shown,
        "total": rows.order_by().aggregate(cents=Sum("cost_cents"))["cents"] or 0,
        "sees_all": all(ground.file.sees(part) for part in READ_AS.values()),
    }
    return ground.show("livelihoods/given.html", context)


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Write down something given; the same a second time is asked about."""
    ground = enter(request, code, page=LEDGER)
    case = ground.file.case
    form = AidForm(request.POST or None, user=request.user, about=case.pk)
    form.fields["kind"].choices = [  # type: ignore[attr-defined]
        (kind, words) for kind, words in GIVEN_FREELY
        if ground.file.sees(READ_AS.get(kind, STORY))  # type: ignore[call-overload]
    ]  # fmt: skip
    offer_money(form, ground)

    def act() -> str:
        said = form.cleaned_data
        give_aid(
            case=case, kind=said["kind"], given=form.aid(), is_another=said["is_another"],
            by=request.user,
        )  # fmt: skip
        return reverse(LEDGER, args=[code])

    return ground.ask(form, act, {"heading": _("Help given"), "button": _("Enter it")})


@page(needs=Permission.WORK_ON_CASE)
def back(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take a row back by a second one, with the reason."""
    row = part_of(request, Giving.objects.select_related("funding", "countered_by"), pk)
    ground = enter(request, code, page=LEDGER)
    if row.case_id != ground.file.case.pk or row.is_counter or hasattr(row, "countered_by"):
        raise Http404
    row.case = ground.file.case
    form = ReasonForm(request.POST or None, user=request.user, about=pk)

    def act() -> None:
        take_back(giving=row, reason=form.cleaned_data["reason"], by=request.user)

    context = {"heading": _("Take it back"), "button": _("Enter the correction"), "row": row}
    return ground.ask(form, act, context)
