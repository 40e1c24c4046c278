"""Every component holds up before axe, in both themes, at a desk and on a phone."""

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_kit_has_no_findings(open_page, axe, settings, size, dark):
    settings.IS_DEMO = True

    page = open_page("/kit/", size=size, dark=dark)

    assert axe(page) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_frame_has_no_findings(open_page, axe, settings, sign_in, size, dark):
    settings.ROOT_URLCONF = "tests.browser.sample"

    page = open_page("/sample/", size=size, dark=dark, client=sign_in())

    assert axe(page) == []
