"""What every test of the helpline may ask for."""

import pytest

from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.providers import known
from tests.helpline.postbox import Postbox


@pytest.fixture
def postbox(monkeypatch):
    """A provider in memory in place of WhatsApp's."""
    box = Postbox()
    monkeypatch.setitem(known.PROVIDERS, ProviderKind.WHATSAPP, box)
    return box
