"""Partners of the directory with one service each, made by the real actions."""

from itertools import count

from kimbilio.partners.actions import save_offer, save_partner
from tests.factories.accounts import UserFactory

KAKAMEGA, MOMBASA = "037", "001"
_number = count(1)


def a_partner(name="", *, county=KAKAMEGA):
    """An NGO of the directory that gives nothing yet."""
    return save_partner(
        partner=None, by=UserFactory(lead=True), name=name or f"Partner number {next(_number)}",
        kind="ngo", county=county,
    )  # fmt: skip


def an_offer(*, county=KAKAMEGA, counties=(KAKAMEGA,), **given):
    """A shelter for anybody in Kakamega, day and night, unless something else is said."""
    lead, partner = UserFactory(lead=True), a_partner(county=county)
    values = {
        "service": "shelter", "takes": "any", "min_age": 0, "max_age": 120, "days": "1234567",
        "opens": None, "closes": None, **given,
    }  # fmt: skip
    return save_offer(partner=partner, offer=None, by=lead, counties=list(counties), **values)
