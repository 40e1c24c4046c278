"""What a case says of its next day in court."""

from django.utils import timezone
from django.utils.formats import date_format

from kimbilio.letters.told import Told


def court_name(told: Told) -> str:
    """The court of the next hearing."""
    return (told.hearing.court or told.hearing.matter.court) if told.hearing else ""


def court_number(told: Told) -> str:
    """The number of the matter there."""
    return told.hearing.matter.number if told.hearing else ""


def court_day(told: Told) -> str:
    """The day and the hour of the next hearing."""
    at = told.hearing.starts_at if told.hearing else None
    return date_format(timezone.localtime(at), "j F Y, H:i") if at else ""


def companion(told: Told) -> str:
    """Who of us goes along."""
    going = told.hearing.companion if told.hearing else None
    return going.name if going else ""
