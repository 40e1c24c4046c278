"""Staff and how they sign in."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.choices import Role
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy


class UserManager(BaseUserManager["User"]):
    """Accounts are made by the actions of this app; this only builds the row."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """One account with a lower-case address; without ``password`` it cannot sign in by one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an address, whatever its letter case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A member of staff. What they may do follows from their role and their ties to cases."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=30, choices=Role, default=Role.CASE_WORKER)
    phone = models.CharField(_("work phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    is_always_discreet = models.BooleanField(default=False)
    is_dense = models.BooleanField(default=False)
    has_single_keys = models.BooleanField(default=True)
    pin = models.CharField(
        max_length=128, blank=True
    )  # hash of the code that reopens a locked screen
    second_factor_due_at = models.DateTimeField(null=True, blank=True)
    notices_waiting = models.PositiveSmallIntegerField(default=0, editable=False)  # for the bell
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    privacy = Privacy(
        sensitive={"email", "phone", "password", "last_login", "pin", "second_factor_due_at"},
        ordinary={
            "id", "name", "role", "language", "is_active", "is_demo", "is_always_discreet",
            "is_dense", "has_single_keys", "joined_at", "notices_waiting",
        },
    )  # fmt: skip

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="user_email_is_lower_case",
                condition=models.Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail address in small letters."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Two letters for the round badge beside their work."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))

    @property
    def first_name(self) -> str:
        """What colleagues are greeted by."""
        return self.name.split()[0] if self.name else ""

    def get_full_name(self) -> str:
        """The name, as Django's mail templates ask for it."""
        return self.name


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self) -> "InvitationQuerySet":
        """Not used, not withdrawn and not too old."""
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now())

    def for_token(self, token: str) -> "InvitationQuerySet":
        """The one whose link carries ``token``."""
        return self.filter(token_hash=Invitation.hash_of(token))


class Invitation(models.Model):
    """A link that makes one account, once. Only a hash of the link is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(blank=True)  # blank for the very first account: the link asks for it
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=30, choices=Role)
    language = models.CharField(max_length=5, default="en")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()
    privacy = Privacy(
        sensitive={"email", "token_hash"},
        ordinary={
            "id", "name", "role", "language", "invited_by", "invited_at", "expires_at",
            "used_at", "used_by",
        },
    )  # fmt: skip

    class Meta:
        ordering = ["-invited_at"]
        constraints = [all_or_none("used_at", "used_by", name="invitation_use_is_signed")]

    def __str__(self) -> str:
        return self.email or str(self.pk)

    @staticmethod
    def new_token() -> str:
        """What goes into the link; 256 random bits."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def hash_of(token: str) -> str:
        """What the database keeps of ``token``; no salt is needed for random bits."""
        return hashlib.sha256(token.encode()).hexdigest()

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether the link still works."""
        return self.used_at is None and self.expires_at > (now or timezone.now())
