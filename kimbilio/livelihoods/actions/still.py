"""Planning and answering the question whether a business or a job still goes on."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.telling import noon_of, tell
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.livelihoods.actions.ground import check_been, check_choice, require_open
from kimbilio.livelihoods.choices import Still
from kimbilio.livelihoods.models import Business, Placement, StillThere
from kimbilio.livelihoods.months import months_after


def plan_questions(of: Business | Placement, since: date, months: Iterable[int]) -> None:
    """One question for each of these months after the beginning."""
    name = "business" if isinstance(of, Business) else "placement"
    StillThere.objects.bulk_create(
        StillThere(
            case=of.case, months=count, due_on=months_after(since, count), **{name: of}
        )
        for count in months
    )  # fmt: skip


@transaction.atomic
def answer_still(
    *,
    question: StillThere,
    answer: str,
    on: date,
    by: User,
    words: str = "",
    expected: int | None = None,
) -> None:
    """Keep the answer of that month. To end the business or the job stays a step of its own."""
    require_open(question.of, by)
    check_choice(answer, Still, "answer")
    check_been(on, "on")
    if question.answer:
        raise BadInput(_("This was asked already. Nothing was changed."))
    since = question.business.opened_on if question.business else question.placement.starts_on  # type: ignore[union-attr]  # it is of one
    if since is not None and on < since:
        raise BadInput(_("This is before it began."), field="on")
    amend(question, expected=expected, answer=answer, words=words.strip(), asked_on=on, asked_by=by)
    if answer != Still.UNKNOWN:
        was_in_contact(question.case, noon_of(on))
    tell(
        question, Event.STILL_THERE_ASKED, by=by, kind=EntryKind.CALL, months=question.months,
        line=label(Still(answer)), at=noon_of(on),
    )  # fmt: skip
