"""The settings of the product, with what would make tests slow, leaky or dependent taken out."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("MANDORLA_SECRET_KEY", "a key for tests only, long enough for every signer")
os.environ.setdefault("MANDORLA_DATA", str(Path(tempfile.gettempdir()) / "mandorla-tests"))

from mandorla.config.settings import *  # noqa: F403 - the environment comes first

# Argon2 costs 0.2 s a password; what is hashed in tests protects nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# The test server serves page files from where they are written.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
# Tests set providers up one by one; an installation loads this when it has one.
INSTALLED_APPS = [*INSTALLED_APPS, "allauth.socialaccount.providers.openid_connect"]  # noqa: F405

# Processes that test beside each other keep their posts apart, as their databases.
_folder = tempfile.mkdtemp(prefix="mandorla-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
CONVERSATION_LAKE = f"{_folder}/lake"

# A browser asks for several things at once, each answered by a thread of its own. A database in
# memory refuses the second ("table is locked"); one in a file lets it wait, as an installation does.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/test.sqlite3"}  # noqa: F405
    # Our tables come straight from the models here: SQLite makes a table anew for each constraint
    # that a migration adds, 15 s before the first test. The run on PostgreSQL migrates, and so does
    # every test that starts the server.
    MIGRATION_MODULES = {
        name.removeprefix("mandorla."): None
        for name in INSTALLED_APPS
        if name.startswith("mandorla.")
    }
