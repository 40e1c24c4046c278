"""What holds everywhere. The home folder holds everything that is not code: keys, data, files."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kimbilio.operations import logs
from kimbilio.settings.accounts import *  # noqa: F403  # how staff sign in, kept apart
from kimbilio.settings.database import database_from
from kimbilio.settings.secrets import django_secrets

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("KIMBILIO_HOME") or ROOT / "var").resolve()
KEYSET_FILE = HOME / "keys" / "keyset.json"
FILES_DIR = HOME / "files"

DEBUG = False
SECRET_KEY, *SECRET_KEY_FALLBACKS = django_secrets(KEYSET_FILE) or [""]
ALLOWED_HOSTS = os.environ.get("KIMBILIO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("KIMBILIO_ORIGINS", "").split(",") if o]
PUBLIC_URL = os.environ.get("KIMBILIO_URL", "http://127.0.0.1:8000")  # for links in mails
ROOT_URLCONF = "kimbilio.web.urls"
WSGI_APPLICATION = "kimbilio.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
IS_DEMO = os.environ.get("KIMBILIO_DEMO") == "1"
# The list for adults in sexual exploitation was not checked against the ILO brochure: off by default.
SCREENING_WITH_UNVERIFIED_LISTS = os.environ.get("KIMBILIO_UNVERIFIED_LISTS") == "1"

INSTALLED_APPS = [
    "kimbilio.web.apps.WebConfig",
    "kimbilio.transfers",
    "kimbilio.interchange",
    "kimbilio.calendar",
    "kimbilio.letters",
    "kimbilio.helpline",
    "kimbilio.referrals",
    "kimbilio.shelter.apps.ShelterConfig",
    "kimbilio.therapy.apps.TherapyConfig",
    "kimbilio.justice.apps.JusticeConfig",
    "kimbilio.tracing.apps.TracingConfig",
    "kimbilio.reintegration.apps.ReintegrationConfig",
    "kimbilio.livelihoods.apps.LivelihoodsConfig",
    "kimbilio.care.apps.CareConfig",
    "kimbilio.exports",
    "kimbilio.cases",
    "kimbilio.people",
    "kimbilio.partners",
    "kimbilio.staff",
    "kimbilio.consent",
    "kimbilio.drafts",
    "kimbilio.audit",
    "kimbilio.access",
    "kimbilio.organisation",
    "kimbilio.accounts",
    "kimbilio.vault",
    "kimbilio.kernel",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kimbilio.web.middleware.SafePages",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kimbilio.audit.middleware.TrailMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kimbilio.web.middleware.ReadableAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kimbilio.accounts.middleware.SessionGuard",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kimbilio.web.context.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]

FORM_RENDERER = "kimbilio.web.form_renderer.FormRenderer"

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", ""), home=HOME)}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("sw", _("Kiswahili"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Africa/Nairobi"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["kimbilio.web.formats"]

STATIC_URL = "/static/"
FRONTEND_DIST = ROOT / "frontend" / "dist"
FRONTEND_MUST_BE_BUILT = True
STATICFILES_DIRS = [FRONTEND_DIST]
WHITENOISE_USE_FINDERS = True  # the built files are served from where the build put them
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 300
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.\w+$"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kimbilio.web.failures.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Far above what any field takes: too long a text is read, explained beside its field and kept there.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 28 * 1024 * 1024  # a package with the largest document
FILE_UPLOAD_HANDLERS = ["kimbilio.vault.uploads.NeverOnDisk"]  # no file in plain in /tmp

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = logs.configuration(os.environ.get("KIMBILIO_LOG_LEVEL", "INFO"))
DEFAULT_EXCEPTION_REPORTER_FILTER = "kimbilio.operations.reports.ShowNothing"
