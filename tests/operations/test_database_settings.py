"""How the program speaks with its database."""

import pytest
from django.db import connection

from kimbilio.settings.database import database_from

pytestmark = pytest.mark.django_db


def test_postgresql_compiles_no_statement(tmp_path):
    settings = database_from("postgres://kimbilio@db/kimbilio", home=tmp_path)

    assert settings["OPTIONS"]["options"] == "-c jit=off"


def test_what_is_set_is_in_force():
    asked = {"postgresql": "SHOW jit", "sqlite": "PRAGMA foreign_keys"}
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])

        assert cursor.fetchone()[0] == {"postgresql": "off", "sqlite": 1}[connection.vendor]
