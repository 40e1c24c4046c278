"""Taking the directory away: who may, what of it, and the line in the trail."""

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.partners.models import Offer, Partner
from kimbilio.partners.queries import directory, offers_of_many

FORMATS = ("hsds_csv", "hsds_json", "five_w")
OPEN = (
    "id", "name", "kind", "county", "sub_county", "ward", "place", "latitude", "longitude",
    "is_place_secret", "phone", "email", "assured_on",
)  # fmt: skip  # what is encrypted is not even read


def start_directory_export(*, file_format: str, by: User) -> list[tuple[Partner, list[Offer]]]:
    """The partners we work with and what they give; recorded before the file is made."""
    require(by, Permission.MANAGE_PARTNERS)
    partners = list(directory().only(*OPEN))
    trail.look(Event.EXPORTED, by=by, what="directory", format=file_format, rows=len(partners))
    offers = offers_of_many(partners)
    return [(partner, offers.get(partner.pk, [])) for partner in partners]
