"""``kimbilio simulate``: every channel on one laptop, without an account at any provider."""

import contextlib
import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kimbilio.operations.simulator import accounts
from kimbilio.operations.simulator.accounts import WillNotStart
from kimbilio.operations.simulator.exchange import Exchange
from kimbilio.operations.simulator.server import HOST, Server
from kimbilio.operations.simulator.values import WRITTEN, Way

WRITES = [way.value for way in WRITTEN]


class Command(BaseCommand):
    """Plays phones and providers until stopped, or sends one message."""

    help = "Try WhatsApp, SMS, the menu and calls with invented phones, on this machine alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it listens, where Kimbilio is, and one message for scripts."""
        parser.add_argument("--port", type=int, default=8010)
        parser.add_argument("--to", default="http://127.0.0.1:8000", help="where Kimbilio runs")
        parser.add_argument(
            "--say", nargs=2, metavar=("CHANNEL", "TEXT"),
            help=f"send one message and end; CHANNEL is one of {', '.join(WRITES)}",
        )  # fmt: skip
        parser.add_argument("--from", dest="number", default="+254799000501", metavar="NUMBER")
        parser.add_argument("--force", action="store_true", help="even if this is no demonstration")

    def handle(
        self, *args: Any, port: int, to: str, say: list[str] | None, number: str, force: bool,
        **options: Any,
    ) -> None:  # fmt: skip
        """Make sure of the accounts, then play."""
        if not (force or accounts.is_demo()):
            raise CommandError(
                "This is no demonstration: invented messages would stand among true ones. "
                "Try it with script/server --demo, or say --force."
            )
        keeps = accounts.is_demo() or (bool(say) and accounts.are_in_use())
        exchange = self.exchange(port, to, moves=not say)
        try:
            if say:
                self.say(exchange, say[0], say[1], number)
            else:
                self.play(port, exchange)
        finally:
            if not keeps:
                accounts.put_to_rest(by=accounts.administrator())

    def exchange(self, port: int, to: str, *, moves: bool) -> Exchange:
        """The played providers, joined to this installation."""
        public = settings.PUBLIC_URL if "KIMBILIO_URL" in os.environ else to
        try:
            by = accounts.administrator()
        except WillNotStart as refusal:
            raise CommandError(str(refusal)) from None
        base = f"http://{HOST}:{port}"
        joined = accounts.join(base=base, to=to, public=public, by=by, moves=moves)
        return Exchange(joined)

    def play(self, port: int, exchange: Exchange) -> None:
        """Serve the phones until somebody stops it."""
        try:
            server = Server(port, exchange)
        except OSError:
            raise CommandError(f"Port {port} is taken. Choose another: --port {port + 1}") from None
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to stop is stopped
        self.stdout.write(f"The phones are at http://{HOST}:{port}/ (end with Ctrl+C)")
        self.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt), server:
            server.serve_forever()

    def say(self, exchange: Exchange, channel: str, text: str, number: str) -> None:
        """Send one message; an error code for scripts if it did not arrive."""
        if channel not in WRITES:
            raise CommandError(f"The channel is one of {', '.join(WRITES)}.")
        phone = exchange.phones.of(number)
        if phone is None:
            raise CommandError("This is no phone number. Write it as +254799000501.")
        line = exchange.write(phone, Way(channel), text)
        if line.state != "sent":
            raise CommandError(f"Not taken: {line.state}.")
        self.stdout.write("Sent.")
