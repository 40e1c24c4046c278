"""What a transfer under way says when somebody wants to close the case."""

from django.utils.translation import gettext_lazy as _

from kimbilio.cases.closing import LEFTOVERS, Leftover
from kimbilio.cases.models import Case
from kimbilio.transfers.choices import OPEN
from kimbilio.transfers.models import Transfer


def transfer_under_way(case: Case) -> list[Leftover]:
    """The transfer that nobody answered yet; to whom it goes stays out."""
    rows = Transfer.objects.filter(case=case, state__in=sorted(OPEN))
    return [
        Leftover(_("A transfer is under way"), due=day)
        for day in rows.values_list("hand_over_on", flat=True)
    ]


LEFTOVERS.append(transfer_under_way)
