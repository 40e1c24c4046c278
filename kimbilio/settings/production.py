"""Settings of a server that others reach: TLS in front, secure cookies, mail by SMTP."""

import os

from kimbilio.settings.base import *  # noqa: F403  # settings build on one another

MIDDLEWARE = ["kimbilio.web.middleware.ThroughProxy", *MIDDLEWARE]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_HOST = os.environ.get("KIMBILIO_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("KIMBILIO_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("KIMBILIO_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KIMBILIO_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("KIMBILIO_MAIL_TLS", "1") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("KIMBILIO_MAIL_FROM", "kimbilio@localhost")
