"""A key of our own for packages."""

import pytest

from kimbilio.vault import exchange_keys


@pytest.fixture
def own_exchange_key(monkeypatch, tmp_path):
    """The pair of this installation, in a place of its own."""
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(exchange_keys, "place", lambda: folder / exchange_keys.FILE_NAME)
    exchange_keys.create()
