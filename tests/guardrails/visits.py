"""Asking one address as one person, and leaving no trace of it."""

import re
from dataclasses import dataclass

from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kimbilio.accounts.second_factor import HAS_FACTOR
from tests.guardrails.world import DIGITS, MARK

SECRETS = re.compile(f"{MARK}|{DIGITS}", re.IGNORECASE)
WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


@dataclass(frozen=True)
class Reply:
    """What came back, and what it cost."""

    status: int
    text: str
    headers: str
    queries: int
    written: frozenset[str]

    @property
    def secrets(self):
        """The first secret in it with the words around, or nothing."""
        whole = f"{self.headers}\n{self.text}"
        found = SECRETS.search(whole)
        return whole[max(0, found.start() - 80) : found.end() + 60] if found else ""

    @property
    def title(self):
        found = re.search(r"<title>(.*?)</title>", self.text, re.DOTALL)
        return found[1].strip() if found else ""


class Visitor:
    """Somebody's browser. Each request is undone, so that the next meets the same world."""

    def __init__(self, user=None):
        self.client = Client(raise_request_exception=True)
        if user is not None:
            self.client.force_login(user)
            session = self.client.session
            session[HAS_FACTOR] = True
            session.save()
        self.cookies = self.client.cookies.copy()

    def ask(self, address, method="get", data=None, htmx=False):
        """The reply to one request."""
        self.client.cookies = self.cookies.copy()
        headers = {"HX-Request": "true"} if htmx else {}
        sent = {"csrfmiddlewaretoken": "x"} if data is None and method == "post" else data
        reset_queries()  # Django keeps 9000 at most
        with transaction.atomic():
            with CaptureQueriesContext(connection) as asked:
                send = getattr(self.client, method)
                answer = send(address, sent or {}, headers=headers)
            content = answer.getvalue() if answer.streaming else answer.content
            transaction.set_rollback(True)
        queries = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
        return Reply(
            status=answer.status_code,
            text=content.decode(errors="replace"),
            headers="\n".join(f"{name}: {value}" for name, value in answer.items()),
            queries=len(queries),
            written=frozenset(m[1] for sql in queries if (m := WRITES.match(sql.lstrip()))),
        )
