"""Fields that several forms of livelihoods share."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.models import Document
from kimbilio.livelihoods.models import FundingGrant
from kimbilio.livelihoods.months import first_of, months_after
from kimbilio.web.justice.forms import EMPTY

MOST_MONTHS = 36


class FundingField(forms.ChoiceField):
    """One of the grants in use; gives the ``FundingGrant`` or None."""

    def offer(self, fundings: list[FundingGrant]) -> None:
        """Let one of these be chosen; the only one is chosen already."""
        self.known = {str(one.pk): one for one in fundings}
        self.choices = [(key, str(one)) for key, one in self.known.items()]
        if len(fundings) != 1:
            self.choices = [EMPTY, *self.choices]

    def clean(self, value: Any) -> FundingGrant | None:
        """The grant behind the chosen key."""
        return self.known.get(super().clean(value))


class PaperField(forms.ChoiceField):
    """One document of the case as the scan of a receipt; gives the ``Document`` or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label=_("Scan of the receipt"), **kwargs)

    def offer(self, papers: list[Document]) -> None:
        """Let one of these be chosen, or none."""
        self.papers = {str(one.pk): one for one in papers}
        self.choices = [EMPTY, *((key, _named(one)) for key, one in self.papers.items())]

    def clean(self, value: Any) -> Document | None:
        """The document behind the chosen key."""
        return self.papers.get(super().clean(value))


def _named(paper: Document) -> str:
    day = date_format(timezone.localtime(paper.added_at), "j M Y")
    return f"{day} · {paper.title or paper.get_kind_display()}"


class MonthField(forms.ChoiceField):
    """One month since a business opened; gives its first day."""

    def offer(self, since: date) -> None:
        """Let every month since then be chosen, the newest first."""
        month = first_of(timezone.localdate())
        months: list[tuple[str, str]] = []
        while month >= first_of(since) and len(months) < MOST_MONTHS:
            months.append((month.isoformat(), date_format(month, "F Y")))
            month = months_after(month, -1)
        self.choices = months

    def clean(self, value: Any) -> date:
        """The first day of the chosen month."""
        return date.fromisoformat(super().clean(value))


class SignedShillingsField(forms.DecimalField):
    """An amount in shillings that may be below zero, such as a loss; gives whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=13, decimal_places=2, localize=False, **kwargs)

    def clean(self, value: Any) -> int | None:
        """The cents."""
        amount: Decimal | None = super().clean(value)
        return None if amount is None else int(amount * 100)


class AmountField(SignedShillingsField):
    """An amount that has to be given; that it is more than zero says the action."""
