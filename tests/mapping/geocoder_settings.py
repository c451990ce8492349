"""Settings of a second process in the tests of geocoding: the tests' own, with the server that the test runs."""

import os

from tests.settings import *  # noqa: F403

GEOCODER_URL = os.environ["GEOCODER_URL"]
GEOCODER_EMAIL = os.environ.get("GEOCODER_EMAIL", "")
GEOCODER_INTERVAL = 0.3
GEOCODER_SECONDS = 1
