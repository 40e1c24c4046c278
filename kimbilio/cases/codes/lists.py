"""Every list of codes that a story may use, by the name its facts and fields carry."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from kimbilio.cases.codes import elements, exploitation, needs, places
from kimbilio.kernel.errors import BadInput
from kimbilio.organisation.places import counties, countries

Codes = dict[str, Any]

FACTS: dict[str, Callable[[], Codes]] = {
    "act": lambda: elements.ACT,
    "means": lambda: elements.MEANS,
    "purpose": lambda: elements.PURPOSE,
    "exploitation": lambda: exploitation.EXPLOITATION,
    "sex_exploitation": lambda: exploitation.SEX_EXPLOITATION,
    "sector": lambda: exploitation.SECTOR,
    "control": lambda: exploitation.CONTROL,
    "place": lambda: places.PLACE,
    "transit": countries,
    "need": lambda: needs.NEED,
}
"""Lists of which a story may have several codes; the names are those of ``StoryFact.listing``."""

SINGLE: dict[str, Callable[[], Codes]] = {
    "status": lambda: exploitation.STATUS,
    "status_by": lambda: exploitation.DECIDED_BY,
    "recruitment": lambda: exploitation.RECRUITMENT,
    "recruited_by": lambda: exploitation.RELATIONSHIP,
    "scope": lambda: elements.SCOPE,
    "origin_country": countries,
    "origin_county": counties,
    "destination_country": countries,
    "destination_county": counties,
}
"""Lists of which a story has one code at most; the names are those of the fields of ``Story``."""


def check_codes(listing: str, codes: Iterable[str]) -> None:
    """Raise ``BadInput`` when a code is not on its list."""
    known = {**FACTS, **SINGLE}.get(listing)
    unknown = [code for code in codes if known is None or code not in known()]
    if unknown:
        raise BadInput(_("This answer is not on the list. Choose one that is."), field=listing)


def label_of(listing: str, code: str) -> str:
    """The words for a code in the language of the moment; a code of another time as it is."""
    known = {**FACTS, **SINGLE}[listing]()
    return str(known.get(code, code))
