"""Writing down what happened to the survivor, once, and coding it for the law and for reports."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.words import rewrite_words
from kimbilio.cases.assessment_choices import Decided
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.codes.lists import FACTS, SINGLE, check_codes
from kimbilio.cases.models import Case, Story, StoryFact
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.timeline import note_down
from kimbilio.cases.words import STORY_TEXTS, text_of_story
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.kernel.versions import Changes, amend
from kimbilio.organisation.places import language_choices

STATUS_OF = {
    Decided.YES: "ActualVictimOfTrafficking",
    Decided.UNSURE: "PossibleVictimOfTrafficking",
    Decided.NO: "NotAVictimOfTrafficking",
}
Facts = Mapping[str, Collection[str]]


@transaction.atomic
def change_story(
    *,
    case: Case,
    by: User,
    expected: int,
    facts: Facts | None = None,
    **values: Any,
) -> Story:
    """Write down or change the account, its route and dates, and its codes.

    ``expected`` is the version on the screen, 0 when nothing was written yet. ``facts`` replace the
    codes of the lists they name. New words in the account are dated and signed.
    """
    _may_write(case, by)
    _check(values)
    story, made = Story.objects.get_or_create(case=case)
    if not made and story.version != expected:
        raise Stale(theirs=story)
    if values.get("account", story.account) != story.account:
        values["told_to"] = by
        values["told_on"] = values.get("told_on") or timezone.localdate()
    else:
        values.pop("told_on", None)
    before = text_of_story(story)
    changes = amend(story, **values)
    if changes.keys() & set(STORY_TEXTS):
        after = text_of_story(story)
        rewrite_words(case, before=before, after=after, compartment=Compartment.STORY)
    listed = _write_facts(case, facts or {})
    if listed and not changes:
        Story.objects.filter(pk=story.pk).update(version=F("version") + 1)
        story.version += 1
    if changes or listed:
        _tell(story, {**changes, **listed}, by)
    return story


@transaction.atomic
def replace_facts(*, case: Case, facts: Facts, by: User) -> None:
    """Let the lists that ``facts`` names hold exactly these codes; for the actions that find them."""
    _may_write(case, by)
    listed = _write_facts(case, facts)
    if listed:
        story, _made = Story.objects.get_or_create(case=case)
        trail.record(Event.STORY_CHANGED, by=by, on=story, changes=listed, fields=sorted(listed))


@transaction.atomic
def take_decision(*, case: Case, decided: Decided, decided_as: str, by: User) -> None:
    """Let a screening's decision be the status. The word of another body stays as it is."""
    _may_write(case, by)
    story, _made = Story.objects.get_or_create(case=case)
    if story.status_by in {"", decided_as}:
        changes = amend(story, status=STATUS_OF[decided], status_by=decided_as)
        if changes:
            _tell(story, changes, by)


def _may_write(case: Case, by: User) -> None:
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.STORY, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def _check(values: dict[str, Any]) -> None:
    """Raise ``BadInput`` for a code that is not on its list, or what cannot be together."""
    for name in SINGLE:
        if values.get(name):
            check_codes(name, [values[name]])
    if values.get("told_in") and values["told_in"] not in dict(language_choices()):
        raise BadInput(_("This answer is not on the list. Choose one that is."), field="told_in")
    if "status" in values and bool(values["status"]) != bool(values.get("status_by")):
        field = "status_by" if values["status"] else "status"
        raise BadInput(_("Say who decided it: the two belong together."), field=field)
    begin, end = values.get("exploited_from"), values.get("exploited_until")
    if begin and end and end < begin:
        raise BadInput(_("The end comes before the beginning."), field="exploited_until")
    for name in ("exploited_from", "exploited_until", "told_on"):
        day: date | None = values.get(name)
        if day and day > timezone.localdate():
            raise BadInput(_("This day is still to come."), field=name)


def _write_facts(case: Case, facts: Facts) -> Changes:
    """Add what is new, take off what is gone; says what changed, list by list."""
    for listing, codes in facts.items():
        if listing not in FACTS:
            raise BadInput(_("This answer is not on the list. Choose one that is."), field=listing)
        check_codes(listing, codes)
    held: dict[str, set[str]] = {listing: set() for listing in facts}
    rows = StoryFact.objects.filter(case=case, listing__in=list(facts))
    for listing, code in rows.values_list("listing", "code"):
        held[listing].add(code)
    changes: Changes = {}
    new = []
    for listing, codes in facts.items():
        added, gone = set(codes) - held[listing], held[listing] - set(codes)
        if gone:
            StoryFact.objects.filter(case=case, listing=listing, code__in=gone).delete()
        new += [StoryFact(case=case, listing=listing, code=code) for code in sorted(added)]
        if added or gone:
            changes[listing] = (sorted(held[listing]), sorted(set(codes)))
    StoryFact.objects.bulk_create(new, ignore_conflicts=True)
    return changes


def _tell(story: Story, changes: Changes, by: User) -> None:
    note_down(story.case, Event.STORY_CHANGED, kind=EntryKind.OBSERVATION, by=by, subject=story)
    trail.record(Event.STORY_CHANGED, by=by, on=story, changes=changes, fields=sorted(changes))
    refresh_outline(story.case)
