"""The simulator beside a true server of pages; its reports wait until a test wants them."""

from threading import Thread

import pytest
from django.conf import settings

from kimbilio.api.webhooks import forget_accounts
from kimbilio.helpline import post
from kimbilio.operations.simulator.accounts import join
from kimbilio.operations.simulator.exchange import Exchange
from kimbilio.operations.simulator.server import Server
from tests.factories.accounts import UserFactory
from tests.operations.running import free_port


@pytest.fixture
def base():
    """Where the simulator of this test listens."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture
def exchange(live_server, base, monkeypatch):
    """Phones and played providers, joined to the test's server."""
    forget_accounts()
    by = UserFactory(administrator=True)
    joined = join(base=base, to=live_server.url, public=settings.PUBLIC_URL, by=by)
    made = Exchange(joined, pause=0)
    made.waiting = []
    monkeypatch.setattr(made, "_meanwhile", lambda *work: made.waiting.append(work))
    server = Server(int(base.rpartition(":")[2]), made)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    made.word = server.word
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
    forget_accounts()


@pytest.fixture
def carry(exchange):
    """A function that lets the post run, then what the simulator does by itself, then the post again."""

    def carried():
        post.one_round()
        while exchange.waiting:
            work, *arguments = exchange.waiting.pop(0)
            work(*arguments)
        post.one_round()

    return carried
