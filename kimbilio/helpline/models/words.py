"""The organisation's own lists: words that raise urgency, and answers that are safe to send."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import Urgency, WordLanguage
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned


class UrgentWord(Versioned):
    """A word or phrase that lets a message be looked at sooner. It never answers by itself."""

    word = models.CharField(
        _("word or phrase"), max_length=60, unique=True
    )  # as ``plain`` writes it
    language = models.CharField(_("language"), max_length=5, choices=WordLanguage)
    urgency = models.CharField(_("then"), max_length=10, choices=Urgency, default=Urgency.TODAY)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "version", "word", "language", "urgency", "is_active"})

    class Meta:
        ordering = ["language", "word"]

    def __str__(self) -> str:
        return self.word

    @property
    def trail_case_id(self) -> None:
        """Lists belong to no case."""
        return None


class SafeReply(Versioned):
    """A short answer that gives nothing away to whoever else holds the phone."""

    text = models.CharField(_("text"), max_length=300, unique=True)
    language = models.CharField(_("language"), max_length=5, choices=WordLanguage)
    place = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "version", "text", "language", "place", "is_active"})

    class Meta:
        ordering = ["place", "text"]

    def __str__(self) -> str:
        return f"safe reply {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """Lists belong to no case."""
        return None
