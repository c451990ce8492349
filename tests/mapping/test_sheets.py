"""The shortlist by its address, and sheets for the wall: numbers, map, code, day of expiry; without JavaScript."""

import re
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from django.core.cache import cache

from mapping.dots import numbered_by_place, overlap, piles_of
from mapping.sheets import MOST_KEPT, ROWS, VALID_DAYS, slugs_of
from mapping.sketch import Frame, _label
from organisations.formats import long_date
from tests.factories import change, meeting, organisation, place
from tests.html import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return parse(answer.content.decode())


def names(tree):
    return [name.text for name in tree.all("#cards .card-name")]


def test_the_shortlist_shows_the_entries_of_its_address_in_their_order(client):
    organisation("Schachfreunde")
    organisation("Chor")
    organisation("Anderer Verein")
    assert names(page(client, "/en/shortlist/?id=schachfreunde,chor")) == ["Schachfreunde", "Chor"]


def test_every_entry_has_its_number_on_the_map(client):
    organisation("Schachfreunde", places=(place((9.21, 48.66)),))
    organisation("Chor", places=(place((9.257, 48.64)),))
    tree = page(client, "/en/shortlist/?id=chor,schachfreunde")
    assert [number.text for number in tree.all(".sketch-number")] == ["1", "2"]
    assert tree.all(".sketch-municipality")


def test_entries_of_one_house_share_a_dot(client):
    for name in ("Chor", "Tanz", "Schach"):
        organisation(name)
    tree = page(client, "/en/shortlist/?id=chor,tanz,schach")
    assert [number.text for number in tree.all(".sketch-number")] == ["1–3"]


def test_a_pile_of_many_shows_every_number():
    spots = [(number, 100.0 + 250 * (number % 2), 130.0) for number in range(1, 51)]
    shown = [", ".join(pile.lines).replace(",,", ",").split(", ") for pile in piles_of(spots, 460, 260)]
    assert sorted(int(number) for pile in shown for number in pile) == list(range(1, 51))


def test_the_entries_of_a_sheet_are_numbered_by_place(client):
    for n in range(6):
        organisation(f"Verein {n}", places=(place((9.3 if n % 2 else 9.2, 48.6 if n % 2 else 48.7)),))
    organisation("Aller Orten", places=(), area=None)
    tree = page(client, "/en/sheet/")
    assert [number.text for number in tree.all(".sketch-number")] == ["1–3", "4–6"]
    names = [row.text for row in tree.all(".wall-rows b")]
    assert names == [*(f"Verein {n}" for n in (0, 2, 4, 1, 3, 5)), "Aller Orten"]


def test_numbers_of_the_map_have_the_digits_of_the_language(client):
    organisation("Chor")
    organisation("Tanz")
    assert page(client, "/fa/sheet/").one(".sketch-number").text == "۱, ۲"
    assert "۲۰" in page(client, "/fa/sheet/").one(".wall-foot").text


def test_names_of_areas_lie_over_no_dot_and_over_no_other_name():
    frame = Frame(9.0, 48.6, 9.4, 48.8, 1150.0, 1700.0)
    taken = [(100.0, 100.0, 160.0, 124.0)]
    found = [_label("Bernhausen", "municipality", (130.0, 112.0), frame, taken) for _ in range(4)]
    assert all(found) and len(taken) == 5
    assert not any(overlap(one, other) for one, other in combinations(taken, 2))


@pytest.mark.parametrize("seed", range(5))
def test_no_dot_covers_another_and_none_leaves_the_drawing(seed):
    chance = Random(seed)
    spots = [(n, chance.uniform(30, 430), chance.uniform(30, 230)) for n in range(1, 61)]
    order, piles = numbered_by_place(spots, 460, 260)
    assert sorted(order) == list(range(1, 61))
    assert sorted(number for pile in piles for number, _x, _y in pile.spots) == list(range(1, 61))
    for dots in (piles, piles_of(spots, 460, 260)):
        assert not any(overlap(one.box, other.box) for one, other in combinations(dots, 2))
        assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 460 and box[3] <= 260 for box in (dot.box for dot in dots))


def test_the_address_on_a_sheet_tells_no_position(client):
    organisation("Chor", topics=("choir",), places=(place((9.2209, 48.6712)),))
    tree = page(client, "/en/sheet/?topic=choir&near=48.6712,9.2201&radius=2&sort=distance")
    assert [row.text for row in tree.all(".wall-rows b")] == ["Chor"]
    article = tree.one("article")
    assert "http://testserver/en/?topic=choir" in article.text
    assert "48.6712" not in article.text and " m" not in article.one(".wall-rows p").text


def test_a_list_without_any_place_has_no_map(client):
    organisation("Runder Tisch", places=(), area=None)
    tree = page(client, "/en/shortlist/?id=runder-tisch")
    assert names(tree) == ["Runder Tisch"]


def test_the_code_leads_to_the_list(client):
    organisation("Chor")
    tree = page(client, "/en/shortlist/?id=chor")
    assert tree.all(".qr svg")
    assert "http://testserver/en/shortlist/?id=chor" in tree.one(".qr-box").text


def test_an_empty_shortlist_says_how_to_fill_it(client):
    tree = page(client, "/en/shortlist/")
    assert "bookmark" in tree.one("#shortlist-empty").text
    assert tree.one("#shortlist-tools").get("hidden") is not None


def test_entries_that_are_gone_are_counted(client):
    organisation("Chor")
    organisation("Entwurf", state="draft")
    tree = page(client, "/en/shortlist/?id=chor,entwurf,nie-gewesen")
    assert names(tree) == ["Chor"]
    assert "2 entries of this list are not there any more." in tree.one(".notice.ask").text


def test_an_earlier_name_finds_its_entry(client):
    entry = organisation("Alter Name")
    change(entry, name="Neuer Name")
    cache.clear()
    assert names(page(client, "/en/shortlist/?id=alter-name,neuer-name")) == ["Neuer Name"]


def test_the_number_of_queries_does_not_grow_with_the_list(client):
    slugs = [organisation(f"Verein {number}").slug for number in range(12)]
    page(client, f"/en/shortlist/?id={slugs[0]}")
    with _counted() as few:
        page(client, f"/en/shortlist/?id={slugs[0]},{slugs[1]}")
    with _counted() as many:
        page(client, f"/en/shortlist/?id={','.join(slugs)}")
    assert len(many) == len(few)


def _counted():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


@pytest.mark.parametrize("text", ["", ",,,", "a/b", "\0", "x" * 91, "\u202eabc", "<script>,", " , "])
def test_what_cannot_be_a_slug_is_left_out(text):
    assert slugs_of(text) in ([], ["<script>"])


def test_a_list_has_at_most_fifty_entries():
    assert len(slugs_of(",".join(f"verein-{number}" for number in range(200)))) == MOST_KEPT


def test_a_private_address_is_not_on_the_map(client):
    organisation("Frauentreff", places=(place((9.2345, 48.6712), private=True),))
    source = client.get("/en/shortlist/?id=frauentreff").content.decode()
    assert "9.2345" not in source and "48.6712" not in source


def test_a_sheet_holds_the_entries_of_its_filters(client):
    organisation("Chor", topics=("choir",))
    organisation("Fußball", topics=("football",))
    tree = page(client, "/en/sheet/?topic=choir")
    assert [row.text for row in tree.all(".wall-rows b")] == ["Chor"]
    assert "topic=choir" in tree.one(".wall-foot").text
    assert tree.all(".qr svg") and tree.all("svg.sketch")


def test_a_sheet_says_when_to_take_it_down(client):
    until = date.today() + timedelta(days=VALID_DAYS)
    text = page(client, "/en/sheet/").one(".wall-foot").text
    from django.utils.translation import override

    with override("en"):
        assert long_date(until) in text


def test_a_sheet_names_the_rule_of_a_meeting_and_no_next_date(client):
    organisation("Chor", meetings=(meeting(),))
    text = page(client, "/en/sheet/").one(".wall-rows").text
    assert re.search(r"every \w+ · \d\d:\d\d", text)
    assert "Today" not in text and "Tomorrow" not in text


@pytest.mark.parametrize(
    ("size", "expected"), [("a3", "wall-a3"), ("a4", "wall-a4"), ("a5", "wall-a4"), ("", "wall-a4")]
)
def test_a_sheet_is_as_large_as_asked(client, size, expected):
    assert page(client, f"/en/sheet/?size={size}").all(f".{expected}")


def test_a_sheet_says_how_many_did_not_fit(client, monkeypatch):
    monkeypatch.setitem(ROWS, "a4", 2)
    for number in range(ROWS["a4"] + 3):
        organisation(f"Verein {number}")
    tree = page(client, "/en/sheet/")
    assert len(tree.all(".wall-rows li")) == ROWS["a4"]
    assert "3 more groups at this address: http://testserver/en/" in tree.one(".wall-foot").text
    assert str(ROWS["a4"]) in tree.one(".sheet-tools").text
    assert "۳" in page(client, "/fa/sheet/").one(".wall-foot").text
    assert "more" not in page(client, "/en/sheet/?size=a3").one(".wall-foot").text


def test_what_the_address_of_a_sheet_cannot_mean_is_said(client):
    assert "color" in page(client, "/en/sheet/?color=red").one(".notice.ask").text


def test_an_address_too_long_for_a_code_becomes_that_of_the_list(client):
    languages = "&".join(f"language=aa-{number:08d}-{number:08d}" for number in range(50))
    tree = page(client, f"/en/sheet/?{languages}&q={'x' * 190}&{languages.replace('language', 'open')}")
    assert "http://testserver/en/" in tree.one(".wall-foot").text
    assert tree.all(".qr svg")


def test_a_sheet_without_entries_is_still_a_page(client):
    assert "Nothing here yet" in page(client, "/en/sheet/?topic=football").one("article").text


@pytest.mark.parametrize("address", ["/en/shortlist/?id=chor", "/en/sheet/"])
def test_search_machines_leave_lists_and_sheets_alone(client, address):
    assert "noindex" in (page(client, address).one("meta[name=robots]").get("content") or "")


def test_the_list_links_to_its_sheet_with_its_filters(client):
    organisation("Chor", topics=("choir",))
    link = page(client, "/en/?topic=choir").one("[data-with-query]")
    assert link.get("href") == "/en/sheet/?topic=choir"
