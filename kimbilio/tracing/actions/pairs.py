"""Keeping likely pairs, telling the leads of their cases, and confirming or dismissing a pair."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.tasks import remind
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case
from kimbilio.cases.queries.oversight import leads_of_unit
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed, Stale
from kimbilio.kernel.versions import amend
from kimbilio.tracing.choices import LinkState, ReportState, ToDo
from kimbilio.tracing.consent import agreed_among
from kimbilio.tracing.matching import (
    Likely,
    likely_for_report,
    likely_for_tracing,
    reports_for_tracing,
)
from kimbilio.tracing.models import MissingReport, PossibleLink, Tracing

STORY = Compartment.STORY
FEWEST_WORDS = 10


class Decided(DomainError):
    """Somebody confirmed or dismissed the pair before."""

    code = "pair_decided"
    message = _("This pair was decided meanwhile. Nothing was changed.")


def compare_report(report: MissingReport, *, by: User | None) -> int:
    """Look for survivors whom a report may be about; says how many new pairs there are."""
    return _keep(likely_for_report(report), by=by, report=report)


def compare_tracing(tracing: Tracing, *, by: User | None) -> int:
    """Look for survivors of other cases, and for reports that may be about this survivor."""
    new = _keep(likely_for_tracing(tracing), by=by, tracing=tracing)
    for report in reports_for_tracing(tracing):
        mine = [one for one in likely_for_report(report) if one.case_id == tracing.case_id]
        new += _keep(mine, by=by, report=report, replaces=False)
    return new


@transaction.atomic
def _keep(
    found: Iterable[Likely],
    *,
    by: User | None,
    report: MissingReport | None = None,
    tracing: Tracing | None = None,
    replaces: bool = True,
) -> int:
    """Let the undecided pairs be those that agree now; tell of the new ones."""
    likely = {one.case_id: one for one in found}
    rows = PossibleLink.objects.filter(report=report, tracing=tracing)
    known = {link.case_id: link for link in rows}
    _let_follow(known, likely, replaces=replaces)
    new = [one for key, one in likely.items() if key not in known]
    cases = {case.pk: case for case in Case.objects.filter(pk__in=[one.case_id for one in new])}
    for one in new:
        case = cases[one.case_id]
        link, made = PossibleLink.objects.get_or_create(
            report=report, tracing=tracing, case=case,
            defaults={"score": one.score, "why": [str(why) for why in one.why]},
        )  # fmt: skip
        if not made:
            continue
        trail.record(Event.FAMILY_LINK_FOUND, by=None, on=link)
        _remind_lead(case)
    if new and tracing is not None:
        trail.record(Event.FAMILY_LINK_FOUND, by=by, on=tracing, links=len(new))
        _remind_lead(tracing.case)
    return len(new)


def _let_follow(
    known: dict[UUID, PossibleLink], likely: dict[UUID, Likely], *, replaces: bool
) -> None:
    """Undecided pairs stand as they agree now, or go. One that somebody decides meanwhile stays theirs."""
    for key, link in known.items():
        if link.state != LinkState.LIKELY:
            continue
        if key in likely:
            with suppress(Stale):
                amend(link, score=likely[key].score, why=[str(one) for one in likely[key].why])
        elif replaces:
            PossibleLink.objects.filter(pk=link.pk, version=link.version).delete()


def _remind_lead(case: Case) -> None:
    """The lead hears under the code of their own case alone; once, until they have looked."""
    if not case.is_open:
        return
    leads = [case.lead] if case.lead and case.lead.is_active else leads_of_unit(case)
    for lead in leads:
        remind(title=ToDo.LOOK_AT_LINK,
               due_on=timezone.localdate(), owner=lead, case=case)  # fmt: skip


@transaction.atomic
def decide_link(
    *, link: PossibleLink, state: str, reason: str, by: User, expected: int | None = None
) -> None:
    """Confirm that they belong together, or that they do not, and why; both sides must be open to ``by``.

    A confirmed report counts as found. Nobody is told outside: that is the next conversation.
    """
    _require_both(link, by)
    if link.state != LinkState.LIKELY:
        raise Decided
    if state not in (LinkState.CONFIRMED, LinkState.DISMISSED):
        raise BadInput(_("Choose from the list."), field="state")
    if len(reason.strip()) < FEWEST_WORDS:
        raise BadInput(_("Say why, in a sentence."), field="reason")
    amend(
        link, expected=expected, state=state, reason=reason.strip(), decided_at=timezone.now(),
        decided_by=by,
    )  # fmt: skip
    confirmed = state == LinkState.CONFIRMED
    event = Event.FAMILY_LINK_CONFIRMED if confirmed else Event.FAMILY_LINK_DISMISSED
    trail.record(event, by=by, on=link)
    if confirmed:
        for case in _sides(link):
            note_down(case, event, kind=EntryKind.CASE, by=by, subject=link, compartment=STORY)
        if link.report is not None and link.report.is_open:
            amend(link.report, state=ReportState.FOUND)
            trail.record(Event.MISSING_CHANGED, by=by, on=link.report)


def _sides(link: PossibleLink) -> list[Case]:
    return [link.case] if link.tracing is None else [link.case, link.tracing.case]


def _require_both(link: PossibleLink, by: User) -> None:
    """Both sides are open to them, one of them to change, and consent stands on both."""
    cases = _sides(link)
    if link.report is not None:
        require(by, Permission.ANSWER_HELPLINE)
    for case in cases:
        require(by, Permission.WORK_ON_CASE, case, compartment=STORY, act=Act.VIEW)
    changes = (
        may(by, Permission.WORK_ON_CASE, case, compartment=STORY, act=Act.CHANGE) for case in cases
    )
    if not any(changes):
        raise NotAllowed
    if agreed_among({case.pk for case in cases}) != {case.pk for case in cases}:
        raise BadInput(_("The consent to look for family no longer holds. Ask the person first."))
