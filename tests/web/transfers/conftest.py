"""The key of the tests of the app."""

from tests.transfers.conftest import own_exchange_key

__all__ = ["own_exchange_key"]
