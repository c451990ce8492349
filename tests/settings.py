"""Settings of the tests: the real ones, with names and limits that suit a test run."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("DATABASE_URL", "postgres://mit@127.0.0.1:5432/mit")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from mapping.settings import *  # noqa: E402, F403
from mapping.settings import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

for _settings in DATABASES.values():
    _settings["OPTIONS"] = {}  # no pool: the test database is dropped at the end
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE_NAME", "test_mit")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
ALLOWED_HOSTS = ["*"]
TILE_URL = ""
API_REQUESTS_A_MINUTE = 1200
