"""How a device looks is chosen once and kept; pages without the frame answer anybody."""

import gzip

import pytest
from django.template.loader import render_to_string
from django.test import Client

from kimbilio.web.navigation import places
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_theme_is_kept_and_written_by_the_server(settings):
    settings.IS_DEMO = True
    client = Client()
    client.post("/display/theme/", {"theme": "dark"})

    assert 'data-bs-theme="dark" data-discreet' in client.get("/kit/").content.decode()


def test_unknown_theme_follows_the_device(settings):
    client = Client()
    client.post("/display/theme/", {"theme": "pink"})

    assert client.cookies["kb_theme"].value == "auto"


def test_language_leads_back_to_the_page():
    client = Client()
    answer = client.post("/display/language/", {"language": "sw", "next": "/kit/?a=1"})

    assert answer.headers["Location"] == "/kit/?a=1"
    assert client.cookies["django_language"].value == "sw"


def test_choices_do_not_lead_to_other_sites():
    answer = Client().post("/display/language/", {"language": "sw", "next": "https://else.example"})

    assert answer.headers["Location"] == "/"


def test_discreet_mode_changes_the_title_on_the_server(settings):
    settings.IS_DEMO = True
    client = Client()
    client.post("/display/discreet/", {"on": "on"})
    page = client.get("/kit/").content.decode()

    assert ">Workspace</title>" in page
    assert 'data-discreet="on"' in page


def test_someone_who_is_always_discreet_may_look_once(sign_in, settings):
    settings.IS_DEMO = True
    client = sign_in(is_always_discreet=True)
    assert ">Workspace</title>" in client.get("/kit/").content.decode()

    client.post("/display/discreet/", {"on": "off"})
    assert ">Workspace</title>" not in client.get("/kit/").content.decode()


def test_kit_is_only_for_demos():
    assert Client().get("/kit/").status_code == 404


def test_kit_stays_light(settings):
    settings.IS_DEMO = True
    page = Client().get("/kit/").content

    assert len(page) <= 40 * 1024
    assert len(gzip.compress(page)) <= 15 * 1024


def test_blank_page_tells_nothing():
    page = Client().get("/new-page/").content.decode()

    assert "<title>New page</title>" in page
    assert "Kimbilio" not in page


def test_a_page_that_is_not_there_says_so_calmly():
    answer = Client().get("/nowhere/")

    assert answer.status_code == 404
    assert "This is not here, or not open to you." in answer.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "500"])
def test_pages_of_faults_need_nothing(name):
    assert "Kimbilio" in render_to_string(f"{name}.html")


def test_rail_holds_only_what_the_role_uses(rf):
    request = rf.get("/")
    request.user = UserFactory(dpo=True)
    request.resolver_match = None

    assert "Access log" in [str(place.label) for place in places(request)]
    assert "Cases" not in [str(place.label) for place in places(request)]
