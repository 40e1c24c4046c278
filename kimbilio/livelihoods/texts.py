"""Reading sales and profit out of a text message; nothing here books anything."""

import re
from dataclasses import dataclass

LONGEST = 160
_AMOUNT = r"[:=]?\s*(?:kes|ksh|kshs|sh|/=)?\.?\s*(-?\d[\d,. ]*\d|-?\d)"
_SALES = re.compile(rf"\b(?:mauzo|sales)\s*{_AMOUNT}", re.IGNORECASE)
_PROFIT = re.compile(rf"\b(?:faida|profit)\s*{_AMOUNT}", re.IGNORECASE)
_LOSS = re.compile(rf"\b(?:hasara|loss)\s*{_AMOUNT}", re.IGNORECASE)
MOST_DIGITS = 9


@dataclass(frozen=True)
class Told:
    """What somebody seems to have sent: cents, for a person to confirm."""

    sales_cents: int
    profit_cents: int


def figures_in(text: str) -> Told | None:
    """``MAUZO 12000 FAIDA 3000`` or ``SALES 12,000 PROFIT 3,000``; a loss is a profit below zero."""
    text = text[:LONGEST]
    sales, profit, loss = (_cents(one.search(text)) for one in (_SALES, _PROFIT, _LOSS))
    if profit is None and loss is not None:
        profit = -loss
    if sales is None or profit is None or sales < 0 or profit > sales:
        return None
    return Told(sales, profit)


def _cents(found: re.Match[str] | None) -> int | None:
    """Whole shillings as cents; commas, points and spaces between thousands are let go."""
    if found is None:
        return None
    written = found.group(1).replace(" ", "").replace(",", "")
    whole, _point, rest = written.partition(".")
    if len(rest) == 3 and rest.isdigit():  # 12.000 as some write it
        whole, rest = whole + rest, ""
    if not whole.lstrip("-").isdigit() or len(whole) > MOST_DIGITS or not (rest + "0").isdigit():
        return None
    cents = int((rest + "00")[:2])
    return int(whole) * 100 + (-cents if whole.startswith("-") else cents)
