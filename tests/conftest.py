"""What every test may ask for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client
from django.utils import timezone

from kimbilio.accounts.second_factor import HAS_FACTOR
from kimbilio.audit import triggers
from kimbilio.cases import assessment_guard
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True, scope="session")
def emptying_lifts_the_guards():
    """SQLite empties tables after a threaded test with DELETE, which log and assessments refuse."""
    empty = DatabaseOperations.execute_sql_flush

    def unguarded(self, sql_list):
        for guards in (triggers, assessment_guard):
            guards.lift(self.connection)
        empty(self, sql_list)
        for guards in (triggers, assessment_guard):
            guards.install(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", unguarded)
        yield


@pytest.fixture
def sign_in(db):
    """A function that gives a browser-like client signed in as the given or a new user."""

    def signed_in(user=None, **traits):
        client = Client()
        client.user = user or UserFactory(**traits)
        client.force_login(client.user)
        session = client.session
        session[HAS_FACTOR] = True  # as after a sign-in with passkey or code
        session.save()
        return client

    return signed_in


@pytest.fixture
def hours_around():
    """A function that gives a span of hours around this moment, as the fields of a shift."""

    def span(start, end):
        now = timezone.now()
        return {"starts_at": now + timedelta(hours=start), "ends_at": now + timedelta(hours=end)}

    return span


@pytest.fixture
def plans_of(db):
    """A function that gives how the database goes about each statement that ``act`` reads by.

    With its values apart, as the program sends them: SQLite uses no index whose condition only a value
    would meet. And as if tables were large: PostgreSQL would read those of a test as a whole.
    """

    def plans(act):
        asked = []

        def note(execute, sql, params, many, context):
            asked.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            act()
        large = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            if large:
                cursor.execute("SET LOCAL enable_seqscan = off")
            found = []
            for sql, params in asked:
                if sql.lstrip("(").startswith("SELECT"):
                    cursor.execute(f"EXPLAIN {'' if large else 'QUERY PLAN '}{sql}", params)
                    found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
        return found

    return plans
