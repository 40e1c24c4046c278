"""Log lines carry named harmless fields and nothing that was typed."""

import io
import json
import logging

import pytest
import structlog
from django.test import RequestFactory

from kimbilio.operations.logs import formatter
from kimbilio.operations.processes import guarded
from kimbilio.operations.reports import ShowNothing

SECRET = "Nafula-Wanjeri-0711"


@pytest.fixture
def written():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_a_line_keeps_known_fields_and_names_the_dropped_ones(written):
    structlog.get_logger("kimbilio.x").warning("export finished", count=3, name=SECRET)

    line = json.loads(written.getvalue())
    assert line["event"] == "export finished"
    assert line["count"] == 3
    assert line["dropped"] == ["name"]
    assert SECRET not in written.getvalue()


def test_a_library_s_line_loses_its_arguments(written):
    logging.getLogger("anything").warning("could not read %s", SECRET)

    assert json.loads(written.getvalue())["event"] == "could not read %s"
    assert SECRET not in written.getvalue()


def test_an_exception_shows_its_kind_and_place_but_not_its_words(written):
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as first:
            raise KeyError(SECRET) from first
    except KeyError:
        logging.getLogger("anything").exception("went wrong")

    line = json.loads(written.getvalue())
    assert line["error"] == "builtins.KeyError < builtins.ValueError"
    assert "test_logs.py" in line["trace"][0]
    assert SECRET not in written.getvalue()


def test_our_own_exceptions_are_kept_as_short(written):
    try:
        raise ValueError(SECRET)
    except ValueError:
        structlog.get_logger("kimbilio.x").exception("job failed", task="export")

    assert json.loads(written.getvalue())["error"] == "builtins.ValueError"
    assert SECRET not in written.getvalue()


def test_a_request_is_named_by_its_pattern_only(written):
    request = RequestFactory().post(f"/search/{SECRET}?q={SECRET}", {"name": SECRET})
    extra = {"request": request, "status_code": 500}
    logging.getLogger("django.request").error(
        "Internal Server Error: %s", request.path, extra=extra
    )

    line = json.loads(written.getvalue())
    assert (line["method"], line["status"], line["route"]) == ("POST", 500, None)
    assert SECRET not in written.getvalue()


def test_a_security_line_does_not_quote_what_was_sent(written):
    logging.getLogger("django.security.DisallowedHost").error(f"Invalid header: {SECRET}")

    assert SECRET not in written.getvalue()


def test_what_even_the_error_page_cannot_bear_is_answered_and_logged_safely(written):
    def broken(environ, start_response):
        raise RuntimeError(SECRET)

    said = []
    body = guarded(broken)({}, lambda status, headers: said.append(status))

    assert said == ["500 Internal Server Error"]
    assert SECRET.encode() not in b"".join(body)
    assert json.loads(written.getvalue())["error"] == "builtins.RuntimeError"
    assert SECRET not in written.getvalue()


def test_error_reports_show_no_variable_setting_or_posted_field():
    request = RequestFactory().post("/", {"name": SECRET})
    shown = ShowNothing()

    assert shown.get_post_parameters(request) == {}
    assert shown.get_safe_request_meta(request) == {}
    assert shown.get_safe_settings() == {}
    assert shown.is_active(request)
