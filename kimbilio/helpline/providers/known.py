"""Every provider we can work with, by its kind. A new one is added here and nowhere else."""

from kimbilio.helpline.choices import Channel, ProviderKind
from kimbilio.helpline.providers.africas_talking import AfricasTalking
from kimbilio.helpline.providers.base import Provider, Settings
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


def channels_of(kind: str, typed: Settings) -> tuple[Channel, ...]:
    """The channels on which an account can send: those of its provider for which it has its number."""
    provider = provider_of(kind)
    without = {one.carries for one in provider.asks if one.carries and not typed.get(one.name)}
    return tuple(channel for channel in provider.channels if channel not in without)
