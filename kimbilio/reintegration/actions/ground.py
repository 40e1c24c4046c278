"""What every action of this package asks first."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.care.models import Episode
from kimbilio.cases.models import Case, Step
from kimbilio.cases.queries.oversight import leads_of_unit
from kimbilio.kernel.errors import BadInput

STORY = Compartment.STORY
FIRST_YEAR = 2000


def require_part(by: User, case: Case, compartment: Compartment = STORY) -> None:
    """Raise unless ``by`` may change that part of this case and the case is open."""
    require(by, Permission.WORK_ON_CASE, case, compartment=compartment, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def require_open(episode: Episode, by: User, compartment: Compartment = STORY) -> None:
    """Raise unless ``by`` may change that part of the case, and the episode goes on."""
    require_part(by, episode.case, compartment)
    if not episode.is_open:
        raise EpisodeIsOver


def check_worker(case: Case, user: User, field: str) -> None:
    """Raise unless ``user`` may write down in this case what they are told."""
    if not may(user, Permission.WORK_ON_CASE, case, compartment=STORY, act=Act.CHANGE):
        raise BadInput(
            _("This colleague does not work on this case. Add them to the team first."),
            field=field,
        )


def check_step(case: Case, step: Step | None) -> None:
    """Raise unless ``step`` is an open one of this plan, or none."""
    if step is not None and (step.case_id != case.pk or not step.is_open):
        raise BadInput(_("Choose an open step of this plan."), field="step")


def check_been(day: date, field: str) -> None:
    """Raise unless ``day`` has been."""
    if day > timezone.localdate() or day.year < FIRST_YEAR:
        raise BadInput(_("Choose a day that has been."), field=field)


def hold(case: Case) -> None:
    """Let two people who start the same wait for one another."""
    Case.objects.select_for_update(no_key=True).filter(pk=case.pk).values_list("pk").get()


def lead_for(case: Case, besides: User) -> User | None:
    """Who is told of a worry: a lead of the unit, else the lead of the case; never ``besides``."""
    for user in [*leads_of_unit(case), case.lead]:
        if user is None or user == besides:
            continue
        if may(user, Permission.WORK_ON_CASE, case, compartment=STORY):
            return user
    return None
