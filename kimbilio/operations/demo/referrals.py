"""One invented referral of the demonstration, waiting for its answer, and a letter to fetch today."""

from django.utils import timezone

from kimbilio.cases.actions.consent import agree
from kimbilio.cases.models import Case
from kimbilio.consent.choices import Answer, Giver, Purpose
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.partners.choices import Service
from kimbilio.referrals.actions.letters import ask_for_letter
from kimbilio.referrals.actions.links import send_referral
from kimbilio.referrals.actions.making import draft_referral
from kimbilio.referrals.choices import ItemKind

RECIPIENT = "Daraja Legal Aid (invented)"


def refer_one(told: list[tuple[One, Case]]) -> None:
    """An adult in support asked for a lawyer, and agreed that this partner may know the code and name;
    for the papers an office gives a letter."""
    case = next(
        case
        for one, case in told
        if one.stands == cast.SUPPORT and case.is_minor is False and case.lead is not None
    )
    worker = case.lead
    assert worker is not None
    agree(case=case, by=worker, purpose=Purpose.SHARING, answer=Answer.YES, giver=Giver.SELF,
          recipient=RECIPIENT)  # fmt: skip
    referral = draft_referral(
        case=case, by=worker, partner=RECIPIENT, service=Service.LEGAL,
        need="A first talk about unpaid wages.", share=[ItemKind.CODE, ItemKind.NAME_USED],
    )  # fmt: skip
    send_referral(referral=referral, by=worker)
    ask_for_letter(
        case=case, by=worker, collector=worker, office="Registrar of persons (invented)",
        purpose="A letter for the new identity card.", promised_on=timezone.localdate(),
    )  # fmt: skip
