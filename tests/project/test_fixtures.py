"""The files under fixtures/: vocabularies, areas and sample entries keep the promises that fixtures/README.md makes."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from django.contrib.gis.geos import GEOSGeometry, Point

from mapping.interface import INTERFACES
from organisations.recurrence import parse_rule
from organisations.services.sample import sample_document
from organisations.validation import visit_faults
from tests.each import each

FIXTURES = Path(__file__).parents[2] / "fixtures"
VOCABULARIES = json.loads((FIXTURES / "vocabularies.json").read_text(encoding="utf-8"))
AREAS = {
    feature["properties"]["slug"]: feature
    for feature in json.loads((FIXTURES / "areas.geojson").read_text(encoding="utf-8"))["features"]
}
FILES = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted((FIXTURES / "entries").glob("*.json"))
}
ENTRIES = {entry["key"]: entry for entries in FILES.values() for entry in entries}
SAMPLES = {key: entry for key, entry in ENTRIES.items() if entry["sample"]}
TOPICS = {topic["slug"]: topic for topic in VOCABULARIES["topics"]}
FLAGS = {flag["slug"]: flag for flag in VOCABULARIES["flags"]}
TOPS = [topic for topic in VOCABULARIES["topics"] if topic["parent"] is None]
LANGUAGES = [one.code for one in INTERFACES]
HUES = {"berry", "brick", "ochre", "leaf", "lagoon", "sky", "slate", "iris"}
ASSURANCES = {"always", "certain_days", "on_request", "interpreter", "slow_german"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIELDS = {"key", "kind", "name", "parent", "topics", "flags", "german", "language", "texts", "languages", "area"}
FIELDS |= {"locations", "times", "contacts", "website", "phone", "email", "checked_days_ago", "sample"}
FIELDS |= {"closed_from", "closed_until", "ends_in_days", "first_visit"}
METRES_PER_DEGREE = 111_200  # of latitude

each_entry = each(ENTRIES.values(), lambda entry: entry["key"])
each_sample = each(SAMPLES.values(), lambda entry: entry["key"])


def places() -> Iterator[dict[str, Any]]:
    for entry in ENTRIES.values():
        yield from entry["locations"]


def metres(place: dict[str, Any], centre: list[float]) -> float:
    east = (place["lng"] - centre[0]) * cos(radians(place["lat"]))
    return METRES_PER_DEGREE * hypot(east, place["lat"] - centre[1])


def test_vocabularies_are_as_large_as_promised() -> None:
    assert len(TOPS) >= 12
    assert len(TOPICS) - len(TOPS) >= 40
    assert len(FLAGS) >= 14
    assert [(level["slug"], level["rank"]) for level in VOCABULARIES["german_levels"]] == [
        ("none", 0), ("little", 1), ("conversation", 2), ("fluent", 3),
    ]  # fmt: skip


def test_slugs_stand_once() -> None:
    assert len(TOPICS) == len(VOCABULARIES["topics"])
    assert len(FLAGS) == len(VOCABULARIES["flags"])
    assert len(ENTRIES) == sum(len(entries) for entries in FILES.values())


def test_every_word_has_a_name_and_search_words_in_every_language_of_the_interface() -> None:
    for item in [*TOPICS.values(), *FLAGS.values()]:
        assert list(item["names"]) == LANGUAGES and all(item["names"].values()), item["slug"]
        assert list(item["search_words"]) == LANGUAGES, item["slug"]
        assert all(words and all(words) for words in item["search_words"].values()), item["slug"]
        assert re.fullmatch(r"[a-z0-9-]+", item["icon"]), item["slug"]


def test_every_level_of_german_says_itself_in_a_name_a_short_name_and_a_sentence() -> None:
    for level in VOCABULARIES["german_levels"]:
        assert level["icon"] == f"level-{level['slug']}"
        for part in ("names", "short_names", "sentences"):
            assert list(level[part]) == LANGUAGES and all(level[part].values())


def test_top_topics_have_a_hue_that_differs_from_their_neighbours_and_a_name_that_fits_a_tile() -> None:
    assert [topic["position"] for topic in TOPS] == list(range(1, len(TOPS) + 1))
    assert {topic["hue"] for topic in TOPS} <= HUES
    assert all(left["hue"] != right["hue"] for left, right in pairwise(TOPS))
    assert all(len(name) <= 10 for topic in TOPS for name in topic["short_names"].values())


def test_subtopics_belong_to_a_top_topic_and_take_its_hue() -> None:
    tops = {topic["slug"] for topic in TOPS}
    for topic in TOPICS.values():
        assert topic["parent"] is None or (topic["parent"] in tops and topic["hue"] is None), topic["slug"]


def test_areas_name_their_official_key_or_their_town() -> None:
    keys = {slug: feature["properties"]["ags"] for slug, feature in AREAS.items() if feature["properties"]["ags"]}
    assert keys == {
        "filderstadt": "08116077",
        "leinfelden-echterdingen": "08116078",
        "ostfildern": "08116080",
        "neuhausen-auf-den-fildern": "08116047",
        "denkendorf": "08116015",
        "stuttgart": "08111000",
    }
    for slug, feature in AREAS.items():
        district = feature["properties"]["kind"] == "district"
        assert district == (feature["properties"]["parent"] in keys) == (slug not in keys), slug
        assert feature["properties"]["postcodes"] and feature["properties"]["source"] == "drawn by hand, coarse", slug


def test_outlines_are_valid_coarse_and_keep_apart() -> None:
    outlines = {
        slug: GEOSGeometry(json.dumps(feature["geometry"]))
        for slug, feature in AREAS.items()
        if feature["properties"]["kind"] == "municipality"
    }
    for slug, outline in outlines.items():
        assert outline.valid and 10 <= outline.num_coords - 1 <= 30, slug
        for other, its in outlines.items():
            assert slug == other or outline.intersection(its).area < 1e-7, (slug, other)
    for slug, feature in AREAS.items():
        town = outlines[feature["properties"]["parent"] or slug]
        assert town.contains(Point(*feature["properties"]["centre"])), slug


def test_there_are_enough_entries_of_every_kind_in_every_town() -> None:
    assert len(ENTRIES) >= 160
    assert len(FILES["01-filderstadt.json"]) >= 90
    assert {entry["kind"] for entry in FILES["01-filderstadt.json"]} == {"club", "committee", "initiative"}
    assert {entry["area"] for entry in ENTRIES.values()} >= AREAS.keys() - {"stuttgart"} - {
        "neuhausen-auf-den-fildern", "denkendorf", "leinfelden-echterdingen", "ostfildern",
    }  # fmt: skip


def test_every_topic_and_every_flag_occurs() -> None:
    assert {slug for entry in ENTRIES.values() for slug in entry["topics"]} >= {
        slug for slug, topic in TOPICS.items() if topic["parent"]
    }
    assert {slug for entry in ENTRIES.values() for slug in entry["flags"]} == FLAGS.keys()


@each_entry
def test_entry_has_every_field_and_only_words_of_the_vocabularies(entry: dict[str, Any]) -> None:
    assert entry.keys() - {"openings", "committee"} == FIELDS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["key"])
    assert entry["kind"] in {"club", "committee", "initiative"}
    assert entry["parent"] is None or ENTRIES[entry["parent"]]["parent"] is None
    assert 1 <= len(entry["topics"]) <= 3 and set(entry["topics"]) <= TOPICS.keys()
    assert set(entry["flags"]) <= FLAGS.keys()
    assert entry["german"] in {None, "none", "little", "conversation", "fluent"}
    assert entry["area"] in AREAS


@each_entry
def test_entry_has_texts_of_readable_length_in_its_own_language(entry: dict[str, Any]) -> None:
    assert entry["language"] in entry["texts"]
    for language, text in entry["texts"].items():
        assert text.keys() == {"summary", "description", "audience"}, language
        assert 10 <= len(text["summary"]) <= 160, language
        assert not any(mark in value for mark in "!！" for value in text.values()), language


@each_entry
def test_entry_promises_languages_that_have_a_name(entry: dict[str, Any]) -> None:
    codes = [language["code"] for language in entry["languages"]]
    assert len(codes) == len(set(codes))
    for language in entry["languages"]:
        assert language["code"] in Locale("de").languages
        assert language["assurance"] in ASSURANCES
        assert (language["assurance"] == "slow_german") == (language["code"] == "de")
        assert bool(language["days"]) == (language["assurance"] == "certain_days")
        assert set(language["days"]) <= set(DAYS)


@each_entry
def test_entry_meets_at_its_own_places_from_a_day_of_its_rule_on(entry: dict[str, Any]) -> None:
    keys = [place["key"] for place in entry["locations"]]
    assert len(keys) == len(set(keys)) and sum(place["primary"] for place in entry["locations"]) == bool(keys)
    for time in entry["times"]:
        assert time["location"] in {None, *keys}
        assert date.fromisoformat(time["starts_on"]).weekday() in parse_rule(time["rrule"]).weekdays
        assert all(re.fullmatch(r"[0-2]\d:[0-5]\d", time[end]) for end in ("starts_at", "ends_at"))
        assert {"de", "en", "ar", *entry["texts"]} <= time["title"].keys()


@each_entry
def test_first_visit_has_answers_that_may_be_published(entry: dict[str, Any]) -> None:
    visit = sample_document(entry, date(2026, 11, 1)).first_visit
    assert list(visit_faults(visit)) == []
    assert ("person" in entry["first_visit"]) == (visit.person is not None)


def test_first_visits_are_full_short_and_missing() -> None:
    numbers = Counter(len(entry["first_visit"].keys() - {"person"}) for entry in ENTRIES.values())
    assert numbers[0] >= 5 and numbers[2] >= 5 and numbers[7] >= 20
    assert any(entry["first_visit"] and place["private"] for entry in ENTRIES.values() for place in entry["locations"])


@each_sample
def test_sample_entry_is_plainly_invented(entry: dict[str, Any]) -> None:
    for way in [entry, *entry["contacts"]]:
        assert not way["phone"] or re.fullmatch(r"030 23125 \d{3}", way["phone"]), "only numbers reserved for fiction"
        assert not way["email"] or re.fullmatch(r"[a-z0-9.-]+@[a-z0-9.-]+\.example", way["email"])
    assert not entry["website"] or (urlsplit(entry["website"]).hostname or "").endswith(".example")


@each_sample
def test_places_of_a_sample_entry_lie_near_the_centre_of_their_area(entry: dict[str, Any]) -> None:
    for place in entry["locations"]:
        area = AREAS[place["area"]]["properties"]
        assert metres(place, area["centre"]) < (1_500 if area["kind"] == "district" else 3_000)
        assert place["wheelchair"] in {"yes", "limited", "no", "unknown"}
        assert place["postcode"] in area["postcodes"]


def test_only_integra_is_real_and_says_only_what_is_known() -> None:
    (entry,) = (entry for entry in ENTRIES.values() if not entry["sample"])
    (place,) = entry["locations"]
    (time,) = entry["times"]
    assert (entry["kind"], entry["name"]) == ("initiative", "INTEGRA Filder e.V.")
    assert (entry["phone"], entry["email"], entry["website"]) == ("0711 79478238", "info@mit-integra.eu", "")
    assert (place["street"], place["postcode"], place["town"]) == ("Schulstr. 3", "70794", "Filderstadt")
    assert (place["lat"], place["lng"], place["area"]) == (None, None, "filderstadt")
    assert (time["rrule"], time["starts_at"], time["ends_at"]) == ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "10:00", "17:00")
    assert entry["checked_days_ago"] is None and not (entry["flags"] or entry["languages"] or entry["contacts"])


def test_no_telephone_number_is_given_to_two() -> None:
    numbers = [way["phone"] for entry in ENTRIES.values() for way in [entry, *entry["contacts"]] if way["phone"]]
    assert [number for number, times in Counter(numbers).items() if times > 1] == []


def test_some_addresses_are_private_with_and_without_a_public_point() -> None:
    private = [place for place in places() if place["private"]]
    assert any(place["public_lat"] for place in private) and any(not place["public_lat"] for place in private)


def test_some_have_no_place_and_some_have_three() -> None:
    numbers = Counter(len(entry["locations"]) for entry in ENTRIES.values())
    assert numbers[0] >= 5 and numbers[3] >= 1


def test_a_big_club_has_six_sections() -> None:
    assert 6 in Counter(entry["parent"] for entry in ENTRIES.values() if entry["parent"]).values()


def test_one_name_has_120_characters_and_some_run_from_right_to_left() -> None:
    names = [entry["name"] for entry in ENTRIES.values()]
    assert 120 in map(len, names)
    assert sum("\u0600" <= name[0] <= "\u06ff" for name in names) >= 2
    assert {"ar", "fa"} <= {entry["language"] for entry in ENTRIES.values()}


def test_one_entry_has_no_german_text() -> None:
    assert any("de" not in entry["texts"] for entry in ENTRIES.values())


def test_two_clubs_share_one_address() -> None:
    streets = [place["street"] for place in places()]
    assert streets.count("Doppelweg Muster 2") == 2


def test_checks_are_of_every_age() -> None:
    ages = [entry["checked_days_ago"] for entry in ENTRIES.values()]
    known = sorted(age for age in ages if age is not None)
    assert None in ages and known[0] < 30 and known[-1] > 600  # after two years they are hidden
    assert sum(age <= 300 for age in known) > len(ages) / 2 and any(365 < age < 700 for age in known)


def test_some_are_closed_for_a_while_and_some_will_end() -> None:
    closed = [entry for entry in ENTRIES.values() if entry["closed_from"]]
    assert any(entry["closed_until"] for entry in closed) and any(not entry["closed_until"] for entry in closed)
    assert any((entry["ends_in_days"] or 0) > 0 for entry in ENTRIES.values())


def test_some_persons_have_not_agreed_to_be_shown() -> None:
    consents = Counter(contact["consent"] for entry in ENTRIES.values() for contact in entry["contacts"])
    assert consents[True] > consents[False] > 5


def test_a_share_of_the_texts_is_translated() -> None:
    languages = Counter(language for entry in ENTRIES.values() for language in entry["texts"])
    assert languages["en"] >= 0.15 * len(ENTRIES)
    assert all(languages[language] >= 5 for language in ("ar", "tr", "uk"))
