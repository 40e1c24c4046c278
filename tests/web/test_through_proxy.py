"""The address of a visitor behind our proxy."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kimbilio.web.middleware import ThroughProxy


@pytest.mark.parametrize(
    ("remote", "forwarded", "seen"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "127.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("198.51.100.7", "127.0.0.1", "198.51.100.7"),
    ],
)
def test_only_the_proxy_is_believed(remote, forwarded, seen):
    request = RequestFactory().get(
        "/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded} if forwarded else {}
    )

    ThroughProxy(lambda asked: HttpResponse(asked.META["REMOTE_ADDR"]))(request)

    assert request.META["REMOTE_ADDR"] == seen
