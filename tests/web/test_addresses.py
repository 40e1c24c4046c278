"""Addresses that are remembered: the same that Django works out."""

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse

from kimbilio.kernel.ids import new_id
from kimbilio.web.addresses import address_to


def test_each_address_is_that_of_its_own_keys():
    keys = [new_id(), new_id()]

    for key in [*keys, *keys]:
        assert address_to("therapy:session", key) == reverse("therapy:session", args=[key])


def test_a_page_that_does_not_exist_is_no_address():
    for _ in "ab":
        with pytest.raises(NoReverseMatch):
            address_to("cases:no_such_page", "KB-4T7Q")


def test_templates_write_them():
    template = engines["django"].from_string('{% load steady %}{% to "cases:file" code %}')

    assert template.render({"code": "KB-4T7Q"}) == reverse("cases:file", args=["KB-4T7Q"])
