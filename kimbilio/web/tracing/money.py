"""Amounts in shillings as forms ask for them."""

from decimal import Decimal
from typing import Any

from django import forms


class ShillingsField(forms.DecimalField):
    """An amount in shillings; gives whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, min_value=0, max_digits=11, decimal_places=2, localize=False, **kwargs
        )

    def clean(self, value: Any) -> int | None:
        """The cents."""
        amount: Decimal | None = super().clean(value)
        return None if amount is None else int(amount * 100)


def shillings(cents: int | None) -> Decimal | None:
    """Cents as shillings."""
    return None if cents is None else Decimal(cents) / 100
