"""Referrals to partners, and the letters that offices give on paper alone."""

from kimbilio.referrals.models.letter import OfficeLetter
from kimbilio.referrals.models.referral import AnswerLink, Move, Referral, SharedItem

__all__ = ["AnswerLink", "Move", "OfficeLetter", "Referral", "SharedItem"]
