"""How a name sounds in East Africa: one or several short keys for each word of it.

A key is what is left of a word when everything that clerks, callers and borders change is taken
away. Letters that trade places here share a symbol (the tables below), vowels fall into three
classes, doubled letters become one, final vowels go. Where a spelling can be read in two ways
(Somali ``c`` is silent, English ``c`` is not) the word gets a key for each reading.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

MOST_READINGS = 6

# Letters that Unicode does not take apart, and signs that are written or left out at will.
FOLDED = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ı": "i", "ŋ": "ng"})
APOSTROPHES = "'’‘`´ʼʻʾʿ′＇"

# Small words that belong to the name after them: Wa Njeri, Ole Sankale, bint Ali, al-Amin.
LINKS = frozenset(["wa", "bin", "bint", "binti", "ibn", "ben", "ole", "arap", "al", "el", "ul"])

# First halves that are written apart or together: Haile Mariam, Abdi Rahman, Nur Din.
STEMS = frozenset(
    {
        "abd", "abdi", "abdu", "abdul", "abdel", "abu", "fikre", "gebre", "habte", "haile",
        "nur", "noor", "tekle", "um", "umm", "welde", "wolde",
    }
)  # fmt: skip

# What people are called by respect, which nobody was registered under.
TITLES = frozenset(
    {
        "mr", "mrs", "ms", "miss", "dr", "mama", "baba", "mzee", "bwana", "bi", "ato",
        "weizero",
    }
)  # fmt: skip

# (what is written, how it may be read); the first match wins, the first reading is the usual one.
# Capitals are consonants, and "" is silence.
CONSONANTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("chr", ("KL",)),  # Christine, Kristin
    ("ch(?=ae|ol)", ("K", "J")),  # Michael, Nicholas; Achol
    ("tch|dj|ch|j", ("J",)),  # Chepkosgei, Jepkosgei; Djama, Jama
    ("sch|sh|ts|tz|[sz]", ("S",)),  # Shiku, Siku; Tsehay, Sehay; Aziza, Asisa
    ("kh", ("H", "K")),  # Khadija, Hadija, Kadija
    ("ph|f", ("F",)),  # Joseph, Josef
    ("v", ("F", "P")),  # Veronica, Feronika; Luvembe, Lubembe
    ("th|dh", ("T", "S")),  # Odhiambo, Odiambo; Othman, Osman; Ramadhan, Ramazan
    ("x$", ("KS",)),  # Alex, Aleks
    ("^x", ("H",)),  # Xasan, Hassan
    ("x", ("H", "KS")),  # Maxamed, Mohamed; Maxwell
    ("k[yi](?=[aou])", ("K", "J")),  # Kyalo, Chalo
    ("ck|gh|[kq]", ("K",)),  # Qadir, Kadir; Ghirma, Girma
    ("^c(?=aa|ii|oo|uu|abd|al|aw|um|is)", ("", "K", "S")),  # Cabdi, Abdi; Ciise, Issa; Calvin
    ("c(?=[ey]$|i[aels]|in[at]|ent)", ("S", "J", "")),  # Grace, Mercy, Lucia, Jacinta
    ("c(?=[eiy])", ("J", "S", "")),  # Wangeci, Wangechi; Cecilia
    ("c$", ("K", "J", "")),  # Marc; Aluoc, Aluoch; Jamac, Jama
    ("c(?=[^aeiouwyhlrt])", ("", "K")),  # Sacdiya, Saadia
    ("c", ("K", "J", "")),  # Caroline; Acan, Achan; Nacima, Naima
    ("^ng(?=[aeiouwy])", ("NK", "K")),  # Ng'endo, Gendo
    ("ng$", ("N",)),  # Achieng, Achien
    ("g(?=eo|er|el|in[ia]|ene$)|(?<=r)g(?=e$)", ("K", "J")),  # George, Joji; Angela, Anjela
    ("g", ("K",)),
    ("^n(?=[djkst])", ("N", "")),  # Nduta, Duta; Nkurunziza, Kurunziza
    ("^m(?=b)", ("M", "")),  # Mbugua, Bugua
    ("n(?=[dgjk])", ("N", "")),  # Omondi, Omodi
    ("n(?=[bp])|m", ("M",)),  # Kanbua, Kambua
    ("n", ("N",)),
    ("[bp]", ("P",)),  # Barasa, Parasa
    ("[dt]", ("T",)),
    ("r(?=[^aeiouwyh])", ("L", "")),  # Mercy, Masi; Warsame
    ("(?<=e)r$", ("L", "")),  # Peter, Pita
    ("[lr]", ("L",)),  # Nafula, Nafura
    ("h$", ("",)),  # Sarah, Sara
    ("h", ("H", "")),  # Ahmed, Amed; Hassan, Asan
)

# Vowels and the glides y and w, which are as often written i and u.
VOWELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("^eu", ("u", "Ju")),  # Eunice, Yunis
    ("^y(?=[aeiou])", ("", "J")),  # Yohannes, Johannes
    ("^w(?=[aeiouy])|^u(?=[aeio])", ("W",)),  # Wanjiru, Uanjiru
    ("[wuyi]+(?=[aeo])|[wy]+(?=[aeiou])", ("",)),  # Mwangi, Muangi; Nyambura, Niambura
    ("a[aeiouwy]*", ("a",)),
    ("[eiy][aeiouwy]*", ("i",)),
    ("[ouw][aeiouwy]*", ("u",)),
)
RULES = tuple((re.compile(written), readings) for written, readings in CONSONANTS + VOWELS)


def words(name: str) -> list[str]:
    """The words of a name in small plain letters: accents, apostrophes and hyphens are gone."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(FOLDED))
    kept = (
        letter if letter.isalnum() else " "
        for letter in plain
        if letter.isspace()  # the end of a line ends a word
        or (letter not in APOSTROPHES and unicodedata.category(letter) not in {"Mn", "Cf", "Cc"})
    )
    return "".join(kept).split()


def spoken_words(name: str) -> list[list[str]]:
    """The words that count, each in all its forms: ``Wa Njeri`` is njeri or wanjeri."""
    found = words(name)
    counting = [word for word in found if word not in TITLES] or found
    return list(_with_joined(counting))


def _with_joined(found: list[str]) -> Iterator[list[str]]:
    """Each word and its joined forms; a link is no word of its own unless it stands last."""
    links = ""
    for word, following in zip(found, [*found[1:], ""], strict=False):
        if word in LINKS and following:
            links += word
            continue
        yield [word] + ([links + word] if links else [])
        links = ""


def sound_keys(word: str) -> frozenset[str]:
    """All keys of one word of ``words()``: with vowel classes as usually read, and without."""
    return frozenset({with_vowels(word), *skeletons(word)})


@lru_cache(maxsize=20_000)
def with_vowels(word: str) -> str:
    """The closest key: consonants and vowel classes of the usual reading."""
    return _with_vowels(_readings(word)[0]) or word


@lru_cache(maxsize=20_000)
def skeletons(word: str) -> tuple[str, ...]:
    """The wide keys: the consonants of every reading, the usual one first."""
    keys = dict.fromkeys(_skeleton(reading) for reading in _readings(word))
    return tuple(key for key in keys if key) or (word,)


def first_sounds(word: str) -> str:
    """The first three consonants as usually read, for a word still being typed; or nothing."""
    bones = skeletons(word)[0]
    return bones[:3] if len(bones) >= 3 and word.isascii() else ""


def _readings(word: str) -> list[str]:
    """The word in symbols, once for each way to read it; the usual reading first."""
    if not word.isascii() or not word.isalpha():
        return [word]
    readings, place = [""], 0
    while place < len(word):
        end, sounds = _rule_at(word, place)
        readings = [reading + sound for sound in sounds for reading in readings][:MOST_READINGS]
        place = end
    return readings


def _rule_at(word: str, place: int) -> tuple[int, tuple[str, ...]]:
    """Where the first rule that fits here ends, and what it says."""
    for written, sounds in RULES:
        if written.pattern.startswith("^") and place:
            continue
        if found := written.match(word, place):
            return found.end(), sounds
    return place + 1, ("",)


def _with_vowels(reading: str) -> str:
    """Doubled sounds once, and no final vowel unless the word would be a single consonant."""
    key = re.sub(r"(.)\1+", r"\1", re.sub(r"([aiu])[aiu]+", r"\1", reading))
    shorter = key.rstrip("aiu")
    return shorter if len(shorter) > 1 else key


def _skeleton(reading: str) -> str:
    """The consonants alone; a first vowel stays as a mark, whichever vowel it is."""
    key = _with_vowels(reading)
    bones = re.sub("[aiu]", "", key)
    if len(bones) < 2:
        return key
    return ("A" if key[0] in "aiu" else "") + bones
