"""What invented people say and staff write, for synthetic organisations. Nothing is from life."""

NOTES = (
    "She slept well and asked about school.",
    "Called at the agreed hour. He is at work and eats regularly.",
    "Met at the market. The stall permit is still missing.",
    "The chief was not in his office. Go again on Thursday.",
    "She wants to wait until her sister is back.",
    "The clinic has the results. All is well.",
    "Talked about the loan. The group meets on Saturday.",
    "He asked whether his documents came back from the agent.",
    "Visited the aunt. The house is calm and near the school.",
    "The officer took a statement with the door closed, as she wished.",
    "No answer. The phone was off the whole morning.",
    "She laughed today and showed her drawing.",
)
STEPS = (
    ("safety", "A safe place for tonight", "safety"),
    ("safety", "Health check", "health"),
    ("steady", "First talk with a counsellor", "counselling"),
    ("steady", "Home tracing, first visit", "tracing"),
    ("justice", "Statement with a trained officer", "legal"),
    ("home", "Return to school", "education"),
    ("home", "Small business plan", "livelihood"),
    ("closing", "Calls for a year", "follow_up"),
)
WISHES = (
    "I want to finish school.",
    "I want to work for myself.",
    "I want to go home, not yet.",
    "",
)
DO_NOT = ("Do not call the uncle.", "Do not post anything.", "Do not visit without a call.", "")
PHRASES = (
    "from the tailoring class",
    "wrong number, sorry",
    "about the church choir",
    "the clinic",
)
STAFF = (
    ("Akinyi Mutua", "case_worker"), ("Brian Chebet", "case_worker"), ("Halima Wafula", "case_worker"),
    ("Otieno Kiprop", "case_worker"), ("Njeri Lokwawi", "case_worker"), ("Faith Nekesa", "case_worker"),
    ("Mwende Barasa", "team_lead"), ("Daudi Saina", "team_lead"), ("Naliaka Muthoni", "therapist"),
    ("Salim Wekesa", "legal_officer"), ("Zawadi Kerubo", "shelter_worker"),
    ("Salome Ekiru", "helpline_operator"), ("Peter Mulei", "prevention_officer"),
    ("Grace Odera", "me_officer"), ("Wanjiku Kamau", "manager"), ("Ali Hassan", "administrator"),
    ("Ruth Atieno", "data_protection_officer"),
)  # fmt: skip
UNITS = (
    "Rescue and response",
    "Reintegration",
    "Coast office",
    "Western office",
    "Nairobi east",
    "Legal desk",
)
