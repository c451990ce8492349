"""The learning modules that come with the program: drafts first, loaded once, and from then on the curators' own."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from organisations import further
from organisations.models import DataVersion
from organisations.participation.models import Module, ModulePage
from organisations.participation.models.news import Audience, Spot
from organisations.participation.news import write
from organisations.participation.news.linked import NewsAndModules
from organisations.participation.news.loading import load_modules, shipped_id
from tests.factories import organisation
from tests.html import parse

pytestmark = pytest.mark.usefixtures("vocabulary")
FOLDER = Path(settings.BASE_DIR) / "fixtures" / "modules"
COMMITTEE = "what-is-a-committee"
BY = "user:1"


def shipped(slug: str = COMMITTEE) -> Module:
    """One of them as it is now."""
    return Module.objects.get(pk=shipped_id(slug))


def seen(client: Any, path: str) -> str:
    """The words of a page."""
    return parse(client.get(path).content.decode()).one("main").text


def linked(client: Any, path: str) -> list[str | None]:
    """The addresses of what there is to read beside a page."""
    return [link.get("href") for link in parse(client.get(path).content.decode()).all(".further a")]


def test_they_come_as_drafts_that_a_curator_publishes(client):
    assert load_modules(FOLDER) == 3
    assert client.get(f"/de/learn/{COMMITTEE}/").status_code == 404
    assert "Gremium" not in seen(client, "/de/learn/")
    write.publish(shipped(), True, author=BY)
    assert "Was ist ein Gremium?" in seen(client, "/de/learn/")


def test_they_are_public_at_once_where_that_is_asked_for(client):
    call_command("load_modules", open=True)
    assert Module.objects.filter(published_at=None).count() == 0
    assert "Gemeinderat" in seen(client, f"/de/learn/{COMMITTEE}/")
    assert "Neue willkommen heißen" in seen(client, "/de/learn/")


def test_a_second_run_changes_nothing():
    load_modules(FOLDER)
    before = [list(model.objects.order_by("pk").values()) for model in (Module, ModulePage)], DataVersion.current()
    assert load_modules(FOLDER, open=True) == 0
    after = [list(model.objects.order_by("pk").values()) for model in (Module, ModulePage)], DataVersion.current()
    assert after == before


def test_what_a_curator_changed_stays_even_under_another_short_name():
    load_modules(FOLDER, open=True)
    write.save_text(shipped(), "de", {"title": "Unsere Gremien", "text": ""})
    write.save_facts(shipped(), {"slug": "gremien", "spots": []})
    write.publish(shipped(), False, author=BY)
    write.drop_page(shipped().pages.all()[0])
    pages = list(shipped().pages.values())
    assert load_modules(FOLDER, open=True) == 0
    row = shipped()
    assert (str(row), row.slug, row.spots, row.published_at) == ("Unsere Gremien", "gremien", [], None)
    assert list(row.pages.values()) == pages and Module.objects.count() == 3


def test_a_deleted_one_stays_away_and_the_others_come():
    load_modules(FOLDER)
    write.remove(shipped(), author=BY)
    shipped("found-a-club").delete()  # by nobody: as in a database that never had it
    assert load_modules(FOLDER) == 1
    assert set(Module.objects.values_list("slug", flat=True)) == {"found-a-club", "welcome-newcomers"}


def test_a_module_of_the_curators_with_the_same_short_name_is_left_alone():
    own = write.new_module("What is a committee", "de")
    assert own.slug == COMMITTEE
    assert load_modules(FOLDER) == 2
    assert str(Module.objects.get(slug=COMMITTEE)) == "What is a committee"


def test_committees_the_first_visit_and_mentors_lead_to_them(client):
    for source in further._sources:
        if isinstance(source, NewsAndModules):
            source._kept = None  # of a test before, whose rows were taken back and whose version comes again
    load_modules(FOLDER, open=True)
    committee, club = organisation("Beirat", kind="committee"), organisation("Verein")
    committees, clubs = ["/de/learn/what-is-a-committee/"], ["/de/learn/found-a-club/"]
    assert committees[0] in linked(client, f"/de/o/{committee.slug}/")
    assert not {*committees} & {*linked(client, f"/de/o/{club.slug}/")}
    assert linked(client, f"/de/o/{club.slug}/first-visit/") == clubs
    assert linked(client, "/de/mentor/") == committees + clubs


def test_the_one_for_associations_is_for_those_who_look_after_an_entry():
    load_modules(FOLDER)
    row = shipped("welcome-newcomers")
    assert (row.audience, row.spots) == (Audience.ASSOCIATIONS, [Spot.EDITORS])
