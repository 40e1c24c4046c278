"""Settings of the programs on one's own machine: plain HTTP on loopback, mail to the console."""

from kimbilio.settings.base import *  # noqa: F403  # settings build on one another

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
