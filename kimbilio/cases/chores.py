"""What cases want done again and again."""

from datetime import timedelta

from kimbilio.cases.actions.ages import follow_ages
from kimbilio.cases.actions.calls import tell_late_call_backs
from kimbilio.cases.actions.clocks import escalate_overdue
from kimbilio.cases.actions.consent import tell_of_consents_that_end
from kimbilio.cases.actions.figures import keep_figures
from kimbilio.cases.actions.photos_of_before import catch_up_photos
from kimbilio.cases.actions.words import catch_up
from kimbilio.kernel.periodic import periodic


@periodic(every=timedelta(minutes=1))
def pass_on_what_is_over() -> None:
    """Tell the team leads of limits that have passed, and workers of calls to return."""
    escalate_overdue()
    tell_late_call_backs()


@periodic(every=timedelta(hours=12))
def follow_the_calendar() -> None:
    """People grow older, and consents end."""
    follow_ages()
    tell_of_consents_that_end()


@periodic(every=timedelta(minutes=5))
def count_for_the_outline() -> None:
    """Where counting takes long, the outline for management shows figures of a moment ago."""
    keep_figures()


@periodic(every=timedelta(minutes=1))
def index_words_of_before() -> None:
    """What was written before its words came into the index is found by them as well."""
    catch_up()


@periodic(every=timedelta(minutes=1))
def type_photos_of_before() -> None:
    """Photos of iPhones that were taken for films are shown as photos."""
    catch_up_photos()
