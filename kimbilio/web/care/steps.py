"""Which steps of the plan a service can be tied to."""

from typing import Any

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Step
from kimbilio.partners.choices import Service
from kimbilio.web.cases.shell import CaseFile

MOST_STEPS = 60


def steps_of(file: CaseFile, *kinds: Service, also: Step | None = None) -> list[Step]:
    """The open steps of the plan, as far as it is open to the viewer.

    ``kinds`` keeps those of some services, ``also`` adds the one that is chosen already.
    """
    if not file.sees(Compartment.STORY):
        return []
    steps: Any = Step.objects.open_in(file.case, file.viewer)
    wanted = {"service__in": kinds} if kinds else {}
    found = list(steps.filter(**wanted).open().order_by("number")[:MOST_STEPS])
    return found if also is None or also in found else [also, *found]
