"""The rules and limits an organisation starts with; it may change every one of them.

The limits follow common case-management practice and are not verified for any organisation.
"""

from typing import Any

# minor, safety, body with them, trafficking, flag, route, also, why (English, Kiswahili)
RULES = [
    ("yes", "not_for_long", "yes", "any", "", "go_now", "shelter",
     "A child who is not safe is with the body that called: fetch the child now.",
     "Mtoto asiye salama yuko na ofisi iliyopiga simu: mchukueni sasa."),
    ("yes", "danger", "no", "any", "", "go_now", "shelter",
     "A child in danger has nobody beside them: go with the police and the children's officer.",
     "Mtoto aliye hatarini hana mtu wa kumlinda: nendeni na polisi na afisa wa watoto."),
    ("any", "any", "any", "any", "speaks_of_self_harm", "safety_plan", "stay_on_line",
     "Speaks of self-harm: somebody stays on the line, then a safety plan is made together.",
     "Anazungumza kuhusu kujidhuru: mtu abaki kwenye simu, kisha panga usalama pamoja naye."),
    ("yes", "hours", "any", "any", "", "shelter", "",
     "A child is safe only for a few hours: bring them to a safe place before then.",
     "Mtoto yuko salama kwa saa chache tu: mfikisheni mahali salama kabla ya hapo."),
    ("any", "danger", "any", "yes", "is_hurt", "safety_plan", "medical",
     "Hurt or ill and not safe: medical help first, and a safety plan before moving.",
     "Ameumia au ni mgonjwa na hayuko salama: matibabu kwanza, na mpango wa usalama kabla ya kuhama."),
    ("no", "danger", "any", "yes", "", "safety_plan", "",
     "An adult in danger decides with us: make a safety plan before anybody moves.",
     "Mtu mzima aliye hatarini anaamua pamoja nasi: pangeni usalama kabla ya kuhama."),
    ("no", "hours", "any", "yes", "travel_planned", "safety_plan", "follow_up",
     "Travel is planned: agree on a code word and call again before the journey.",
     "Safari imepangwa: kubalianeni neno la siri na pigeni simu tena kabla ya safari."),
    ("no", "hours", "any", "yes", "", "safety_plan", "",
     "Safe only for a few hours: agree on the next call and the way out before then.",
     "Salama kwa saa chache tu: kubalianeni simu ijayo na njia ya kutoka kabla ya hapo."),
    ("any", "any", "any", "no", "", "partner", "",
     "It does not look like trafficking: hand over warmly to a partner who can help.",
     "Haionekani kuwa usafirishaji haramu wa binadamu: mkabidhi kwa upole kwa mshirika anayeweza kusaidia."),
    ("any", "safe", "any", "any", "", "safety_plan", "follow_up",
     "Safe where they are: one person follows up and agrees on the next call.",
     "Yuko salama alipo: mtu mmoja afuatilie na wakubaliane simu ijayo."),
]  # fmt: skip

#              high, medium, low: hours
LIMITS = {
    "decision": (1, 1, 1),
    "rescue": (1, 1, 1),
    "first_contact": (24, 72, 168),
    "safe_place": (24, 72, 168),
    "assessment": (72, 168, 336),
    "officer": (24, 24, 24),
}


def add_first_rules(rules: Any, limits: Any) -> None:
    """Write them where there are none yet; a migration hands in its own models."""
    names = [
        "minor",
        "safety",
        "body_with_them",
        "trafficking",
        "flag",
        "route",
        "also",
        "why_en",
        "why_sw",
    ]
    if not rules.objects.exists():
        for place, row in enumerate(RULES, start=1):
            rules.objects.create(order=place * 10, **dict(zip(names, row, strict=True)))
    if not limits.objects.exists():
        for kind, hours in LIMITS.items():
            for risk, within in zip(("a_high", "b_medium", "c_low"), hours, strict=True):
                limits.objects.create(kind=kind, risk=risk, hours=within)
