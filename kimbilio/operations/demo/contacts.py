"""Who reached the helpline of the demonstration and what was said. Nobody is meant."""

from dataclasses import dataclass
from typing import Any

from kimbilio.helpline.choices import Channel, Outcome, ProviderKind, Urgency

DAY = 24 * 60


@dataclass(frozen=True)
class Said:
    """One message. ``ago`` is in minutes; ``by`` is a colleague's first name, or nobody for theirs."""

    ago: int
    text: str
    by: str = ""
    meaning: str = ""  # in English, as a colleague wrote it beside
    is_read: bool = False  # by the person, on WhatsApp


@dataclass(frozen=True)
class End:
    """How it ended."""

    outcome: Outcome
    ago: int
    words: str = ""


@dataclass(frozen=True)
class Talk:
    """One conversation in writing."""

    channel: Channel
    provider: ProviderKind
    number: str
    said: tuple[Said, ...]
    name: str = ""  # as they call themselves there
    end: End | None = None
    wants_call: bool = False


SMS, WHATSAPP = ProviderKind.AFRICAS_TALKING, ProviderKind.WHATSAPP
WRITTEN = (
    Talk(Channel.WHATSAPP, WHATSAPP, "+254799000552", (
        Said(34, "Habari. Naomba msaada kwa rafiki yangu.", meaning="Hello. I ask for help for my friend."),
        Said(32, "Habari. Asante kwa kutuandikia. Je, ni salama kuandika sasa?", "Akinyi",
             "Hello. Thank you for writing. Is it safe to write now?", is_read=True),
        Said(30, "Ndiyo, niko peke yangu. Rafiki yangu anafanya kazi nyumbani kwa mtu, hawamruhusu kutoka."
             " Ana miaka 16. Tuko Kakamega.",
             meaning="Yes, I am alone. My friend works in somebody’s house, they do not let her go out."
             " She is 16. We are in Kakamega."),
        Said(27, "Wanataka kumpeleka mahali pengine Ijumaa.",
             meaning="They want to take her somewhere else on Friday."),
    ), name="Neema"),
    Talk(Channel.SMS, SMS, "+254799000118", (Said(74, "How much is the bus to your office"),)),
    Talk(Channel.USSD, SMS, "+254799000271", (Said(55, "Asubuhi", meaning="In the morning"),), wants_call=True),
    Talk(Channel.SMS, SMS, "+254799000635", (
        Said(190, "Naitwa na mtu wa kazi ng'ambo, anataka pasipoti yangu kwanza. Ni kweli?",
             meaning="A man calls me about work abroad, he wants my passport first. Is it true?"),
        Said(181, "Asante kwa kuuliza. Usimpe pasipoti. Tunaweza kukupigia leo?", "Brian",
             "Thank you for asking. Do not give it to him. May we call you today?"),
    )),
    Talk(Channel.WHATSAPP, WHATSAPP, "+254799000907", (
        Said(2 * DAY + 150, "My cousin is at the bus stage alone. Who can meet her?"),
        Said(2 * DAY + 141, "Somebody is on the way to her. Stay on the phone with her.", "Halima", is_read=True),
        Said(2 * DAY + 20, "Thank you. She arrived."),
    ), end=End(Outcome.INFORMED, 2 * DAY + 12, "A colleague met her at the stage.")),
    Talk(Channel.SMS, SMS, "+254799000663", (
        Said(2 * DAY + 310, "Ofisi inafunguliwa saa ngapi?", meaning="At what time does the office open?"),
        Said(2 * DAY + 302, "Saa mbili asubuhi hadi saa kumi na moja.", "Njeri", "From eight in the morning to five."),
        Said(2 * DAY + 290, "Sawa, asante", meaning="All right, thank you"),
    ), end=End(Outcome.INFORMED, 2 * DAY + 280, "The hours of the office.")),
)  # fmt: skip


@dataclass(frozen=True)
class Logged:
    """A contact that a colleague wrote down."""

    channel: Channel
    ago: int
    by: str
    words: str
    who: str = ""
    phone: str = ""
    urgency: Urgency = Urgency.NORMAL
    end: End | None = None


LOGGED = (
    Logged(Channel.PARTNER, 113, "Otieno", "Bed tonight for a woman, 26.", "Gender desk, Kayole",
           urgency=Urgency.TODAY),
    Logged(Channel.CALL, 158, "Akinyi", "Girl about 13, with a teacher since yesterday.", "Child helpline",
           urgency=Urgency.TODAY),
    Logged(Channel.CALL, 3 * DAY + 40, "Brian", "Wanted help with school fees.", phone="+254799000340",
           end=End(Outcome.REFERRED, 3 * DAY + 30, "County bursary office; has their hours and number.")),
)  # fmt: skip

MISSED = ("+254799000774", (45, 38))  # who rang twice, and when

REPORT = (48, "Three young men from our road leave on Friday, a job abroad that nobody here knows."
          " The agent keeps their papers.", "Near the market of Kikazi")  # fmt: skip
REPORT_OF_A_CASE = (3 * DAY + 200, "Bar near the highway, two girls who look very young serve there"
                    " and sleep behind it.", "Along the highway")  # fmt: skip
UNDERSTOOD: dict[str, Any] = {
    "safe_to_reply": "yes", "caller": "other", "told": "minor", "age": 16,
    "place": "Kakamega town", "safety": "hours", "language": "swa",
}  # fmt: skip
