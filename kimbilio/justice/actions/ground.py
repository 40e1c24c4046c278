"""What every action of legal aid asks first."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.cases.models import Case
from kimbilio.justice.models import LegalMatter
from kimbilio.kernel.errors import BadInput
from kimbilio.organisation.places import counties

LEGAL = Compartment.LEGAL
FIRST_YEAR = 2000


def require_legal(by: User, case: Case, compartment: Compartment = LEGAL) -> None:
    """Raise unless ``by`` may change that part of this case and the case is open."""
    require(by, Permission.WORK_ON_CASE, case, compartment=compartment, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def require_open(matter: LegalMatter, by: User) -> None:
    """Raise unless ``by`` may change the legal part of the case, and the matter goes on."""
    require_legal(by, matter.case)
    if not matter.is_open:
        raise EpisodeIsOver


def is_lawyer(user: User, case: Case) -> bool:
    """Whether ``user`` does legal work in this case."""
    return may(user, Permission.DO_LEGAL_WORK, case, compartment=LEGAL, act=Act.CHANGE)


def check_been(day: date, field: str) -> None:
    """Raise unless ``day`` has been."""
    if day > timezone.localdate() or day.year < FIRST_YEAR:
        raise BadInput(_("Choose a day that has been."), field=field)


def check_county(county: str) -> None:
    """Raise unless ``county`` is one of the 47, or left open."""
    if county and county not in counties():
        raise BadInput(_("Choose from the list."), field="county")
