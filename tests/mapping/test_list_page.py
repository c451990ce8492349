"""The page of list and map, as it comes from the server."""

import json
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mapping.interface import INTERFACES
from organisations.document import Language
from organisations.models import ExternalId
from organisations.services.words import refresh_words
from tests import factories
from tests.html import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]
CHECKED = date.today() - timedelta(days=20)
ISOLATES = {0x2068: None, 0x2069: None}


def page(client, interface="de", **query):
    answer = client.get(f"/{interface}/?{urlencode(query, doseq=True)}")
    assert answer.status_code == 200
    return parse(answer.content.decode())


def names(tree):
    return [link.text for link in tree.all("#cards .card-name a")]


def row(tree, facet, value):
    (found,) = [one for one in tree.all(".facet-row") if said(one.one("input")) == (facet, value)]
    return found


def said(box):
    return box.get("name"), box.get("value")


def test_a_visitor_sees_how_many_there_are_and_a_card_for_each(client):
    factories.organisation("Bunter Ball")
    factories.organisation("Frauentreff", kind="initiative", topics=("women",))
    tree = page(client)
    assert tree.one("#result-count").text == "2 Angebote"
    assert names(tree) == ["Bunter Ball", "Frauentreff"]


def test_drafts_are_not_shown(client):
    factories.organisation("Entwurf", state="draft")
    assert names(page(client)) == []


def test_a_topic_narrows_the_list_and_becomes_a_chip(client):
    factories.organisation("Bunter Ball")
    factories.organisation("Frauentreff", topics=("women",))
    tree = page(client, topic="sport")
    assert names(tree) == ["Bunter Ball"]
    chip = tree.one("#chips a")
    assert (chip.get("data-chip"), chip.get("href"), chip.text) == ("topic:sport", "/de/", "Sport und Bewegung")
    assert chip.get("aria-label") == "Filter Sport und Bewegung entfernen"


def test_an_unknown_or_malformed_parameter_is_named_and_left_out(client):
    factories.organisation("Bunter Ball")
    tree = page(client, colour="red", topic="nix", near="far away")
    notes = [note.text for note in tree.all("#notes .notice")]
    assert len(notes) == 3
    assert any("„colour“" in note for note in notes)
    assert any("„nix“" in note and "„topic“" in note for note in notes)
    assert names(tree) == ["Bunter Ball"]


def test_an_empty_answer_names_the_filter_whose_removal_helps_most(client):
    arabic = (Language("ar", "always", checked_on=CHECKED),)
    for number in range(3):
        factories.organisation(f"Ball {number}", languages=arabic)
    factories.organisation("Frauentreff", topics=("women",), languages=())
    tree = page(client, topic="women", language="ar")
    drops = tree.all(".empty [data-drop]")
    assert [drop.get("data-drop") for drop in drops] == ["topic:women", "language:ar"]
    assert drops[0].text.translate(ISOLATES) == "Ohne „Frauen“: 3 Angebote"
    assert drops[0].get("href") == "/de/?language=ar"
    assert len(tree.all("#cards .card")) == 3


def test_where_no_single_filter_helps_the_nearest_matches_stand_there(client):
    factories.organisation("Bunter Ball", kind="club")
    factories.organisation("Rat", kind="committee", topics=("round-table",), languages=())
    tree = page(client, topic="choir", language="fa", kind="committee")
    assert tree.all(".empty [data-drop]") == []
    assert names(tree) == ["Rat"]
    assert "Fast passend" in [title.text for title in tree.all(".empty h2")]


def test_of_words_that_never_stand_together_each_can_be_given_up(client):
    for name in ("Bunter Ball", "Bunter Abend"):
        factories.organisation(name)
    factories.organisation("Schachfreunde", topics=("choir",))
    refresh_words()
    tree = page(client, q="Bunter Schachfreunde")
    assert tree.one(".empty p").text == "Ein Wort weniger hilft."
    drops = tree.all(".empty [data-drop]")
    assert [(drop.text.translate(ISOLATES), drop.get("href")) for drop in drops] == [
        ("Ohne „Schachfreunde“: 2 Angebote", "/de/?q=Bunter"),
        ("Ohne „Bunter“: 1 Angebot", "/de/?q=Schachfreunde"),
    ]
    assert sorted(names(tree)) == ["Bunter Abend", "Bunter Ball", "Schachfreunde"]


def test_where_nothing_lies_in_the_circle_the_radius_is_given_up_and_the_nearest_are_shown(client):
    factories.organisation("Bunter Ball")
    tree = page(client, near="48.70,9.30", radius="1")
    assert [drop.get("href") for drop in tree.all(".empty [data-drop]")] == ["/de/?near=48.7%2C9.3"]
    assert names(tree) == ["Bunter Ball"]
    answer = client.get("/de/?radius=1", headers={"x-position": "48.70,9.30"})
    assert parse(answer.content.decode()).one(".empty [data-drop]").get("href") == "/de/?radius="


def test_the_order_is_named_for_what_it_is(client):
    factories.organisation("Bunter Ball")
    chosen = [page(client, **query).one("#sort option").text for query in ({}, {"q": "Ball"})]
    assert chosen == ["Aktuelle zuerst", "Beste Treffer"]


def test_a_value_that_gives_nothing_is_not_offered_but_a_chosen_one_stays(client):
    factories.organisation("Bunter Ball", german="none")
    factories.organisation("Frauentreff", topics=("women",), german="fluent")
    tree = page(client, topic="women", german="none")
    assert row(tree, "kind", "club").get("hidden") is not None
    assert row(tree, "german", "none").get("hidden") is None
    assert row(tree, "german", "none").one(".facet-count").text == "0"
    assert not tree.all('[value="climbing"]')


def test_languages_stand_in_their_own_name_first(client):
    factories.organisation("Bunter Ball")
    own = row(page(client), "language", "ar").one("b")
    assert (own.text, own.get("lang"), own.get("dir")) == ("العربية", "ar", "rtl")


def test_more_than_eight_languages_unfold(client):
    codes = "ar tr uk fa ru pl it es fr ro".split()
    factories.organisation(
        "Bunter Ball", languages=tuple(Language(code, "always", checked_on=CHECKED) for code in codes)
    )
    group = page(client).one('[data-facet-group="language"]')
    assert group.one(".facet-more summary").text == "3 weitere Sprachen"
    assert len(group.all(".facet-more .facet-row")) == 3


@pytest.mark.parametrize(("language", "parameter", "value"), [("de", "german", "little"), ("ar", "understood", "ar")])
def test_one_tap_finds_my_language_or_little_german(client, language, parameter, value):
    factories.organisation("Bunter Ball", german="little", languages=())
    factories.organisation("Fließend", german="fluent", languages=())
    tap = page(client, language).one("[data-one-tap]")
    assert tap.get("href") == f"/{language}/?{parameter}={value}"
    assert tap.one("[data-count]").text == "1"
    chosen = page(client, language, **{parameter: value})
    assert names(chosen) == ["Bunter Ball"]
    assert chosen.one("[data-one-tap]").get("aria-current") == "true"


def test_the_other_languages_keep_page_and_filters(client):
    links = page(client, topic="sport").all("[data-language]")
    assert [link.get("href") for link in links] == [f"/{one.code}/?topic=sport" for one in INTERFACES]


def test_arabic_is_written_from_right_to_left_with_german_names_marked(client):
    factories.organisation("Bunter Ball")
    tree = page(client, "ar")
    assert (tree.one("html").get("lang"), tree.one("html").get("dir")) == ("ar", "rtl")
    assert tree.one("#cards .card-name bdi").get("lang") == "de"
    assert tree.one("#result-count").text == "عرض واحد"


def test_twenty_cards_a_page_can_be_leafed_through(client):
    factories.organisations([factories.document(f"Verein {number:02}") for number in range(41)])
    first, last = page(client), page(client, page=3)
    assert len(names(first)) == 20
    assert first.one(".pager [rel=next]").get("href") == "/de/?page=2"
    assert not first.all(".pager [rel=prev]")
    assert names(last) == ["Verein 40"]
    assert not last.all(".pager [rel=next]")
    assert names(page(client, page=99)) == ["Verein 40"]


def test_hidden_parameters_survive_sending_the_form(client):
    found = page(client, near="48.68,9.22", radius="2.5", bbox="9,48,10,49")
    fields = {field.get("name"): field.get("value") for field in found.all("#filters input[type=hidden]")}
    assert fields == {"near": "48.68,9.22", "bbox": "9,48,10,49"}
    steps = found.all("#near-bar input")
    assert [step.get("value") for step in steps] == ["", "0.5", "1", "2", "5", "10", "20", "2.5"]
    assert [step.get("value") for step in steps if step.get("checked") is not None] == ["2.5"]


def test_a_language_of_the_query_stays_switched_on_in_the_german_interface(client):
    found = page(client, understood="ar")
    switch = found.one("#understood")
    assert (switch.get("value"), "checked" in switch.attributes) == ("ar", True)
    tap = found.one("[data-one-tap]")
    assert (tap.one("b").text, tap.get("aria-current"), tap.get("href")) == ("Arabisch", "true", "/de/")


def test_the_fragment_is_the_same_as_in_the_page(client):
    factories.organisation("Bunter Ball")
    fragment = client.get("/de/results/?topic=sport").content.decode().strip()
    assert fragment in client.get("/de/?topic=sport").content.decode()


def test_nothing_is_sent_again_to_somebody_who_has_it(client):
    first = client.get("/de/?topic=sport")
    assert client.get("/de/?topic=sport", headers={"If-None-Match": first["ETag"]}).status_code == 304
    factories.organisation("Bunter Ball")
    assert client.get("/de/?topic=sport", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_visitor_gets_no_cookie(client):
    assert not client.get("/de/").cookies


def test_the_number_of_queries_is_the_same_for_1_and_for_50_entries(client):
    def queries(path):
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            client.get(path)
        return len(caught)

    factories.organisation("Verein Eins")
    one = [queries("/de/"), queries("/de/?q=verein&topic=sport&near=48.68,9.22")]
    factories.organisations([factories.document(f"Verein {number}") for number in range(49)])
    assert [queries("/de/"), queries("/de/?q=verein&topic=sport&near=48.68,9.22")] == one
    assert one[0] <= 13


@pytest.mark.parametrize(("value", "named"), [("way/7", True), ("17", False)])
def test_the_map_names_openstreetmap_when_entries_come_from_there(client, value, named):
    made = factories.organisation()
    ExternalId.objects.create(organisation=made, source="vereine", value=value, revision=1)
    config = json.loads(page(client).one("#page-config").text)
    assert ("© OpenStreetMap-Mitwirkende" in config["basemap"]["attribution"]) is named


def test_the_start_page_is_built_once_for_all_who_come(client):
    factories.organisation("Chor")
    first = client.get("/de/", headers={"Accept-Encoding": "gzip"})
    with CaptureQueriesContext(connection) as queries:
        second = client.get("/de/", headers={"Accept-Encoding": "gzip"})
    assert len(queries) == 1  # the version of the data
    assert first.content == second.content
