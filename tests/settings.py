"""Settings of the tests: the real ones, with names and limits that suit a test run."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("DATABASE_URL", "postgres://mit@127.0.0.1:5432/mit")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from mapping.settings import *  # noqa: F403
from mapping.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

# A test sees its own uncommitted rows on one connection only, so public pages read from it too.
READ_DATABASE = "default"
del DATABASES["read"]
for _settings in DATABASES.values():
    _settings["OPTIONS"] = {}  # no pool: the test database is dropped at the end
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE_NAME", "test_mit")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # for `manage.py lintmigrations`
ALLOWED_HOSTS = ["*"]
TILE_URL = ""
GEOCODER_URL = ""
API_REQUESTS_A_MINUTE = 1200
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes half a second each time
