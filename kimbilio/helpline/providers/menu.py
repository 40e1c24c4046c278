"""The menu behind a short code: which page follows what was typed. It knows no provider and keeps nothing.

Its words are data here, because the person on the phone chooses the language, not a browser. They
are neutral: the phone may be shared, and whoever looks over a shoulder should learn nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

# The organisation checks each of these by phone before it opens its menu, and again every half year.
POLICE = ("999", "112")
CHILDREN = "116"
GENDER_VIOLENCE = "1195"

LONGEST_PAGE = 160  # characters, with CON or END
MOST_INPUTS = 100  # no visit lasts so long; more would only keep us busy


class Step(Enum):
    """Where in the menu somebody is."""

    LANGUAGE = auto()
    CHOICE = auto()
    STORY = auto()
    WHERE = auto()
    WHEN = auto()
    REPORTED = auto()
    CALL_ASKED = auto()
    NUMBERS = auto()


ENDINGS = frozenset({Step.REPORTED, Step.CALL_ASKED, Step.NUMBERS})


@dataclass(frozen=True)
class Words:
    """What the menu says in one language."""

    choose_again: str
    write_again: str
    times: tuple[str, ...]
    pages: dict[Step, str]


_first, _second = POLICE
_LANGUAGE = "Choose a language / Chagua lugha\n1 English\n2 Kiswahili"
ENGLISH = Words(
    choose_again="Please type one of the numbers.\n",
    write_again="Please write a few words.\n",
    times=("Any time", "Morning", "Afternoon", "Evening"),
    pages={
        Step.LANGUAGE: _LANGUAGE,
        Step.CHOICE: "1 Report something\n2 Ask us to call you\n3 Find a number",
        Step.STORY: "Write what is happening, in your own words. No name is needed.",
        Step.WHERE: "Where is it? A town or a place. Type 0 to leave it out.",
        Step.WHEN: "When may we call this number?",
        Step.REPORTED: f"Thank you, we have it. If there is danger now, call {_first} or {_second}.",
        Step.CALL_ASKED: f"Thank you, we will try to call. If there is danger now, call {_first} or {_second}.",
        Step.NUMBERS: (
            f"Police {_first} or {_second}\nChildren {CHILDREN}\nGender violence {GENDER_VIOLENCE}"
        ),
    },
)
KISWAHILI = Words(
    choose_again="Tafadhali andika moja ya namba hizi.\n",
    write_again="Tafadhali andika maneno machache.\n",
    times=("Wakati wowote", "Asubuhi", "Mchana", "Jioni"),
    pages={
        Step.LANGUAGE: _LANGUAGE,
        Step.CHOICE: "1 Toa taarifa\n2 Omba tukupigie simu\n3 Pata namba ya simu",
        Step.STORY: "Andika kinachotokea, kwa maneno yako. Jina halihitajiki.",
        Step.WHERE: "Ni wapi? Mji au mahali. Andika 0 kuacha.",
        Step.WHEN: "Tukupigie lini kwa namba hii?",
        Step.REPORTED: f"Asante, tumepokea. Kukiwa na hatari sasa, piga {_first} au {_second}.",
        Step.CALL_ASKED: f"Asante, tutajaribu kupiga. Kukiwa na hatari sasa, piga {_first} au {_second}.",
        Step.NUMBERS: (
            f"Polisi {_first} au {_second}\nWatoto {CHILDREN}\nUkatili wa kijinsia {GENDER_VIOLENCE}"
        ),
    },
)


@dataclass(frozen=True)
class Visit:
    """How far one visit of the menu has come, and what was said on the way."""

    step: Step = Step.LANGUAGE
    words: Words = ENGLISH
    again: str = ""  # said first when the last input was none of those asked for
    story: str = ""
    where: str = ""
    when: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the last page has been reached; nothing typed after it counts."""
        return self.step in ENDINGS

    @property
    def page(self) -> str:
        """What stands on the phone now."""
        shown = self.words.pages[self.step]
        if self.step is Step.WHEN:
            shown += "".join(f"\n{n} {time}" for n, time in enumerate(self.words.times, 1))
        return self.again + shown


def walk(typed: str) -> Visit:
    """Follow all inputs of a visit, joined by ``*`` as networks do, from the first page."""
    visit = Visit()
    inputs = typed.split("*", MOST_INPUTS) if typed else []
    for at, one in enumerate(inputs):
        if visit.is_over:
            break
        if (
            visit.step is Step.WHERE
        ):  # a * of their own may have cut the words in two: keep the rest
            said = "*".join(inputs[at:]).strip()
            return replace(visit, step=Step.REPORTED, where="" if said == "0" else said)
        visit = _after(replace(visit, again=""), one.strip())
    return visit


def _after(visit: Visit, said: str) -> Visit:
    match visit.step:
        case Step.LANGUAGE:
            languages = [replace(visit, step=Step.CHOICE, words=w) for w in (ENGLISH, KISWAHILI)]
            return _chosen(said, languages) or replace(
                visit, again="Please try again / Jaribu tena\n"
            )
        case Step.CHOICE:
            ways = [replace(visit, step=step) for step in (Step.STORY, Step.WHEN, Step.NUMBERS)]
            return _chosen(said, ways) or replace(visit, again=visit.words.choose_again)
        case Step.WHEN:
            times = [replace(visit, step=Step.CALL_ASKED, when=time) for time in visit.words.times]
            return _chosen(said, times) or replace(visit, again=visit.words.choose_again)
        case _:  # the story
            if said:
                return replace(visit, step=Step.WHERE, story=said)
            return replace(visit, again=visit.words.write_again)


def _chosen(said: str, offered: Sequence[Visit]) -> Visit | None:
    by_number = {str(n): one for n, one in enumerate(offered, 1)}
    return by_number.get(said)
