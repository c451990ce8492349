"""The desk's first page: numbers that lead to their lists, freshness by area, what changed in a week and by whom."""

from datetime import timedelta

from django.utils import timezone

from organisations.models import Batch, Revision
from organisations.services.publish import Change, publish_many
from tests.factories import change, document, organisation, place

GERMAN = {"headers": {"accept-language": "de"}}


def test_each_number_leads_to_a_list_as_long_as_it_says(desk, club, proposed):
    organisation("Ohne alles", topics=(), places=(), checked_on=None)
    numbers = {one.reason.name: one for one in desk.get("/curate/").context["today"].numbers}
    assert {name: one.count for name, one in numbers.items() if one.count} == {
        "waiting": 1, "unconfirmed": 1, "place": 1, "topic": 1, "translation": 2,
    }  # fmt: skip
    for one in numbers.values():
        page = desk.get(one.url)
        assert page.status_code == 200
        if "table" in page.context:
            assert page.context["table"].count == one.count


def test_the_ages_of_all_and_of_each_area_lead_to_their_lists(desk, club, other_desk):
    organisation("Alt", checked_on=timezone.localdate() - timedelta(days=600))
    organisation("Entwurf", state="draft")
    today = desk.get("/curate/").context["today"]
    assert [share.count for share in today.shares] == [1, 0, 1, 0]
    line = next(line for line in today.areas if line.area.slug == "bernhausen")
    assert [share.count for share in line.shares] == [1, 0, 1, 0]
    assert desk.get(line.shares[2].url).context["table"].count == 1
    assert other_desk.get("/curate/").context["today"].areas == []


def test_every_number_of_an_area_is_that_of_the_list_it_opens(desk, club, curator):
    far = place(None, town="Ostfildern", postcode="73760", area="ostfildern")
    organisation("Zwei Orte", places=(place(), far), checked_on=None)
    organisation("Zweimal hier", places=(place(), place(town="Filderstadt", area="harthausen")))
    organisation("Verborgen", places=(place(private=True),))
    organisation("Nur Stadt", places=(), area="filderstadt")
    for line in desk.get("/curate/").context["today"].areas:
        assert desk.get(line.url).context["table"].count == line.total, line.area.slug
        for share in line.shares:
            assert desk.get(share.url).context["table"].count == share.count, (line.area.slug, share.age)


def test_the_areas_beyond_the_first_are_a_link_away(desk, club, monkeypatch):
    monkeypatch.setattr("organisations.curate.today.MOST_AREAS", 1)
    page = desk.get("/curate/")
    assert len(page.context["today"].areas) == 1 and 'href="?areas=all#areas"' in page.content.decode()
    page = desk.get("/curate/?areas=all")
    assert {line.area.slug for line in page.context["today"].areas} == {"filderstadt", "bernhausen"}
    assert "areas=all" not in page.content.decode()


def test_what_changed_within_a_week_is_grouped_by_who_did_it(desk, other_desk, club, curator):
    old = organisation("Lange her")
    Revision.objects.filter(organisation=old).update(created_at=timezone.now() - timedelta(days=9))
    batch = Batch.objects.create(source="liste.csv", author="import")
    publish_many([Change(document(f"Verein {n}")) for n in range(5)], author="import", batch=batch)
    change(club, phone="0711 1")
    change(club, phone="0711 2")
    changes = desk.get("/curate/", **GERMAN).context["today"].changes
    found = [(one.who, one.what, one.entries, one.new, one.more) for one in changes]
    assert found == [("Der Betreiber", "", 1, 1, 0), ("Ein Import", "liste.csv", 5, 5, 2)]
    assert {row.listing.name for row in desk.get(changes[0].url).context["table"].rows} == {"Bunter Ball"}
    publish_many([Change(document("Noch einer"))], author="import", batch=Batch.objects.create(source="zwei.csv"))
    for one in desk.get("/curate/").context["today"].changes:
        assert desk.get(one.url).context["table"].count == one.entries, one.what
    assert other_desk.get("/curate/").context["today"].changes == []


def test_it_is_where_one_arrives_after_signing_in(settings):
    assert settings.LOGIN_REDIRECT_URL == "desk"


def test_somebody_without_an_area_finds_an_empty_desk(desk, curator, club):
    curator.user.curator_role.areas.clear()
    for path in ("/curate/", "/curate/entries/?state=public&sort=changed", "/curate/map/?state=public"):
        assert desk.get(path).status_code == 200, path
    assert sum(one.count for one in desk.get("/curate/").context["today"].numbers) == 0
    assert desk.post("/curate/entries/bulk/", {"act": "archive", "which": "all", "do": "1"}).status_code == 200
