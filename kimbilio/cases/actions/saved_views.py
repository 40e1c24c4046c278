"""Keeping and dropping one's own views of the list of cases."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.models import SavedView
from kimbilio.kernel.errors import BadInput, NotAllowed

MOST_VIEWS = 12


@transaction.atomic
def save_view(*, name: str, wanted: CaseFilter, order: str, by: User) -> SavedView:
    """Keep what the list shows now as one more tab of ``by``."""
    require(by, Permission.SEE_CASES)
    User.objects.select_for_update().get(pk=by.pk)  # two tabs at once: one place each
    mine = SavedView.objects.filter(user=by)
    if mine.count() >= MOST_VIEWS:
        raise BadInput(_("You keep twelve views already. Remove one first."), field="name")
    last = mine.aggregate(last=Max("position"))["last"] or 0
    query = "&".join(part for part in (wanted.query(), f"sort={order}") if part)
    if len(query) > 1000:
        raise BadInput(_("This view has too many filters to be kept."), field="name")
    view = SavedView.objects.create(user=by, name=name, query=query, position=last + 1)
    trail.record(Event.VIEW_SAVED, by=by, on=view)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> None:
    """Drop a tab of one's own."""
    if view.user_id != by.pk:
        raise NotAllowed
    trail.record(Event.VIEW_REMOVED, by=by, on=view)
    view.delete()
