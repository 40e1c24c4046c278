"""Rows of a case that a letter draws as a table: the plan, the follow-up, what was agreed to."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.cases.models import FollowUpCall, Goal, Step
from kimbilio.cases.plan_choices import Phase, StepStatus, Wish
from kimbilio.consent.choices import Purpose
from kimbilio.consent.queries import standings
from kimbilio.letters.told import Told, day

MOST_ROWS = 200
EMPTY_ROWS = 6  # to fill by hand where nothing is known


@dataclass(frozen=True)
class Table:
    """A head and its rows, all in words."""

    title: str
    head: list[str]
    rows: list[list[str]]


Draw = Callable[[Told], Table]


def plan(told: Told) -> Table:
    """Goals and steps in the order of the plan; what is not needed any more is left out."""
    goals = {goal.pk: goal.title for goal in Goal.objects.filter(case=told.case)}
    steps = Step.objects.filter(case=told.case).exclude(status=StepStatus.DROPPED)
    order = list(Phase)
    shown = sorted(
        steps.select_related("owner"), key=lambda one: (order.index(Phase(one.phase)), one.place)
    )
    rows = [
        [
            str(Phase(step.phase).label), goals.get(step.goal_id, ""), step.title,
            step.partner or (step.owner.name if step.owner else ""), day(step.due_on),
            str(StepStatus(step.status).label), str(Wish(step.wish).label),
        ]
        for step in shown[:MOST_ROWS]
    ]  # fmt: skip
    head = [
        _("Phase"), _("Goal"), _("Step"), _("Who does it"), _("By when"), _("State"),
        _("What the person says"),
    ]  # fmt: skip
    return _filled(Table(_("The plan"), head, rows))


def follow_ups(told: Told) -> Table:
    """Each follow-up call with its state; what was said stays in the file."""
    calls = FollowUpCall.objects.filter(case=told.case).select_related("owner")
    rows = [
        [
            day(timezone.localdate(call.due_at)),
            _("Day %(day)s") % {"day": call.day_number} if call.day_number else "",
            str(call.get_state_display()), str(call.tries), call.owner.name,
            day(timezone.localdate(call.ended_at)) if call.ended_at else "",
        ]
        for call in calls.order_by("due_at", "id")[:MOST_ROWS]
    ]  # fmt: skip
    head = [
        _("Planned for"), _("Which one"), _("State"), _("Tries"), _("By whom"), _("Ended on"),
    ]  # fmt: skip
    return _filled(Table(_("Follow-up"), head, rows))


def consents(told: Told) -> Table:
    """Each purpose on its own, with what holds today; never one yes for all."""
    is_child = told.case.is_minor is not False
    standing = standings(told.case.survivor_id, is_child=is_child)
    rows = []
    for purpose in Purpose:
        mine = [one for one in standing if one.purpose == purpose and one.answers]
        if not mine:
            rows.append([str(purpose.label), "", "☐", "☐", ""])
        for one in mine:
            recipient = next(iter(one.answers.values())).recipient
            yes, no = ("☒" if one.is_given else "☐"), ("☒" if one.is_refused else "☐")
            rows.append([str(purpose.label), recipient, yes, no, day(one.ends_on)])
    head = [_("I agree to"), _("With whom"), _("Yes"), _("No"), _("Until")]
    return Table(_("What was agreed to"), head, rows)


def _filled(table: Table) -> Table:
    empty = [""] * len(table.head)
    return table if table.rows else Table(table.title, table.head, [empty] * EMPTY_ROWS)
