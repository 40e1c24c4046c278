"""The ready-made sets every organisation starts with; theirs to change from then on.

Each step: phase, service, days from the start, places it waits for, English, Kiswahili.
"""

from typing import Any

Row = tuple[str, str, int | None, str, str, str]

DEFAULT_SETS: list[tuple[str, str, list[Row]]] = [
    ("Safe shelter and health", "Makazi salama na afya", [
        ("safety", "shelter", 0, "", "Safe place to stay", "Mahali salama pa kukaa"),
        ("safety", "basic_needs", 0, "1", "Food, clothes, phone", "Chakula, nguo, simu"),
        ("safety", "safety", 1, "1", "Safety plan made together", "Mpango wa usalama uliofanywa pamoja"),
        ("safety", "health", 2, "1", "Health check", "Uchunguzi wa afya"),
        ("steady", "therapy", 7, "4", "First talk with therapist", "Mazungumzo ya kwanza na mshauri"),
    ]),
    ("Rescue aftercare", "Huduma baada ya uokoaji", [
        ("safety", "safety", 0, "", "Safe arrival and rest", "Kufika salama na kupumzika"),
        ("safety", "health", 1, "1", "Health check within 72 hours", "Uchunguzi wa afya ndani ya saa 72"),
        ("safety", "legal", 2, "1", "Rights explained, consent asked", "Kueleza haki na kuomba ridhaa"),
        ("safety", "safety", 3, "1", "Guardian or trusted person told", "Kumjulisha mlezi au mtu anayeaminika"),
        ("steady", "therapy", 7, "2", "First talk with therapist", "Mazungumzo ya kwanza na mshauri"),
        ("steady", "papers", 14, "", "Identity papers or copies", "Vitambulisho au nakala zake"),
    ]),
    ("Return to school", "Kurudi shuleni", [
        ("steady", "education", 3, "", "Talk about school", "Mazungumzo kuhusu shule"),
        ("steady", "papers", 14, "", "Birth record copy", "Nakala ya cheti cha kuzaliwa"),
        ("steady", "education", 14, "1", "School reports found", "Kupata ripoti za shule"),
        ("home", "education", 28, "1,2", "Place held at a school", "Nafasi kuwekwa shuleni"),
        ("home", "education", 35, "4", "Fees, uniform and books", "Karo, sare na vitabu"),
        ("home", "education", 42, "4,5", "Return to school", "Kurudi shuleni"),
        ("home", "follow_up", 72, "6", "Call after one month of school", "Simu baada ya mwezi mmoja wa shule"),
    ]),
    ("Small business", "Biashara ndogo", [
        ("steady", "livelihood", 7, "", "Talk about work and skills", "Mazungumzo kuhusu kazi na ujuzi"),
        ("home", "training", 28, "1", "Business training", "Mafunzo ya biashara"),
        ("home", "livelihood", 42, "1", "Business plan made together", "Mpango wa biashara uliofanywa pamoja"),
        ("home", "livelihood", 56, "2,3", "Start-up kit or money", "Vifaa au pesa za kuanzia"),
        ("home", "livelihood", 86, "4", "First visit to the business", "Ziara ya kwanza kwenye biashara"),
        ("home", "follow_up", 176, "5", "Visit after six months", "Ziara baada ya miezi sita"),
    ]),
    ("Court support", "Msaada mahakamani", [
        ("justice", "legal", 7, "", "What a lawyer can do, explained", "Kueleza kazi ya wakili"),
        ("justice", "legal", 14, "1", "Statement with trained officer", "Maelezo kwa afisa aliyefunzwa"),
        ("justice", "legal", 21, "1", "Lawyer for the case", "Wakili wa kesi"),
        ("justice", "safety", 28, "2", "Safety on court days", "Usalama siku za mahakama"),
        ("justice", "therapy", 35, "3", "Visit to the court before the day", "Kutembelea mahakama kabla ya siku"),
        ("justice", "legal", None, "3,4,5", "Day in court", "Siku ya mahakama"),
        ("justice", "therapy", None, "6", "Talk after court", "Mazungumzo baada ya mahakama"),
    ]),
    ("Home tracing and reunification", "Kutafuta familia na kuunganisha", [
        ("steady", "tracing", 3, "", "Family tracing opened", "Kuanza kutafuta familia"),
        ("steady", "tracing", 14, "1", "Family found, told what is agreed", "Familia kupatikana na kujulishwa"),
        ("home", "safety", 28, "2", "Home visit and safety of the home", "Ziara ya nyumbani na usalama wa nyumba"),
        ("home", "reunification", 35, "3", "Talk between person and family", "Mazungumzo kati ya mhusika na familia"),
        ("home", "transport", 42, "3,4", "Way home", "Safari ya nyumbani"),
        ("home", "follow_up", 49, "5", "Visit in the first week at home", "Ziara katika wiki ya kwanza nyumbani"),
    ]),
    ("Return from abroad", "Kurudi kutoka nje ya nchi", [
        ("safety", "safety", 0, "", "Contact and safety abroad", "Mawasiliano na usalama nje ya nchi"),
        ("safety", "papers", 5, "1", "Travel papers with the embassy", "Hati za kusafiria kupitia ubalozi"),
        ("safety", "repatriation", 14, "2", "Ticket and escort", "Tiketi na msindikizaji"),
        ("safety", "repatriation", 15, "3", "Met at the airport", "Kupokelewa uwanja wa ndege"),
        ("safety", "shelter", 15, "4", "Safe place to stay", "Mahali salama pa kukaa"),
        ("steady", "health", 17, "5", "Health check", "Uchunguzi wa afya"),
        ("justice", "legal", 30, "5", "Wages and papers claimed", "Kudai mshahara na hati"),
    ]),
    ("Closing and 12-month calls", "Kufunga na simu za miezi 12", [
        ("closing", "follow_up", 0, "", "Closing talk, in her or his words", "Mazungumzo ya kufunga, kwa maneno yake"),
        ("closing", "follow_up", 7, "1", "Whom to call if it gets hard", "Nani wa kupigia hali ikiwa ngumu"),
        ("closing", "follow_up", 30, "1", "Call after 1 month", "Simu baada ya mwezi 1"),
        ("closing", "follow_up", 90, "3", "Call after 3 months", "Simu baada ya miezi 3"),
        ("closing", "follow_up", 180, "4", "Call after 6 months", "Simu baada ya miezi 6"),
        ("closing", "follow_up", 365, "5", "Call after 12 months", "Simu baada ya miezi 12"),
    ]),
]  # fmt: skip


def make_default_sets(ready_set: Any, ready_step: Any) -> None:
    """Make the sets with the given models, unless the organisation has any already."""
    if ready_set.objects.exists():
        return
    for place, (english, swahili, rows) in enumerate(DEFAULT_SETS, start=1):
        made = ready_set.objects.create(title_en=english, title_sw=swahili, place=place)
        ready_step.objects.bulk_create(
            ready_step(
                ready_set=made,
                place=number,
                phase=phase,
                service=service,
                days=days,
                waits_for=waits_for,
                title_en=title_en,
                title_sw=title_sw,
            )
            for number, (phase, service, days, waits_for, title_en, title_sw) in enumerate(
                rows, start=1
            )
        )
