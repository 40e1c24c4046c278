"""The words and answers every organisation starts with; theirs to change from then on.

Gathered from the glossary and mock 06; a native speaker should read the Kiswahili and Sheng once more.
"""

LOOK_FIRST, TODAY = "look_first", "today"

URGENT_WORDS: list[tuple[str, str, list[str]]] = [
    (LOOK_FIRST, "en", [
        "help me", "kill", "kill me", "beating me", "bleeding", "raped", "rape", "locked in",
        "locked me", "suicide", "kill myself", "want to die", "come now", "emergency", "stabbed",
        "they are taking", "cannot get out",
    ]),
    (LOOK_FIRST, "sw", [
        "nisaidie", "nisaidieni", "tusaidie", "naomba msaada haraka", "ananipiga", "wananipiga",
        "ataniua", "wataniua", "nimefungiwa", "wamenifungia", "amenibaka", "nimebakwa", "kujiua",
        "nataka kufa", "dharura", "hatari", "natokwa na damu", "wanampeleka", "hawamruhusu kutoka",
    ]),
    (LOOK_FIRST, "sheng", ["wananidunda", "ananidunda", "nitadedi"]),
    (TODAY, "en", [
        "no food", "hungry", "passport", "my id", "airport", "job abroad", "travel tomorrow", "pregnant",
        "my child", "debt", "not paid", "sick",
    ]),
    (TODAY, "sw", [
        "njaa", "sina chakula", "pasipoti", "kitambulisho changu", "uwanja wa ndege", "kazi ng ambo",
        "mjamzito", "mtoto wangu", "deni", "hawanilipi", "mgonjwa", "ijumaa", "kesho",
    ]),
    (TODAY, "sheng", ["sina dooh", "nimekwama", "mbogi"]),
]  # fmt: skip

SAFE_REPLIES: list[tuple[str, str]] = [
    ("sw", "Uko salama sasa?"),
    ("sw", "Je, ni salama kuandika sasa?"),
    ("sw", "Tunaweza kukupigia?"),
    ("sw", "Futa ujumbe huu ukimaliza"),
    ("en", "Are you safe now?"),
    ("en", "Is it safe to write now?"),
    ("en", "May we call you?"),
    ("en", "Delete this message when you are done"),
]
