"""The running site with all sample entries, and Chromium of the system. Published once for all browser tests.

The messages must be built (script/test does so first): the tests read German and Arabic words.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.http import FileResponse, HttpRequest, HttpResponse
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from organisations.vocabulary import forget_vocabulary

expect.set_options(timeout=15_000)  # the machine may have more to do than this

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
HERE = Path(__file__).parent
# Every new window starts pages that draw Chromium's own address bar, half of all the work of opening one; no test sees
# them. A second list takes the place of Playwright's, so what that one turns off stands here too.
TURNED_OFF = """WebUIOmniboxPopup WebUIOmniboxAimPopup WebUIOmniboxFullPopup
    AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades HttpsFirstBalancedModeAutoEnable
    LensOverlay MediaRouter PaintHolding ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect
    OptimizationHints NetworkTimeServiceQuerying AimEnabled PreconnectToSearch""".split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser; without the second mark there would be no test database."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium from the system, with no request of its own to anybody."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    quiet.append(f"--disable-features={','.join(TURNED_OFF)}")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": found or shutil.which("google-chrome"), "args": [*quiet, *root]}


@pytest.fixture(scope="package")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of the running site. Its entries are committed, and taken away again after the last browser test."""
    with django_db_blocker.unblock():
        _empty_database()  # a test before may have flushed the row of the data version
        for command in ("load_vocabularies", "load_areas", "load_sample_data", "refresh_words"):
            call_command(command, verbosity=0)
        server = LiveServer("localhost", start=False)
        server.thread.static_handler = KeptFiles
        server.start()
        yield server.url
        server.stop()
        connections.close_all()
        _empty_database()


def _only_the_test_database() -> None:
    """Nothing of this file may ever write into, or empty, a database that people use."""
    database: dict[str, Any] = dict(settings.DATABASES["default"])
    assert connections["default"].settings_dict["NAME"] == database["TEST"]["NAME"]


def _empty_database() -> None:
    from organisations.models import DataVersion

    _only_the_test_database()
    call_command("flush", verbosity=0, interactive=False)
    DataVersion.objects.get_or_create(pk=1)
    forget_vocabulary()
    cache.clear()


class KeptFiles(StaticFilesHandler):
    """Serves static files with leave to keep them, as the site does.

    Else the browser asks for each module again on every page, for some seconds' age of the file says little.
    """

    def serve(self, request: HttpRequest) -> HttpResponse | FileResponse:
        """The file."""
        answer = super().serve(request)
        answer.headers["Cache-Control"] = "max-age=3600"
        return answer


class Visit:
    """One visitor's browser window on the site: its page, all requests it made, and what went wrong in it."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.context = context
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def open(self, path: str, map: bool = True) -> Page:
        """Open a path and wait until its scripts are ready; on wide screens until the map stands too, if `map`."""
        self.page.goto(self.site + path)
        scripts = self.page.evaluate("document.documentElement.classList.contains('js')")
        if not scripts or self.page.locator("body[data-page=map]").count() == 0:
            return self.page
        self.page.wait_for_selector("html[data-ready]", state="attached")
        if map and self.page.viewport_size and self.page.viewport_size["width"] >= 640:
            self.page.wait_for_selector("#map .marker, #map .cluster")
        return self.page

    def asked_for(self, part: str) -> list[str]:
        """The requests so far whose address holds a text."""
        return [url for url in self.requests if part in url]


@pytest.fixture
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Starts visits: `visit(**PHONE)`; further words go to Playwright's new_context. Fails if a script of ours did.

    Without a service worker, unless `service_workers="allow"`: it would answer what a test wants to stop on its way.
    """
    visits: list[Visit] = []

    def start(**look: Any) -> Visit:
        visits.append(Visit(browser.new_context(**({"locale": "de-DE", "service_workers": "block"} | look)), site))
        return visits[-1]

    yield start
    errors = [error for one in visits for error in one.errors]
    for one in visits:
        one.context.close()
    assert errors == []


@pytest.fixture
def wide(visit: Any) -> Visit:
    """A visit on a wide screen."""
    found: Visit = visit(**WIDE)
    return found


@pytest.fixture
def phone(visit: Any) -> Visit:
    """A visit on a phone."""
    found: Visit = visit(**PHONE)
    return found


def follow(page: Page, target: str | Locator) -> None:
    """Click what leads to another page, and wait until that one has loaded: a click alone does not wait for it."""
    with page.expect_navigation():
        (page.locator(target) if isinstance(target, str) else target).click()


def texts(page: Page, selector: str) -> list[str]:
    """The words of elements, blanks joined; also of those far out of sight, which browsers do not lay out."""
    return [" ".join(text.split()) for text in page.locator(selector).all_text_contents()]


def static_file(name: str) -> Path:
    """A file of ours below static/."""
    return Path(settings.BASE_DIR) / "static" / name
