"""Mail to staff. It never says what the work is about, and names nobody but its reader."""

from allauth.account.forms import default_token_generator
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from kimbilio.accounts.models import Invitation, User


def path_of_invitation(token: str) -> str:
    """Where an invitation is accepted."""
    return reverse("account:invitation", args=[token])


def send_invitation(invitation: Invitation, token: str) -> None:
    """The link that makes the account."""
    link = settings.PUBLIC_URL.rstrip("/") + path_of_invitation(token)
    facts: dict[str, object] = {
        "name": invitation.name,
        "link": link,
        "until": invitation.expires_at,
    }
    with override(invitation.language):
        _send(invitation.email, _("Your new account"), "staff/mail/invitation.txt", facts)


def send_second_factor_was_reset(user: User) -> None:
    """So that nobody's second factor is reset behind their back."""
    facts: dict[str, object] = {"name": user.first_name, "link": settings.PUBLIC_URL}
    with override(user.language):
        _send(user.email, _("Your sign-in was reset"), "staff/mail/second_factor_reset.txt", facts)


def _send(address: str, subject: str, template: str, facts: dict[str, object]) -> None:
    text = render_to_string(template, facts)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address], fail_silently=True)


@task()
def send_password_link(address: str) -> None:
    """The link to a new password, if ``address`` has an open account.

    It is asked for in the background for every address alike, so that the time an answer takes does
    not tell which addresses are known; and the link is made here, so that no list of tasks holds it.
    """
    user = User.objects.filter(email=address, is_active=True).first()
    if user is None:
        return
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=[user.pk.hex, key])
    facts: dict[str, object] = {"link": settings.PUBLIC_URL.rstrip("/") + path}
    with override(user.language):
        _send(user.email, _("Your link"), "staff/mail/password_link.txt", facts)
