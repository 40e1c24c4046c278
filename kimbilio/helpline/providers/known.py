"""Every provider we can work with, by its kind. A new one is added here and nowhere else."""

from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.providers.africas_talking import AfricasTalking
from kimbilio.helpline.providers.base import Provider
from kimbilio.helpline.providers.twilio import Twilio

PROVIDERS: dict[ProviderKind, Provider] = {
    ProviderKind.AFRICAS_TALKING: AfricasTalking(),
    ProviderKind.TWILIO: Twilio(),
}


def provider_of(kind: str) -> Provider:
    """The provider of an account."""
    return PROVIDERS[ProviderKind(kind)]
