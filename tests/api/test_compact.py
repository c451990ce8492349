"""GET /api/v1/compact and /api/v1/compact/cards"""

from datetime import date, timedelta

from api import compact_shapes
from organisations.document import Opening
from organisations.models import DataVersion, Listing
from tests.api.conftest import fits
from tests.factories import change, organisation


def test_both_files_have_their_shape_and_the_same_version(cast, get, today):
    compact, cards = get("compact").json(), get("compact/cards", lang="en").json()
    fits(compact, compact_shapes.COMPACT)
    fits(cards, compact_shapes.CARDS)
    assert compact["version"] == cards["version"] == DataVersion.current()[0]
    assert compact["date"] == cards["date"] == today.isoformat()
    assert len(cards["cards"]) == compact["organisations"] == 5


def test_organisations_stand_in_the_order_of_their_names(cast, get):
    names = [card[1] for card in get("compact/cards").json()["cards"]]
    assert names == [
        "Frauentreff",
        "Fußballverein Beispiel",
        "Fußballverein Beispiel – Mädchen",
        "Musikverein",
        "Runder Tisch",
    ]


def test_organisations_of_one_name_stand_in_the_order_of_their_primary_listings(vocabulary, get):
    made = [organisation("Zwilling") for _ in range(5)]
    slugs = [card[0] for card in get("compact/cards").json()["cards"]]
    rows = Listing.objects.filter(organisation__in=made).order_by("id")
    assert slugs == list(rows.values_list("slug", flat=True))


def test_the_columns_of_the_rows_say_what_the_listings_say(cast, get):
    compact = get("compact").json()
    rows = compact["rows"]
    assert rows["organisation"] == [0, 1, 2, 3, 3, 3, 4]
    assert {len(column) for column in rows.values()} == {7}
    assert (rows["lat"][1], rows["lng"][1]) == (4_867_900, 921_970)
    assert rows["approximate"][:4] == [1, 0, 0, 0]
    assert sorted(rows["approximate"][4:6]) == [0, 1]
    assert rows["fixed"] == [1, 1, 1, 1, 1, 1, 0]
    assert rows["days"][1] == 2
    assert rows["wheelchair"][0] == 1
    areas = [compact["areas"][area]["slug"] for area in rows["areas"][1]]
    assert set(areas) == {"bernhausen", "filderstadt"}
    assert sum(rows["wheelchair"]) == 2


def test_the_facts_of_the_organisations_are_indexes(cast, get):
    compact = get("compact").json()
    facts = compact["facts"]
    assert {len(column) for column in facts.values()} == {5}
    assert facts["kind"] == [2, 0, 0, 0, 1]
    assert [compact["topics"][topic] for topic in facts["topics"][3]] == ["band", "choir"]
    assert [compact["languages"][code] for code in facts["languages"][0]] == ["tr"]
    assert {compact["flags"][flag] for flag in facts["flags"][0]} == {"women-only", "childcare"}
    assert facts["german"] == [0, 1, 1, 1, -1]
    assert facts["promised"][:2] == [[-1], [2 * (date(2026, 9, 1) - date(2000, 1, 1)).days + 1]]
    assert facts["checked"][0] == -1
    assert facts["checked"][2] == (date(2026, 9, 1) - date(2000, 1, 1)).days


def test_topics_and_areas_name_their_parents_by_index(cast, get):
    compact = get("compact").json()
    football = compact["topics"].index("football")
    assert compact["topics"][compact["topic_parents"][football]] == "sport"
    assert compact["topic_parents"][compact["topics"].index("sport")] == -1
    areas = {area["slug"]: area for area in compact["areas"]}
    assert compact["areas"][areas["bernhausen"]["parent"]]["slug"] == "filderstadt"
    assert areas["filderstadt"]["parent"] == -1


def test_a_card_has_the_words_of_one_language(cast, get, today):
    cards = get("compact/cards", lang="en").json()["cards"]
    slug, name, language, teaser, teaser_language, places, times, promises, closed, parent = cards[1]
    assert (slug, name, language) == ("fussballverein-beispiel", "Fußballverein Beispiel", "de")
    assert (teaser, teaser_language, places) == ("", "", ["Bernhausen"])  # its card shows languages in that place
    assert times[0][0].endswith("every Tuesday")
    assert len(times[0][1]) == 3
    assert all(moment.endswith("T18:00") and moment >= today.isoformat() for moment in times[0][1])
    codes = get("compact").json()["languages"]
    assert promises == [[codes.index("ar"), "always", 0, (date(2026, 9, 1) - date(2000, 1, 1)).days, ""]]
    assert (closed, parent) == (None, None)


def test_a_card_without_promised_languages_has_its_teaser(cast, get):
    change(cast.football, languages=())
    cards = get("compact/cards", lang="en").json()["cards"]
    assert [card[3:5] for card in cards if card[0] == "fussballverein-beispiel"] == [["We play.", "en"]]


def test_the_words_stand_in_the_order_of_the_cards_and_are_of_their_version(cast, get):
    words, cards = get("compact/words").json(), get("compact/cards", lang="de").json()
    assert words["version"] == cards["version"]
    assert len(words["words"]) == len(cards["cards"])
    assert "fussballverein" in words["words"][1]


def test_the_words_bring_what_is_open_one_by_one_and_only_of_entries_in_the_list(cast, get, today):
    def offer(kind, days, **title):
        return Opening(kind, today + timedelta(days=days), title=title)

    change(
        cast.football, openings=(offer("seat", 9, de="Zwei"), offer("seat", 2, de="Eins", ar="١"), offer("trial", -1))
    )
    organisation("Entwurf", state="draft", openings=(offer("guest", 1, de="Geheim"),))
    words = get("compact/words").json()
    fits(words, compact_shapes.WORDS)
    day = (today - date(2000, 1, 1)).days
    assert words["openings"] == [[1, "seat", day + 2, {"ar": "١", "de": "Eins"}], [1, "seat", day + 9, {"de": "Zwei"}]]


def test_a_card_names_closure_and_parent(cast, get):
    *_, closed, parent = get("compact/cards").json()["cards"][2]
    assert closed == [cast.section.closed_from.isoformat(), cast.section.closed_until.isoformat()]
    assert parent == "Fußballverein Beispiel"


def test_days_of_a_promise_are_a_sum_of_bits(cast, get):
    assert get("compact/cards").json()["cards"][0][7][0][1:] == ["certain_days", 0b1010, -1, "Schreiben an …"]


def test_the_files_are_made_once_for_each_version(cast, get, django_assert_num_queries):
    get("compact/cards")
    with django_assert_num_queries(1):
        get("compact/cards")


def test_too_many_organisations_have_no_compact_file(cast, get, settings):
    settings.COMPACT_LIMIT = 4
    for path in ("compact", "compact/cards"):
        assert get(path).status_code == 404
