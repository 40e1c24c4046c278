"""What a transfer under way says when somebody wants to close the case."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.cases.closing import LEFTOVERS, OpenRows
from kimbilio.cases.models import Case
from kimbilio.transfers.choices import OPEN
from kimbilio.transfers.models import Transfer


def transfer_under_way(case: Case, viewer: User) -> list[OpenRows]:
    """The transfer that nobody answered yet; to whom it goes stays out."""
    rows = Transfer.objects.filter(case=case, state__in=sorted(OPEN))
    return [OpenRows(_("A transfer is under way"), rows, F("hand_over_on"))]


LEFTOVERS.append(transfer_under_way)
