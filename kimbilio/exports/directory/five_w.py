"""The directory as a 5W sheet: who does what, where, when and for whom, one row a service and county."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kimbilio.exports.columns import Column
from kimbilio.kernel.privacy import Level
from kimbilio.organisation.places import wards
from kimbilio.partners.choices import Takes
from kimbilio.partners.hsds import NATION
from kimbilio.partners.models import Offer, Partner

SEX = {Takes.ANYBODY: "All", Takes.FEMALE: "F", Takes.MALE: "M"}


@dataclass(frozen=True)
class Line:
    """One service of one partner in one county; KE is the whole country."""

    partner: Partner
    offer: Offer
    county: str

    @property
    def is_at_home(self) -> bool:
        """Whether the row is about the county in which a public office stands."""
        return self.county == self.partner.county and not self.partner.is_place_secret

    @property
    def wards(self) -> list[str]:
        """The wards to which the service keeps in this county; none if it serves all of it."""
        named = [row.ward for row in self.offer.wards.all()]
        return [code for code in named if wards()[code].county == self.county]


def _nothing(line: Line) -> str:
    return ""


# The heads are those of the template, so that sheets of many organisations can be put together.
FIVE_W: list[Column[Line]] = [
    Column("who_lead", lambda line: line.partner.name, Level.ORDINARY),
    Column("who_partner", _nothing, Level.ORDINARY),
    Column("what_sector", lambda line: "Protection", Level.ORDINARY),
    Column("what_activity", lambda line: str(line.offer.get_service_display()), Level.ORDINARY),
    Column("where_admin1", lambda line: line.county, Level.ORDINARY),
    Column("where_admin2", lambda line: line.partner.sub_county if line.is_at_home else "",
           Level.SENSITIVE),
    Column("where_site", lambda line: line.partner.place if line.is_at_home else "",
           Level.SENSITIVE),
    Column("when_start", _nothing, Level.ORDINARY),
    Column("when_end", _nothing, Level.ORDINARY),
    Column("when_status", lambda line: "ongoing" if line.offer.is_active else "suspended",
           Level.ORDINARY),
    Column("whom_group", lambda line: "survivors of trafficking", Level.ORDINARY),
    Column("whom_sex_age", lambda line: _whom(line.offer), Level.ORDINARY),
    Column("target_count", _nothing, Level.ORDINARY),
    Column("reached_count", _nothing, Level.ORDINARY),
    Column("donor", _nothing, Level.ORDINARY),
    Column("contact", lambda line: line.partner.email or line.partner.phone, Level.ORDINARY),
    # Wards are in no template, so they stand behind it: of the office, and those that are served.
    Column("where_admin3", lambda line: line.partner.ward if line.is_at_home else "",
           Level.SENSITIVE),
    Column("where_wards", lambda line: " ".join(line.wards), Level.ORDINARY),
]  # fmt: skip


def _whom(offer: Offer) -> str:
    return f"{SEX[Takes(offer.takes)]} {offer.min_age}-{offer.max_age}"


def five_w_lines(entries: Iterable[tuple[Partner, list[Offer]]]) -> Iterator[Line]:
    """A line for each county of each service, and one for what is given in the whole country."""
    for partner, offers in entries:
        for offer in offers:
            covered = [row.county for row in offer.counties.all()]
            for county in [NATION] if offer.is_nationwide else covered:
                yield Line(partner, offer, county)
