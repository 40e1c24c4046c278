"""``kimbilio serve``: everything between a checkout and a working page."""

import os
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kimbilio.operations import home, machine, processes, start
from kimbilio.operations.findings import State
from kimbilio.vault.errors import KeyTrouble


class Command(BaseCommand):
    """Prepares what is missing, then serves until it is stopped."""

    help = "Serves Kimbilio on this machine; a proxy with TLS stands in front for others."
    requires_system_checks: list[str] = []  # `kimbilio doctor` looks; a start must be quick

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Port, number of workers, demonstration."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 2))
        parser.add_argument("--demo", action="store_true", help="load the invented organisation")

    def handle(self, *args: Any, port: int, workers: int, demo: bool, **options: Any) -> None:
        """Prepare, serve, and end with the server's exit code."""
        if machine.look_at_frontend().state is State.WRONG:
            raise CommandError(
                _("The pages' style and script are not built. Run script/setup in the checkout.")
            )
        if "KIMBILIO_URL" not in os.environ:
            settings.PUBLIC_URL = f"http://{processes.HOST}:{port}"  # links in mails lead here
        try:
            with home.held("server", note=f"{os.getpid()} {port}"):
                self.refuse_taken_port(port)
                start.prepare(demo=demo)
                code = processes.serve(
                    port=port, workers=workers, ready=lambda: self.announce(port, demo=demo)
                )
        except home.Busy as busy:
            pid, _space, other = busy.holder.partition(" ")
            raise CommandError(
                _("Kimbilio already runs in %(home)s (process %(pid)s, port %(port)s).")
                % {"home": settings.HOME, "pid": pid, "port": other}
            ) from None
        except KeyTrouble as trouble:
            raise CommandError(str(trouble)) from None
        if code:
            raise CommandError(_("The server ended. The lines above say why."), returncode=code)

    def refuse_taken_port(self, port: int) -> None:
        """Say in plain words what the server would say in a traceback."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((processes.HOST, port))
            except OSError:
                raise CommandError(
                    _("Port %(port)s is taken. Choose another: --port %(next)s")
                    % {"port": port, "next": port + 1}
                ) from None

    def announce(self, port: int, *, demo: bool) -> None:
        """The ready line, and how to sign in."""
        address = f"http://{processes.HOST}:{port}"
        self.stdout.write(f"Kimbilio is ready at {address}/")
        if demo:
            for row in start.demo_sign_ins():
                self.stdout.write(f"  {row.role:<24} {row.email:<36} {row.password}")
        elif path := start.first_administrator_link():
            self.stdout.write(_("Make the first administrator's account here, once:"))
            self.stdout.write(f"  {address}{path}")
        self.stdout.flush()
