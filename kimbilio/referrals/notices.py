"""Telling colleagues and partners about referrals; mail says nothing about anybody."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kimbilio.accounts.models import User
from kimbilio.cases.models import NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.organisation.models import UnitMembership
from kimbilio.referrals.actions.mailing import note_mail
from kimbilio.referrals.models import Referral

logger = logging.getLogger(__name__)


def tell_worker(referral: Referral, kind: NoticeKind) -> None:
    """Tell who made it and who leads the case."""
    people = {referral.made_by.pk: referral.made_by}
    if referral.case.lead is not None:
        people[referral.case.lead.pk] = referral.case.lead
    for person in people.values():
        if person.is_active:
            notify(user=person, kind=kind, case=referral.case)


def tell_leads(referral: Referral) -> None:
    """Tell the leads of the case's unit that a referral waits."""
    leads = UnitMembership.objects.filter(unit=referral.case.unit_id, is_lead=True)
    for user in User.objects.filter(pk__in=leads.values("user"), is_active=True):
        notify(user=user, kind=NoticeKind.REFERRAL_WAITING, case=referral.case)


def mail_link(referral: Referral, link: str) -> None:
    """The link, in neutral words; its code goes another way."""
    _mail(referral, _("A message for you"), "referrals/mail/link.txt", {"link": link})


def mail_reminder(referral: Referral) -> None:
    """That an answer is still awaited; the worker hears of it when it does not go out."""
    subject = _("A message waits for your answer")
    if not _mail(referral, subject, "referrals/mail/reminder.txt", {}):
        tell_worker(referral, NoticeKind.REFERRAL_WAITING)


def _mail(referral: Referral, subject: str, template: str, facts: dict[str, object]) -> bool:
    """Whether it went out. The log drops what the mail server says, which quotes the address."""
    text = render_to_string(template, facts)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [referral.partner_email])
    except Exception:  # an outside service may fail in any way
        logger.exception("A mail of a referral could not be sent")
        note_mail(referral=referral, went_out=False)
        return False
    note_mail(referral=referral, went_out=True)
    return True
