"""What nobody confirms, and whoever wants no reminders: the pages as people use them, and axe finds nothing on them."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.plugin import DjangoDbBlocker

from organisations.models import Editor, Organisation
from organisations.services.ownership import add_editor
from organisations.services.unsubscribing import subscribe, unsubscribe_link
from tests.browser.conftest import PHONE, follow
from tests.browser.test_accessibility import COMBINATIONS, LOOKS, findings
from tests.factories import organisation


@pytest.fixture(scope="module")
def editor(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Editor]:
    """The editor of an entry that nobody has confirmed for thirty months."""
    with django_db_blocker.unblock():
        old = organisation("Altverein", checked_on=timezone.localdate() - relativedelta(months=30))
        yield add_editor(old.pk, "erika@verein.example", added_by="test")
        Organisation.objects.filter(pk=old.pk).delete()


@pytest.mark.parametrize(("language", "look"), COMBINATIONS)
def test_axe_finds_nothing_on_what_is_hidden_and_on_unsubscribing(visit: Any, editor: Editor, language: str, look: str):
    one = visit(**LOOKS[look])
    link = urlsplit(unsubscribe_link(editor, "")).path.replace("/de/", f"/{language}/")
    slug = editor.organisation.slug
    found = {}
    for path in (f"/{language}/o/{slug}/", f"/{language}/shortlist/?id={slug}", link, f"/{language}/unsubscribe/x/"):
        page = one.open(path, map=False)
        found[path] = findings(page)
    page.goto(one.site + link)
    follow(page, "main form button")
    found["stopped"] = findings(page)
    assert {state: rules for state, rules in found.items() if rules} == {}
    subscribe(editor)


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_stops_reminders_with_one_tap_and_wants_them_again(visit: Any, editor: Editor, scripts: bool):
    one = visit(**PHONE, java_script_enabled=scripts)
    page = one.page
    page.goto(one.site + urlsplit(unsubscribe_link(editor, "")).path)
    assert not has_stopped(editor)
    page.locator("main form button").tap()
    expect(page.locator("main button[name=again]")).to_be_visible()
    assert has_stopped(editor)
    page.locator("main button[name=again]").tap()
    expect(page.locator("main .notice.sure")).to_be_visible()
    assert not has_stopped(editor)


def has_stopped(editor: Editor) -> bool:
    return Editor.objects.filter(pk=editor.pk).exclude(unsubscribed_at=None).exists()
