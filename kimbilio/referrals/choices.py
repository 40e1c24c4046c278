"""Closed lists about referrals and letters of offices, and the one table each of how they may move."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.access.choices import Compartment


class State(TextChoices):
    """How far a referral has come."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    SEEN = "seen", _("Seen")
    QUESTION = "question", _("They ask something")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", pgettext_lazy("referral", "Declined")
    APPOINTMENT = "appointment", _("Date given")
    COMPLETED = "completed", _("Help was given")
    NOT_ATTENDED = "not_attended", _("Did not come")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SENT, State.WITHDRAWN}),
    State.SENT: frozenset({
        State.SEEN, State.ACCEPTED, State.DECLINED, State.QUESTION, State.APPOINTMENT,
        State.WITHDRAWN,
    }),
    State.SEEN: frozenset({
        State.ACCEPTED, State.DECLINED, State.QUESTION, State.APPOINTMENT, State.WITHDRAWN,
    }),
    State.QUESTION: frozenset({
        State.QUESTION, State.SEEN, State.ACCEPTED, State.DECLINED, State.APPOINTMENT, State.WITHDRAWN,
    }),
    State.ACCEPTED: frozenset({
        State.APPOINTMENT, State.COMPLETED, State.NOT_ATTENDED, State.DECLINED, State.WITHDRAWN,
    }),
    State.APPOINTMENT: frozenset({
        State.APPOINTMENT, State.COMPLETED, State.NOT_ATTENDED, State.DECLINED, State.WITHDRAWN,
    }),
    State.NOT_ATTENDED: frozenset({State.APPOINTMENT, State.COMPLETED, State.WITHDRAWN}),
    State.DECLINED: frozenset(),
    State.COMPLETED: frozenset(),
    State.WITHDRAWN: frozenset(),
}  # fmt: skip
ANSWERS = frozenset({
    State.ACCEPTED, State.DECLINED, State.QUESTION, State.APPOINTMENT, State.COMPLETED,
    State.NOT_ATTENDED,
})  # fmt: skip
TOOK_IT = frozenset({State.ACCEPTED, State.APPOINTMENT, State.COMPLETED, State.NOT_ATTENDED})
WAITING = frozenset({State.SENT, State.SEEN, State.QUESTION, State.ACCEPTED, State.APPOINTMENT})
ENDED = frozenset({State.DECLINED, State.COMPLETED, State.WITHDRAWN})


class DeclineReason(TextChoices):
    """Why a partner cannot take it."""

    FULL = "full", _("No place free")
    NOT_OURS = "not_ours", _("We do not offer this")
    NOT_ELIGIBLE = "not_eligible", _("Does not meet our conditions")
    TOO_FAR = "too_far", _("Too far away")
    ALREADY = "already", _("Already helped elsewhere")
    OTHER = "other", _("Other reason")


class LegalGround(TextChoices):
    """On what a team lead shares without consent."""

    LIFE = "life", _("To protect somebody's life")
    DUTY = "duty", _("A legal duty to report")
    COURT = "court", _("A court order")
    CHILD = "child", _("The child's best interests, with a children's officer")


class ItemKind(TextChoices):
    """One line that may be shared; nothing is shared that was not chosen."""

    CODE = "code", _("Case code")
    AGE = "age", _("Age group")
    NAME_USED = "name_used", _("Goes by")
    FULL_NAME = "full_name", _("Full name")
    CONTACT = "contact", _("Phone")
    STORY = "story", _("What happened")
    HEALTH = "health", _("Health")
    LEGAL = "legal", _("Legal")
    WHEREABOUTS = "whereabouts", _("Where the person is")


PART_OF_ITEM: dict[ItemKind, Compartment] = {
    ItemKind.CODE: Compartment.OUTLINE,
    ItemKind.AGE: Compartment.OUTLINE,
    ItemKind.NAME_USED: Compartment.IDENTITY,
    ItemKind.FULL_NAME: Compartment.IDENTITY,
    ItemKind.CONTACT: Compartment.IDENTITY,
    ItemKind.STORY: Compartment.STORY,
    ItemKind.HEALTH: Compartment.HEALTH,
    ItemKind.LEGAL: Compartment.LEGAL,
    ItemKind.WHEREABOUTS: Compartment.WHEREABOUTS,
}
TAKEN_FROM_CASE = (
    ItemKind.CODE, ItemKind.AGE, ItemKind.NAME_USED, ItemKind.FULL_NAME, ItemKind.CONTACT,
)  # fmt: skip
TYPED = (ItemKind.STORY, ItemKind.HEALTH, ItemKind.LEGAL, ItemKind.WHEREABOUTS)


class Paper(TextChoices):
    """As what a referral goes out on paper."""

    LETTER = "letter", _("Letter")
    FORM_C = "form-c", _("Form C of the national referral mechanism")


class LetterState(TextChoices):
    """How far a letter has come that an office gives on paper alone."""

    ASKED = "asked", pgettext_lazy("letter", "Asked for")
    PROMISED = "promised", _("Promised for a day")
    COLLECTED = "collected", _("Collected")
    SCANNED = "scanned", _("Scanned")
    NOT_COMING = "not_coming", _("Does not come")


LETTER_MOVES: dict[LetterState, frozenset[LetterState]] = {
    LetterState.ASKED: frozenset({
        LetterState.PROMISED, LetterState.COLLECTED, LetterState.NOT_COMING,
    }),
    LetterState.PROMISED: frozenset({
        LetterState.PROMISED, LetterState.COLLECTED, LetterState.NOT_COMING,
    }),
    LetterState.COLLECTED: frozenset({LetterState.SCANNED}),
    LetterState.SCANNED: frozenset(),
    LetterState.NOT_COMING: frozenset(),
}  # fmt: skip
