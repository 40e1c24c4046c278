"""The people of the demonstration and how far we have come with each. Nobody is meant."""

from dataclasses import dataclass
from datetime import time

from kimbilio.cases.choices import Risk, Source, WhereNow, WorkKind

FRESH, WAITING, RUNNING = "fresh", "waiting", "running"  # first days; a rescue asked for; under way
PLANNED, SUPPORT, CALLS, ENDING, CLOSED = "planned", "support", "calls", "ending", "closed"


@dataclass(frozen=True)
class One:
    """One survivor and where the work with them stands."""

    name: str
    age: int
    worker: str
    hours: float  # since the first call
    stands: str
    kind: WorkKind
    sets: tuple[str, ...] = ()
    done: int = 0  # steps of the plan that are done
    risk: Risk = Risk.MEDIUM
    where: WhereNow = WhereNow.SHELTER
    source: Source = Source.POLICE
    county: str = "047"
    sex: str = "Feminine"
    safe: tuple[int, int] | None = None
    phrase: str = ""
    words: str = ""
    wish: str = ""
    parked: tuple[int, ...] = ()  # places of steps they do not want now
    broken: int = 0  # the place of a step that did not work out

    @property
    def hours_safe(self) -> tuple[time, time] | None:
        """Between which hours they may be called."""
        return (time(self.safe[0]), time(self.safe[1])) if self.safe else None


DAY = 24
FIRST, SCHOOL = "Rescue aftercare", "Return to school"
BUSINESS, COURT = "Small business", "Court support"
HOME, ABROAD, LAST = (
    "Home tracing and reunification",
    "Return from abroad",
    "Closing and 12-month calls",
)
R, S, K, W = Risk, Source, WorkKind, WhereNow

CAST = (
    # Today and yesterday
    One("Neema Kadzo", 15, "Akinyi", 0.7, WAITING, K.DOMESTIC, risk=R.HIGH, where=W.POLICE_DESK,
        words="Held at the police desk since the morning. She came off the bus alone.",
        wish="I want to go to my sister."),
    One("Imani Saumu", 19, "Akinyi", 2, FRESH, K.HOTEL, risk=R.HIGH, where=W.IN_DANGER, source=S.SELF,
        safe=(8, 12), phrase="from the tailoring class", county="001",
        words="Calls from the kitchen when nobody is there. Her papers are with the manager."),
    One("Baraka Charo", 13, "Brian", 5, RUNNING, K.FISHING, risk=R.HIGH, where=W.POLICE_DESK, county="003",
        sex="Masculine", words="The beach committee brought him to the station."),
    One("Tumaini Wekesa", 22, "Halima", 20, FRESH, K.ONLINE, where=W.ABROAD, source=S.FAMILY, sex="Masculine",
        words="His brother calls. The company abroad keeps his passport."),
    One("Riziki Dama", 17, "Otieno", 26, FRESH, K.MARRIAGE, risk=R.HIGH, where=W.FAMILY, county="003",
        source=S.CHILDREN_OFFICER, words="An aunt keeps her until Friday."),
    # The first week: planned
    One("Zuhura Mwaka", 16, "Akinyi", 3 * DAY, PLANNED, K.DOMESTIC, (FIRST,), risk=R.HIGH,
        safe=(14, 17), phrase="about the church choir", wish="I want to finish school."),
    One("Pendo Achieng", 24, "Njeri", 4 * DAY, PLANNED, K.ABROAD, (ABROAD,), source=S.EMBASSY, where=W.ABROAD,
        wish="I want to come home and see my daughter."),
    One("Kito Baya", 11, "Faith", 5 * DAY, PLANNED, K.STREET, (FIRST,), where=W.FOSTER, county="001",
        sex="Masculine", source=S.COMMUNITY),
    # In the middle of it
    One("Amani Chebet", 15, "Akinyi", 16 * DAY, SUPPORT, K.DOMESTIC, (FIRST, SCHOOL), 5, R.HIGH,
        safe=(10, 13), phrase="the clinic", parked=(8,), wish="I want to be a nurse.",
        words="Worked in a house far from home from the age of twelve."),
    One("Subira Nanjala", 27, "Akinyi", 40 * DAY, SUPPORT, K.ABROAD, (BUSINESS,), 3, where=W.HOME,
        county="039", safe=(17, 20), phrase="wrong number, sorry", source=S.IMMIGRATION,
        wish="I want to work for myself.", words="Came back after eleven months without wages."),
    One("Juma Kazungu", 17, "Akinyi", 33 * DAY, SUPPORT, K.FARM, (FIRST, COURT), 6, county="003", sex="Masculine",
        broken=8, wish="I want the man to answer for it, but not to see him."),
    One("Bahati Moraa", 20, "Akinyi", 55 * DAY, SUPPORT, K.HOTEL, (BUSINESS,), 2, R.LOW, W.FAMILY, S.SELF,
        county="001", parked=(4,), wish="I want a stall of my own."),
    One("Salama Nafula", 14, "Brian", 21 * DAY, SUPPORT, K.DOMESTIC, (FIRST, HOME), 6, R.MEDIUM,
        wish="I want to go home, not yet."),
    One("Furaha Auma", 31, "Brian", 62 * DAY, SUPPORT, K.ABROAD, (COURT,), 2, R.LOW, W.HOME, county="042",
        source=S.NGO, parked=(5,)),
    One("Hawa Abdi", 18, "Halima", 28 * DAY, SUPPORT, K.MARRIAGE, (FIRST,), 4, R.HIGH, county="007",
        safe=(9, 11), phrase="from the tailoring class"),
    One("Mosi Ekai", 12, "Halima", 44 * DAY, SUPPORT, K.MINING, (SCHOOL,), 3, where=W.FOSTER, county="023",
        sex="Masculine", source=S.COMMUNITY),
    One("Tatu Mbeyu", 23, "Otieno", 70 * DAY, SUPPORT, K.STREET, (BUSINESS,), 4, R.LOW, W.HOME, county="004"),
    One("Daudi Simiyu", 26, "Njeri", 36 * DAY, SUPPORT, K.BUILDING, (COURT,), 1, where=W.HOME, county="032",
        sex="Masculine", source=S.NGO, broken=3),
    One("Upendo Mwende", 16, "Faith", 50 * DAY, SUPPORT, K.SCHOOL, (SCHOOL,), 5, where=W.FAMILY, county="017",
        source=S.FAMILY, wish="I want to play football again."),
    # Calls for a year
    One("Rehema Sidi", 21, "Akinyi", 150 * DAY, CALLS, K.HOTEL, (BUSINESS,), 6, R.LOW, W.HOME, S.HOTLINE, "003",
        safe=(8, 18), phrase="about the church choir"),
    One("Faraja Kerubo", 17, "Njeri", 190 * DAY, CALLS, K.DOMESTIC, (SCHOOL,), 7, R.LOW, W.FAMILY, county="045"),
    One("Shida Katana", 29, "Otieno", 120 * DAY, CALLS, K.FISHING, (BUSINESS,), 6, R.LOW, W.HOME, county="003",
        sex="Masculine"),
    # Waiting for the lead's yes
    One("Makena Karimi", 25, "Akinyi", 300 * DAY, ENDING, K.ABROAD, (BUSINESS,), 6, R.LOW, W.HOME, county="012",
        wish="I have my stall. It is enough.",
        words="Back from work abroad. The stall has run well for months."),
    One("Nuru Hamisi", 18, "Brian", 260 * DAY, ENDING, K.DOMESTIC, (SCHOOL,), 7, R.LOW, W.FAMILY, county="001"),
    # Closed
    One("Zawadi Atieno", 16, "Akinyi", 420 * DAY, CLOSED, K.DOMESTIC, (SCHOOL,), 7, R.LOW, W.FAMILY, county="042"),
    One("Chiku Lanyero", 22, "Brian", 380 * DAY, CLOSED, K.HOTEL, (BUSINESS,), 6, R.LOW, W.HOME, county="001"),
    One("Jabali Mutua", 14, "Halima", 340 * DAY, CLOSED, K.FARM, (HOME,), 6, R.LOW, W.FAMILY, county="017",
        sex="Masculine"),
    One("Dalila Wafula", 33, "Otieno", 400 * DAY, CLOSED, K.ABROAD, (ABROAD,), 7, R.LOW, W.HOME, county="039"),
    One("Eshe Cherono", 19, "Njeri", 280 * DAY, CLOSED, K.STREET, (), 0, R.LOW, W.OTHER, county="032"),
)  # fmt: skip

VISITS = (
    "Visited in the afternoon. She showed her room and spoke of her sister.",
    "The house is calm. There was food and she could close her door.",
    "Walked to the market together. Stall rent is higher than we were told.",
)
CALLS_MADE = (
    "Called at the agreed hour. Sleeps better and eats well.",
    "A short call. Asked about the papers; nothing new yet.",
    "Wants to wait with the next step until the visit is over.",
)
SESSIONS = (
    "Second talk. Breathing exercise helps in the evening.",
    "Drew the way home. Quiet at first, then laughed.",
)
