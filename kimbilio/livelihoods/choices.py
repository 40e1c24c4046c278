"""Closed lists of livelihoods: what is learnt, which trade, what is given, how a business ended."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.access.choices import Compartment


class Learning(TextChoices):
    """Where somebody learns."""

    SCHOOL = "school", pgettext_lazy("learning", "School")
    VOCATIONAL = "vocational", _("Vocational training")
    COURSE = "course", _("Short course")


TRAININGS = (Learning.VOCATIONAL, Learning.COURSE)


class Sector(TextChoices):
    """What a business or a job is about, coarse enough for counts."""

    FOOD = "food", _("Food and cooking")
    FARMING = "farming", _("Farming and animals")
    TAILORING = "tailoring", _("Tailoring and clothes")
    BEAUTY = "beauty", _("Hair and beauty")
    TRADE = "trade", _("Shop and trade")
    CRAFT = "craft", _("Craft and repair")
    TRANSPORT = "transport", _("Transport and delivery")
    OFFICE = "office", _("Office and computers")
    CARE = "care", _("Care and cleaning")
    OTHER = "other", _("Other")


class GrantState(TextChoices):
    """How a wish for money to start stands."""

    ASKED = "asked", _("Waits for a yes")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class ClosedWhy(TextChoices):
    """Why a business was given up."""

    LOSS = "loss", _("It earned too little")
    CAPITAL = "capital", _("The money was used up")
    HEALTH = "health", _("Illness or family")
    MOVED = "moved", _("Moved away")
    UNSAFE = "unsafe", _("It was not safe")
    JOB = "job", _("Found a job")
    OTHER = "other", _("Other")


class FigureSource(TextChoices):
    """How a month's figures reached us."""

    TOLD = "told", _("Told to us")
    TEXT = "text", _("Sent by text message")
    BOOKS = "books", _("Read from the books")


class Still(TextChoices):
    """The answer to whether it still goes on."""

    YES = "yes", _("Yes, it goes on")
    NO = "no", _("No, it has ended")
    UNKNOWN = "unknown", _("Could not be found out")


class Every(TextChoices):
    """How often one pays into a savings group."""

    WEEK = "week", _("every week")
    FORTNIGHT = "fortnight", _("every two weeks")
    MONTH = "month", _("every month")


class AidKind(TextChoices):
    """What was given, for sums."""

    MEDICAL = "medical", _("Medical care")
    FOOD = "food", pgettext_lazy("aid", "Food")
    RENT = "rent", _("Rent")
    TRANSPORT = "transport", pgettext_lazy("aid", "Transport")
    DIGNITY = "dignity", _("Dignity kit")
    FEES = "fees", _("School or course fees")
    BUSINESS = "business", _("Business grant")
    OTHER = "other", _("Other help")


PAID_FROM_ITS_PAGE = frozenset({AidKind.FEES, AidKind.BUSINESS})
"""Given where the term or the part of the grant stands, so that nothing is counted twice."""

READ_AS = {AidKind.MEDICAL: Compartment.HEALTH}
"""Which part of the case a row of the ledger belongs to, where it is not the story."""

TRADING_MONTHS = (3, 6, 12, 24)
WORKING_MONTHS = (3, 6)


class ToDo(TextChoices):
    """What Kimbilio asks a colleague for by itself; each reads it in their own language."""

    DECIDE_GRANT = "decide_grant", _("Decide about a business grant")
    PRAISE_PROFIT = "praise_profit", _("First profit of the business: tell the person well done")
