"""Amounts as they stand in a line of the timeline; kept and counted in whole cents everywhere."""

MOST_CENTS = 10**11  # a thousand million shillings: beyond that somebody typed a phone number


def kes(cents: int) -> str:
    """``KES 12,500`` or ``KES 12,500.50``; an amount below zero keeps its sign."""
    whole, rest = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    return f"KES {sign}{whole:,}.{rest:02}" if rest else f"KES {sign}{whole:,}"
