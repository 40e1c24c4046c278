"""What the helpline keeps."""

from kimbilio.helpline.models.account import Account, Delivery, Refusal
from kimbilio.helpline.models.conversation import Conversation, Correspondent, Presence, Triage
from kimbilio.helpline.models.incoming import IncomingReferral, ReferrerLink
from kimbilio.helpline.models.message import Attachment, Message, Sending
from kimbilio.helpline.models.words import SafeReply, UrgentWord

__all__ = [
    "Account",
    "Attachment",
    "Conversation",
    "Correspondent",
    "Delivery",
    "IncomingReferral",
    "Message",
    "Presence",
    "ReferrerLink",
    "Refusal",
    "SafeReply",
    "Sending",
    "Triage",
    "UrgentWord",
]
