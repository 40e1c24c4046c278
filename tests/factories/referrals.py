"""Referrals by the real actions: an adult's case, the consent to share, a draft."""

from django.utils import timezone

from kimbilio.cases.models import Case
from kimbilio.consent.models import Consent
from kimbilio.referrals.actions.letters import ask_for_letter
from kimbilio.referrals.actions.making import draft_referral
from kimbilio.referrals.choices import ItemKind
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory


def an_adult_case(**traits):
    """A case whose person agrees for themself; its lead is a case worker."""
    case = CaseFactory(**{"worker": UserFactory(), **traits})
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    lead = case.lead
    case.refresh_from_db()
    case.lead = lead
    return case


def agree(case, partner="Day Clinic"):
    """The person agrees that ``partner`` is told."""
    return Consent.objects.create(
        person=case.survivor, purpose="sharing", recipient=partner, answer="yes",
        giver="self", given_on=timezone.localdate(), recorded_by=case.lead,
    )  # fmt: skip


def a_draft(case=None, **given):
    """A referral to Day Clinic, agreed to, with the code and the name used."""
    case = case or an_adult_case()
    if not given.get("ground"):
        agree(case, given.get("partner", "Day Clinic"))
    answers = {
        "partner": "Day Clinic", "service": "health", "need": "A check of the ears.",
        "by": case.lead, "share": [ItemKind.CODE, ItemKind.NAME_USED], **given,
    }  # fmt: skip
    return draft_referral(case=case, **answers)


def a_letter(case, **given):
    """A letter asked from an office, for which the case's lead goes."""
    answers = {"office": "Children's office", "collector": case.lead, "by": case.lead, **given}
    return ask_for_letter(case=case, **answers)
