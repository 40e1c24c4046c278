"""The second factor in allauth: secrets sealed, and the code asked on the sign-in page itself."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts import sealed_secrets


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's second factors with our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Wait for the next one and try again."),
        "cannot_delete_authenticator": _("Set up another second factor first."),
        "cannot_generate_recovery_codes": _("Set up a passkey or an authenticator app first."),
    }

    def encrypt(self, text: str) -> str:
        """Lock what allauth is about to store."""
        return sealed_secrets.lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what allauth has stored."""
        return sealed_secrets.unlock(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """A name by which its owner can tell a passkey from the next."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name a device shows beside the passkey; it says nothing about the work."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Kimbilio"}


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]  # allauth is not typed
    """Asks for the second factor, unless its code came along with the password."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if not super()._should_handle(request):
            return False
        code = request.POST.get("code", "").strip()
        if not code:
            return True
        form = AuthenticateForm(user=self.login.user, data={"code": code})
        if not form.is_valid():
            return True
        form.save()
        return False
