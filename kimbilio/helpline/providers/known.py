"""Every provider we can work with, by its kind. A new one is added here and nowhere else."""

from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.providers.base import Provider

PROVIDERS: dict[ProviderKind, Provider] = {}


def provider_of(kind: str) -> Provider:
    """The provider of an account."""
    return PROVIDERS[ProviderKind(kind)]
