"""Settings of the tests: quick password hashes and mail kept in memory; all else as in use."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

os.environ.setdefault("KIMBILIO_HOME", tempfile.mkdtemp(prefix="kimbilio-test-"))

from kimbilio.settings.base import *  # noqa: F403  # the home must be set first
from kimbilio.vault.errors import KeysExist
from kimbilio.vault.keys import create

SECRET_KEY = "only-for-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
TEST_HOME = Path(os.environ["KIMBILIO_HOME"])
FRONTEND_MUST_BE_BUILT = False
with suppress(KeysExist):
    create(KEYSET_FILE)
INSTALLED_APPS = [*INSTALLED_APPS, "tests.vault_samples"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use: in memory, threads with connections of their own cannot work side by side.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_HOME / "test.sqlite3")}
