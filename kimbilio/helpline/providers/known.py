"""Every provider we can work with, by its kind. A new one is added here and nowhere else."""

from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.providers.africas_talking import AfricasTalking
from kimbilio.helpline.providers.base import Provider
from kimbilio.helpline.providers.mailbox import Mailbox
from kimbilio.helpline.providers.modem import Modem
from kimbilio.helpline.providers.twilio import Twilio
from kimbilio.helpline.providers.whatsapp import WhatsApp

PROVIDERS: dict[ProviderKind, Provider] = {
    ProviderKind.AFRICAS_TALKING: AfricasTalking(),
    ProviderKind.WHATSAPP: WhatsApp(),
    ProviderKind.TWILIO: Twilio(),
    ProviderKind.MAILBOX: Mailbox(),
    ProviderKind.MODEM: Modem(),
}


def provider_of(kind: str) -> Provider:
    """The provider of an account."""
    return PROVIDERS[ProviderKind(kind)]
