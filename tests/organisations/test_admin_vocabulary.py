"""Topics, flags, levels and areas in the admin: what shows them is made anew."""

from typing import Any

import pytest
from django.test import Client

from organisations.models import Area, DataVersion, GermanLevel, Listing, OpennessFlag, Organisation, Topic
from organisations.services.listing import refresh_listings
from tests.factories import organisation, place
from tests.organisations.admin_forms import faults, open_form

pytestmark = pytest.mark.usefixtures("vocabulary")
ROOT = "/admin/organisations/"


def address(term: Any, action: str = "change") -> str:
    """Where a term is changed or deleted."""
    return f"{ROOT}{type(term)._meta.model_name}/{term.pk}/{action}/"


def save(admin: Client, term: Any, **changes: Any) -> None:
    """Open the term's form, change some fields, save."""
    response = admin.post(address(term), open_form(admin, address(term)) | changes)
    assert response.status_code == 302, faults(response.content.decode())


def found(word: str) -> set[str]:
    """The names of entries that a search for a word finds."""
    rows = Listing.objects.extra(where=["words LIKE %s"], params=[f"%{word}%"])
    return set(rows.values_list("name", flat=True))


def listings() -> list[dict[str, Any]]:
    """All that stands in the read model."""
    return [dict(row) for row in Listing.objects.order_by("pk").values()]


def assert_listings_equal_a_rebuild() -> None:
    """The rule of the read model."""
    before = listings()
    refresh_listings(list(Organisation.objects.values_list("pk", flat=True)))
    assert listings() == before


def test_a_renamed_topic_is_found_by_its_new_name(admin):
    organisation("Kicker", topics=("football",))
    version = DataVersion.current()
    save(admin, Topic.objects.get(slug="football"), names="de: Bolzerei\r\nen: Kickabout")
    assert Topic.objects.get(slug="football").names == {"de": "Bolzerei", "en": "Kickabout"}
    assert found("bolzerei") == {"Kicker"}
    assert all(new > old for new, old in zip(DataVersion.current(), version, strict=True))
    assert_listings_equal_a_rebuild()


def test_a_renamed_top_topic_reaches_the_entries_of_its_subtopics(admin):
    organisation("Kicker", topics=("football",))
    save(admin, Topic.objects.get(slug="sport"), names="de: Leibesertüchtigung")
    assert found("leibesertuchtigung") == {"Kicker"}


def test_a_topic_that_moves_to_another_one_takes_its_entries_along(admin):
    organisation("Kicker", topics=("football",))
    culture = Topic.objects.get(slug="culture")
    save(admin, Topic.objects.get(slug="football"), parent=str(culture.pk))
    assert culture.pk in Listing.objects.get(name="Kicker").topics
    assert_listings_equal_a_rebuild()


def test_an_unchanged_form_changes_nothing(admin):
    terms: tuple[Any, ...] = (
        Topic.objects.get(slug="football"), OpennessFlag.objects.first(), GermanLevel.objects.first(),
        Area.objects.get(slug="bernhausen"), Area.objects.get(slug="filderstadt"),
    )  # fmt: skip
    for term in terms:
        before, version = type(term).objects.filter(pk=term.pk).values().get(), DataVersion.current()
        save(admin, term)
        assert type(term).objects.filter(pk=term.pk).values().get() == before
        assert DataVersion.current() == version, term


def test_there_are_two_levels_of_topics(admin):
    sport, culture = Topic.objects.get(slug="sport"), Topic.objects.get(slug="culture")
    form = open_form(admin, address(sport)) | {"parent": str(culture.pk)}
    assert "two levels" in faults(admin.post(address(sport), form).content.decode())


@pytest.mark.parametrize("names", ["", "Fußball", "de Fußball", "de:", "de: a\nde: b", "Deutsch!: x"])
def test_names_that_are_none_are_refused(admin, names):
    topic = Topic.objects.get(slug="football")
    form = open_form(admin, address(topic)) | {"names": names}
    assert faults(admin.post(address(topic), form).content.decode())


def test_search_words_are_lists_by_language(admin):
    save(admin, Topic.objects.get(slug="football"), search_words="de: Kicken, Bolzen\nar: كرة")
    assert Topic.objects.get(slug="football").search_words == {"de": ["Kicken", "Bolzen"], "ar": ["كرة"]}


def test_the_slug_of_a_term_stays(admin):
    flag = OpennessFlag.objects.get(slug="childcare")
    save(admin, flag, slug="other", icon="alert-circle")
    flag.refresh_from_db()
    assert (flag.slug, flag.icon) == ("childcare", "alert-circle")


def test_a_new_flag_can_be_added_and_deleted(admin):
    form = open_form(admin, f"{ROOT}opennessflag/add/") | {
        "slug": "dogs-welcome",
        "icon": "alert-circle",
        "names": "de: Hunde",
    }
    assert admin.post(f"{ROOT}opennessflag/add/", form).status_code == 302
    flag, version = OpennessFlag.objects.get(slug="dogs-welcome"), DataVersion.current()
    assert admin.post(address(flag, "delete"), {"post": "yes"}).status_code == 302
    assert not OpennessFlag.objects.filter(slug="dogs-welcome").exists()
    assert DataVersion.current()[1] > version[1]


def test_the_words_of_a_german_level_can_be_changed_and_the_steps_cannot(admin):
    level, version = GermanLevel.objects.get(slug="little"), DataVersion.current()
    save(admin, level, names="de: Ein bisschen", rank="3")
    level.refresh_from_db()
    assert (level.names, level.rank) == ({"de": "Ein bisschen"}, 1)
    assert DataVersion.current()[1] > version[1]
    assert admin.get(f"{ROOT}germanlevel/add/").status_code == 403
    assert admin.post(address(level, "delete"), {"post": "yes"}).status_code == 403


class TestInUse:
    @pytest.fixture
    def terms(self) -> list[Any]:
        """A topic, a flag and areas that an entry has, and a topic with subtopics."""
        organisation(topics=("football",), flags=("childcare",), area=None, places=(place(area="bernhausen"),))
        areas = Area.objects.filter(slug__in=["bernhausen", "filderstadt"])
        topics = Topic.objects.filter(slug__in=["football", "culture"])
        return [*topics, OpennessFlag.objects.get(slug="childcare"), *areas]

    def test_a_term_in_use_cannot_be_deleted(self, admin, terms):
        before = listings()
        for term in terms:
            assert "is in use" in admin.get(address(term, "delete")).content.decode()
            assert admin.post(address(term, "delete"), {"post": "yes"}).status_code == 200
            assert type(term).objects.filter(pk=term.pk).exists()
        assert listings() == before

    def test_nor_many_of_them_at_once(self, admin, terms):
        for term in terms:
            free = type(term).objects.exclude(pk__in=[one.pk for one in terms]).last()
            chosen = {"action": "delete_selected", "_selected_action": [term.pk, free.pk], "post": "yes"}
            assert admin.post(f"{ROOT}{type(term)._meta.model_name}/", chosen).status_code == 200
            assert type(term).objects.filter(pk__in=[term.pk, free.pk]).count() == 2

    def test_what_nothing_uses_can_be_deleted_together(self, admin):
        version = DataVersion.current()
        chosen = OpennessFlag.objects.filter(slug__in=["childcare", "travel-help"]).values_list("pk", flat=True)
        form = {"action": "delete_selected", "_selected_action": list(chosen), "post": "yes"}
        assert admin.post(f"{ROOT}opennessflag/", form).status_code == 302
        assert not OpennessFlag.objects.filter(slug__in=["childcare", "travel-help"]).exists()
        assert DataVersion.current()[1] > version[1]


class TestAreas:
    def test_a_renamed_area_reaches_its_entries(self, admin):
        organisation("Hier", places=(place(area="bernhausen"),))
        organisation("Ohne Ort", places=(), area="bernhausen")
        save(admin, Area.objects.get(slug="bernhausen"), name="Bärenhausen")
        assert set(Listing.objects.values_list("card__place", flat=True)) == {"Bärenhausen"}
        assert_listings_equal_a_rebuild()

    def test_a_moved_centre_moves_entries_without_a_place_and_keeps_the_outline(self, admin):
        organisation("Ohne Ort", places=(), area="bernhausen")
        area = Area.objects.get(slug="bernhausen")
        save(admin, area, centre_lng="9.21", centre_lat="48.67")
        point = Listing.objects.get().point
        assert point and point.coords == (9.21, 48.67)
        assert Area.objects.get(slug="bernhausen").outline == area.outline
        assert_listings_equal_a_rebuild()

    def test_an_outline_cannot_be_sent(self, admin):
        area = Area.objects.get(slug="filderstadt")
        outline = area.outline
        save(admin, area, outline="POLYGON((0 0,1 0,1 1,0 0))", name="Filderstadt neu")
        assert Area.objects.get(slug="filderstadt").outline == outline

    @pytest.mark.parametrize("lng", ["", "200", "nan", "POINT(9 48)", '{"type":"Point","coordinates":[9,48]}'])
    def test_a_centre_that_is_no_point_is_refused(self, admin, lng):
        area = Area.objects.get(slug="bernhausen")
        form = open_form(admin, address(area)) | {"centre_lng": lng}
        assert faults(admin.post(address(area), form).content.decode())

    def test_an_area_can_be_added(self, admin):
        form = open_form(admin, f"{ROOT}area/add/") | {
            "slug": "neudorf", "name": "Neudorf", "kind": "municipality", "postcodes": "71111, 71112",
            "centre_lng": "9.3", "centre_lat": "48.7",
        }  # fmt: skip
        assert admin.post(f"{ROOT}area/add/", form).status_code == 302
        area = Area.objects.get(slug="neudorf")
        assert (area.postcodes, area.ags, area.centre.coords) == (["71111", "71112"], None, (9.3, 48.7))

    def test_a_district_belongs_to_a_municipality(self, admin):
        area, district = Area.objects.get(slug="filderstadt"), Area.objects.get(slug="bernhausen")
        for changes in ({"parent": ""}, {"parent": str(district.pk)}):
            form = open_form(admin, address(district)) | changes
            assert "municipality" in faults(admin.post(address(district), form).content.decode())
        form = open_form(admin, address(area)) | {"kind": "district"}
        assert faults(admin.post(address(area), form).content.decode())

    @pytest.mark.parametrize(
        "lookup", ["outline__bbcontains", "centre__dwithin", "outline", "parent__outline__contains", "centre__exact"]
    )
    def test_query_strings_reach_no_geometry(self, admin, lookup):
        assert admin.get(f"{ROOT}area/?{lookup}=/vsicurl/http://x").status_code == 400

    def test_the_list_can_be_filtered(self, admin):
        page = admin.get(f"{ROOT}area/?kind__exact=municipality&in_region__exact=1").content.decode()
        assert "Filderstadt" in page
        assert "Bernhausen</a>" not in page

    def test_areas_are_found_by_typing(self, admin):
        query = "app_label=organisations&model_name=organisation&field_name=area&term=bernh"
        assert [row["text"] for row in admin.get(f"/admin/autocomplete/?{query}").json()["results"]] == ["Bernhausen"]


def test_nobody_overwrites_what_somebody_else_saved_meanwhile(admin):
    topic = Topic.objects.get(slug="football")
    mine, theirs = open_form(admin, address(topic)), open_form(admin, address(topic))
    assert admin.post(address(topic), theirs | {"position": "7"}).status_code == 302
    assert "meanwhile" in faults(admin.post(address(topic), mine | {"names": "de: Meins"}).content.decode())
    topic.refresh_from_db()
    assert (topic.position, topic.names["de"]) == (7, "Fußball")


def test_an_icon_is_one_of_the_sprite(admin):
    flag = OpennessFlag.objects.get(slug="childcare")
    form = open_form(admin, address(flag)) | {"icon": "no-such-icon"}
    assert faults(admin.post(address(flag), form).content.decode())
