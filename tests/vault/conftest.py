"""Keys and a files folder of their own for the tests that change them."""

import pytest

from kimbilio.vault import keys


@pytest.fixture
def own_keys(settings, tmp_path, monkeypatch):
    """A fresh keyset in a place of its own; the one of all the other tests comes back after."""
    monkeypatch.delenv("KIMBILIO_KEYSET", raising=False)
    settings.KEYSET_FILE = tmp_path / "keys" / "keyset.json"
    keys.forget()
    yield keys.create()
    keys.forget()


@pytest.fixture
def files_dir(settings, tmp_path):
    """An empty place for files."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR
