"""Passkeys from end to end, with Chromium's own virtual authenticator."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_authenticator(page: Page) -> None:
    """Plug a virtual device into the page's browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_in_by_password(page: Page, user) -> None:
    page.get_by_label("Work email").fill(user.email)
    page.get_by_label("Password", exact=True).fill("tunda la leo")
    page.get_by_role("button", name="Sign in with password").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.fixture
def desk(open_page):
    """A page signed in by password, with a device at hand, and its user."""
    cache.clear()
    user = UserFactory()
    page = open_page("/account/sign-in/")
    give_authenticator(page)
    sign_in_by_password(page, user)
    return page, user


def add_passkey(page: Page) -> None:
    page.goto("/account/second-factor/passkeys/add/")
    page.get_by_label("A name for it").fill("Office laptop")
    page.get_by_role("button", name="Add this device").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_alone(desk):
    page, user = desk
    add_passkey(page)
    passkey = Authenticator.objects.get(user=user, type="webauthn")
    page.context.clear_cookies()

    page.goto("/account/sign-in/?next=/account/")
    page.get_by_role("button", name="Continue with passkey").click()

    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    passkey.refresh_from_db()
    assert str(passkey) == "Office laptop"
    assert passkey.last_used_at is not None


def test_a_passkey_is_the_second_step_after_a_password(desk):
    page, user = desk
    add_passkey(page)
    page.context.clear_cookies()

    page.goto("/account/sign-in/?next=/account/")
    page.get_by_label("Work email").fill(user.email)
    page.get_by_label("Password", exact=True).fill("tunda la leo")
    page.get_by_role("button", name="Sign in with password").click()
    page.get_by_role("button", name="Use your passkey").click()

    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_a_passkey_opens_the_locked_screen(desk):
    page, _user = desk
    add_passkey(page)
    page.goto("/account/sessions/")
    token = page.locator('meta[name="csrf"]').get_attribute("content")
    page.evaluate(
        """(token) => fetch("/account/lock/", {method: "POST", headers: {"X-CSRFToken": token}})""",
        token,
    )
    page.goto("/account/sessions/")
    expect(page.get_by_role("heading", name="The screen is locked")).to_be_visible()

    page.get_by_role("button", name="Open with passkey").click()

    expect(page.get_by_role("heading", name="Where I am signed in")).to_be_visible()


def test_without_a_device_the_page_says_so_and_the_password_still_works(open_page):
    cache.clear()
    user = UserFactory()
    page = open_page("/account/sign-in/")

    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')); }")
    page.get_by_role("button", name="Continue with passkey").click()
    expect(page.get_by_text("The passkey did not work here")).to_be_visible()
    sign_in_by_password(page, user)

    page.goto("/account/")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_without_scripts_only_the_password_is_offered(open_page):
    page = open_page("/account/sign-in/", java_script_enabled=False)

    expect(page.get_by_role("button", name="Continue with passkey")).to_be_hidden()
    expect(page.get_by_role("button", name="Sign in with password")).to_be_visible()


@pytest.mark.parametrize("look", [{}, {"size": (360, 740)}, {"size": (360, 740), "dark": True}])
@pytest.mark.parametrize(
    "path",
    ["/account/sign-in/", "/account/password/lost/", "/account/closed/", "/account/sign-out/"],
)
def test_axe_finds_nothing_at_the_entrance(open_page, axe, path, look):
    page = open_page(path, **look)

    assert axe(page) == []


@pytest.mark.parametrize("look", [{}, {"size": (360, 740), "dark": True}])
@pytest.mark.parametrize(
    "path",
    ["/account/", "/account/sessions/", "/account/pin/", "/account/second-factor/",
     "/account/second-factor/app/", "/account/second-factor/passkeys/add/", "/account/password/",
     "/settings/staff/", "/settings/staff/invite/"],
)  # fmt: skip
def test_axe_finds_nothing_on_own_pages(open_page, axe, sign_in, path, look):
    client = sign_in(administrator=True)
    client.get("/account/")
    page = open_page(path, client=client, **look)

    assert axe(page) == []


def test_a_password_can_be_looked_at(open_page):
    page = open_page("/account/sign-in/")
    page.get_by_label("Password", exact=True).fill("tunda la leo")

    page.get_by_role("button", name="Show password").click()

    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
