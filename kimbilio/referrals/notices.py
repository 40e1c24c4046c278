"""Telling colleagues and partners about referrals; mail says nothing about anybody."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kimbilio.accounts.models import User
from kimbilio.cases.models import NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.organisation.models import UnitMembership
from kimbilio.referrals.models import Referral


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


def mail_link(address: str, link: str) -> None:
    """The link, in neutral words; its code goes another way."""
    _mail(address, _("A message for you"), "referrals/mail/link.txt", {"link": link})


def mail_reminder(address: str) -> None:
    """That an answer is still awaited."""
    _mail(address, _("A message waits for your answer"), "referrals/mail/reminder.txt", {})


def _mail(address: str, subject: str, template: str, facts: dict[str, object]) -> None:
    text = render_to_string(template, facts)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address], fail_silently=True)
