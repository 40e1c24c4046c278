"""Whether somebody agreed that their family is looked for; asked before anything is done or compared."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.models import Case
from kimbilio.consent.choices import Purpose
from kimbilio.consent.models import Consent
from kimbilio.consent.queries import allowed_among, allows
from kimbilio.kernel.errors import DomainError
from kimbilio.people.models import Person


class NoConsent(DomainError):
    """Nobody is traced who did not agree to it."""

    code = "no_tracing_consent"
    message = _(
        "There is no standing consent to look for family. Ask the person (for a child the guardian or"
        " children's officer as well) and record it under Consent first. Nothing was changed."
    )


def is_agreed(case: Case) -> bool:
    """Whether consent to tracing is given in this case and still holds."""
    return allows(case.survivor_id, Purpose.TRACING, is_child=bool(case.is_minor))


def require_agreed(case: Case) -> None:
    """Raise unless consent to tracing holds."""
    if not is_agreed(case):
        raise NoConsent


def ever_asked() -> QuerySet[Person]:
    """People who were ever asked about tracing; ``agreed_among`` looks closer at a few of them.

    It asks the consents for nothing but what their index holds, so that a database of many people of
    whom few were asked is not walked person by person.
    """
    asked = Consent.objects.filter(purpose=Purpose.TRACING).order_by().values("person")
    return Person.objects.filter(pk__in=asked)


def agreed_among(cases: Iterable[UUID]) -> set[UUID]:
    """Those of these few cases in which consent to tracing holds, every needed word of it."""
    rows = Case.objects.filter(pk__in=list(cases)).values_list("pk", "survivor", "is_minor")
    found = list(rows)
    people = {person: bool(minor) for _case, person, minor in found}
    agreed = allowed_among(people, Purpose.TRACING)
    return {case for case, person, _minor in found if person in agreed}


def is_child(case: Case) -> bool:
    """Whether we treat the person as a child: under 18, or perhaps under 18, as with an estimated age."""
    return case.is_minor is not False
