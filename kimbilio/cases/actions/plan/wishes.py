"""Recording what the person wishes about a step."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.plan.ground import hold_step, must_be_on_team, write_down
from kimbilio.cases.models import Step, WishEntry
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.plan_choices import ANSWERS, Wish
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend


@transaction.atomic
def record_wish(
    *,
    step: Step,
    wish: str,
    by: User,
    words: str = "",
    guardian: str = "",
    ask_again_on: date | None = None,
    asks: User | None = None,
) -> WishEntry:
    """Add an answer to the history; the step follows it. Later and does not want park the step."""
    step = hold_step(step, by)
    if wish not in ANSWERS:
        raise BadInput(_("Choose what the person said."), field="wish")
    if guardian and step.case.is_minor is False:
        raise BadInput(_("An adult decides alone."), field="guardian")
    if wish == Wish.WANTS:
        ask_again_on, asks = None, None
    if asks is not None and asks.pk != step.asks_id:
        must_be_on_team(step.case, [asks], by=by, field="asks")
    entry = WishEntry.objects.create(
        case=step.case, step=step, wish=wish, words=words, guardian=guardian, recorded_by=by
    )
    changes = amend(step, wish=wish, ask_again_on=ask_again_on, asks=asks)
    write_down(step, Event.WISH_RECORDED, by=by, line=f"“{words}”" if words else "")
    trail.record(Event.WISH_RECORDED, by=by, on=step, changes=changes, number=step.number)
    refresh_outline(step.case)
    return entry
