"""Merging two entries: one document of both, and everything that led to one leads to the other, until it is undone."""

from datetime import date

import pytest

from organisations.document import Contact
from organisations.models import (
    ContactPerson,
    CuratorRole,
    Decision,
    Editor,
    ExternalId,
    Merge,
    Organisation,
    Revision,
)
from organisations.services.deciding import Curator
from organisations.services.duplicate_pairs import find_pairs, pair_by_hand
from organisations.services.joining import Wanted, join
from organisations.services.labels import note_down, set_labels
from organisations.services.ownership import link_of, new_link, send_links
from organisations.services.suggestions import suggest_change, suggest_entry
from tests.factories import HARTHAUSEN, change, document, meeting, organisation, place
from tests.organisations.associations.conftest import SITE, changed, now_of, secret_of, sender
from tests.organisations.curate.merging import PERSON, form_of, merged
from tests.organisations.imports.town import BAND, CHOIR, run
from tests.organisations.imports.town import changed as altered

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_the_best_of_both_is_proposed_and_said_why(curator_client, page):
    found = curator_client.get(page).context["compared"]
    proposed = {one.row.field: (one.row.default, one.row.why) for one in found.rows}
    assert found.keep == "second"  # more hangs on it
    assert proposed["phone"] == ("second", "checked")
    assert proposed["website"] == ("second", "only")
    assert proposed["topics"] == ("both", "all")
    assert proposed["languages.ar"] == ("first", "only")


def test_one_document_has_what_was_chosen_and_all_of_the_rest(curator_client, page, kept, gone):
    merged(curator_client, page, **{"row-phone": "first", "row-topics": "both", "row-name": "first"})
    now, other = now_of(kept), now_of(gone)
    assert (now.name, now.phone, now.website, now.topics) == (
        "Bunter Ball",
        "0711 1",
        "https://ball.example",
        ("football", "chess"),
    )
    assert set(now.texts) == {"de", "ar"}
    assert [item.code for item in now.languages] == ["ar", "tr"]
    assert [(one.address.street, one.private) for one in now.places] == [("Musterweg 4", False), ("Weg 9", True)]
    assert ContactPerson.objects.shown().get(organisation=kept).pk == PERSON.id
    assert (other.state, other.contacts) == ("archived", ())
    assert Decision.objects.filter(action="pair:merged").count() == 2
    assert Revision.objects.filter(organisation=gone).latest("number").reason == f"joined:{kept.pk}"


def test_all_addresses_and_ids_lead_to_the_entry_that_stays(client, curator_client, page, kept, gone):
    merged(curator_client, page, **{"row-name": "first"})
    for old in ("bunter-ball-ev", "bunter-ball-filder"):
        for tail in ("", "entry.vcf", "times.ics", "contact/", "suggest/", "first-visit/"):
            answer = client.get(f"/de/o/{old}/{tail}")
            assert (answer.status_code, answer.headers["Location"]) == (301, f"/de/o/bunter-ball/{tail}"), tail
        assert "max-age" in answer.headers["Cache-Control"]
        listed = client.get(f"/de/shortlist/?id={old}")
        assert [card["slug"] for card in listed.context["cards"]] == ["bunter-ball"]
    answer = client.get(f"/api/v1/organisations/{gone.pk}?lang=de")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/api/v1/organisations/{kept.pk}?lang=de")
    change(kept, state="archived")
    assert client.get(f"/api/v1/organisations/{gone.pk}").status_code == 404
    assert client.get("/de/o/bunter-ball-ev/").status_code == 404


def test_editors_and_their_links_come_over_once_each(curator_client, page, kept, gone):
    both = Editor.objects.get(organisation=gone, email="both@verein.example")
    secret = secret_of(new_link(both, SITE))
    merged(curator_client, page)
    found = Editor.objects.active().filter(organisation=kept).values_list("email", flat=True)
    assert sorted(found) == ["both@verein.example", "nur@verein.example"]
    link = link_of(secret)
    assert link and link.editor.organisation_id == kept.pk
    assert send_links("both@verein.example", language="de", site=SITE) == 1


def test_notes_and_labels_of_curators_come_over_and_go_back(curator_client, page, kept, gone):
    note_down(gone.pk, "Bitte anrufen", author="user:1")
    set_labels(gone.pk, ["Prüfen"], by="user:1")
    merged(curator_client, page)
    assert kept.desk_notes.get().text == "Bitte anrufen" and kept.labels.get().name == "Prüfen"
    curator_client.post(page, {"action": "part"})
    assert not kept.desk_notes.exists() and not kept.labels.exists() and gone.desk_notes.exists()


def test_sections_stand_below_the_entry_that_stays(curator_client, page, kept, gone):
    section = organisation("Bunter Ball Jugend", parent=gone.pk)
    merged(curator_client, page)
    assert now_of(section).parent == kept.pk


def test_what_waits_goes_on_waiting_there(curator_client, page, kept, gone):
    hidden = changed(gone, website="https://neu.example", contacts=(Contact(name="Neu", phone="0711 9"),))
    found = suggest_change(hidden, base=gone.number or 2, sender=sender())
    merged(curator_client, page, **{"row-website": "second"})
    found.refresh_from_db()
    assert found.organisation_id == kept.pk
    item = f"/curate/queue/{found.pk}/"
    parts = [part.difference.key[0] for part in curator_client.get(item).context["item"].parts]
    assert parts.count("website") == 1 and "contacts" in parts
    assert curator_client.post(item, {"action": "rest"}).status_code == 302
    now = now_of(kept)
    assert now.website == "https://neu.example" and "Neu" in [one.name for one in now.contacts]


def test_a_new_entry_that_was_suggested_is_taken_as_accepted(curator_client, kept):
    new = suggest_entry(document("Bunter Ball", website="https://neu.example"), sender=sender(email="wer@x.example"))
    pair = pair_by_hand(kept, new.organisation, user=CuratorRole.objects.get().user)
    merged(curator_client, f"/curate/duplicates/{pair.pk}/")
    new.refresh_from_db()
    assert (new.state, new.organisation_id) == ("accepted", kept.pk)
    assert new.mail and new.mail.recipient == "wer@x.example"
    assert now_of(kept).website == "https://neu.example"


def test_the_source_goes_on_with_the_entry_that_stays(curator_client, page, kept, gone):
    merged(curator_client, page)
    row = ExternalId.objects.get()
    assert row.organisation_id == kept.pk
    assert row.seen["place"] in {str(one.id) for one in now_of(kept).places if one.private}


def test_an_address_that_is_private_in_one_of_them_stays_private(curator_client, kept):
    private = organisation("Bunter Ball", places=(place(private=True),))
    pair = pair_by_hand(kept, private, user=CuratorRole.objects.get().user)
    merged(curator_client, f"/curate/duplicates/{pair.pk}/", **{"row-places.0": "first"})
    assert [one.private for one in now_of(kept).places] == [True]


# Two at once, clumsy and hostile


def test_a_form_from_before_a_change_merges_nothing_and_keeps_what_was_chosen(curator_client, page, kept, gone):
    form = form_of(curator_client, page, **{"row-phone": "first"})
    change(kept, email="neu@verein.example")
    answer = curator_client.post(page, form)
    assert answer.status_code == 409 and not Merge.objects.exists()
    chosen = {one.row.field: one.chosen for one in answer.context["compared"].rows}
    assert chosen["phone"] == "first"
    assert curator_client.post(page, form_of(curator_client, page)).status_code == 302


def test_the_second_of_two_curators_is_told(curator_client, page):
    form = form_of(curator_client, page)
    assert curator_client.post(page, form).status_code == 302
    for act in (form, {"action": "distinct"}, {"action": "reopen"}):
        assert curator_client.post(page, act).status_code == 409
    assert Merge.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"action": "merge"},
        {"action": "merge", "keep": "x", "number-first": "9" * 30},
        {"action": "x"},
        {"row-name": "\0"},
    ],
)
def test_nonsense_merges_nothing(curator_client, page, given):
    assert curator_client.post(page, given).status_code in (200, 409)
    assert not Merge.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"keep": ""},
        {"keep": "third"},
        {"keep": "both"},
        {"row-phone": "both"},
        {"row-phone": "x"},
        {"row-nothing": "first"},
    ],
)
def test_a_form_that_cannot_be_understood_is_refused_with_a_sentence(curator_client, page, odd):
    form = form_of(curator_client, page, **{"keep": "first", "row-name": "second"} | odd)
    answer = curator_client.post(page, form, headers={"accept-language": "en"})
    assert answer.status_code == 422 and "Nothing was merged" in answer.content.decode()
    assert not Merge.objects.exists() and not Revision.objects.filter(batch__isnull=False).exists()
    shown = {one.name: one.chosen for one in answer.context["compared"].rows}
    assert shown["row-name"] == "second"  # what could be understood is still chosen
    del form["keep"]
    assert curator_client.post(page, form).status_code == 422


def test_a_meeting_keeps_its_place(curator_client, kept):
    hall = place(HARTHAUSEN, street="Halle 1")
    other = organisation(
        "Bunter Ball", places=(hall,), meetings=(meeting(place=hall.id),), checked_on=date(2026, 10, 1)
    )
    pair = pair_by_hand(kept, other, user=CuratorRole.objects.get().user)
    merged(curator_client, f"/curate/duplicates/{pair.pk}/", **{"row-meetings": "both"})
    now = now_of(kept)
    (hall_here,) = [one.id for one in now.places if one.address.street == "Halle 1"]
    assert [one.place for one in now.meetings] == [None, hall_here]


def test_both_rows_of_a_source_update_the_one_entry(tmp_path, admin_user):
    run(tmp_path, CHOIR, BAND)
    first, second = Organisation.objects.order_by("pk")
    pair = pair_by_hand(first, second, user=admin_user)
    join(pair.pk, Wanted("first", {}, (1, 1)), curator=Curator(admin_user, SITE))
    before = now_of(first)
    assert run(tmp_path, CHOIR, BAND).counts()["unchanged"] == 2
    assert now_of(first) == before
    report = run(tmp_path, altered(CHOIR, Telefon="0711 23125777"), altered(BAND, Telefon="0711 23125888"))
    assert report.counts()["refused"] == 0 and Organisation.objects.count() == 2
    assert now_of(first).phone in ("0711 23125777", "0711 23125888", before.phone)
    assert now_of(second).state == "archived"


@pytest.fixture
def twins(curator_client) -> tuple[str, Organisation, Organisation]:
    """The page of two entries of which neither is better, both with an address of their own."""
    day = {"checked_on": date(2026, 10, 1)}
    one = organisation("Wanderfreunde", phone="0711 1", **day)
    two = organisation("Wanderfreunde e.V.", phone="0711 2", **day)
    pair = pair_by_hand(one, two, user=CuratorRole.objects.get().user)
    return f"/curate/duplicates/{pair.pk}/", one, two


def test_the_address_of_the_entry_that_stays_stays_whatever_it_is_called_then(curator_client, client, twins):
    page, _one, two = twins
    merged(curator_client, page, **{"keep": "second", "row-name": "first"})
    two.refresh_from_db()
    assert (two.name, two.slug) == ("Wanderfreunde", "wanderfreunde-ev")
    assert client.get("/de/o/wanderfreunde/").headers["Location"] == "/de/o/wanderfreunde-ev/"
    curator_client.post(page, {"action": "part"})
    assert sorted(Organisation.objects.values_list("name", "slug")) == [
        ("Wanderfreunde", "wanderfreunde"),
        ("Wanderfreunde e.V.", "wanderfreunde-ev"),
    ]


def test_what_follows_the_entry_that_stays_is_shown_anew_before_anything_is_merged(curator_client, twins):
    page, one, two = twins
    form = form_of(curator_client, page)
    assert (form["keep"], form["row-name"], form["row-phone"]) == ("first", "first", "first")
    answer = curator_client.post(page, form | {"shown": "first", "keep": "second"})
    assert answer.status_code == 200 and not Merge.objects.exists()
    found = answer.context["compared"]
    chosen = {one.row.field: (one.chosen, one.why[0]) for one in found.rows}
    assert chosen["name"] == chosen["phone"] == ("second", "B")
    assert 'name="shown" value="second"' in answer.content.decode()
    again = form_of(curator_client, page, keep="second", shown="second", **{one.name: one.chosen for one in found.rows})
    told = curator_client.post(page, again, follow=True).content.decode()
    assert "A: Wanderfreunde" in told and "B: Wanderfreunde e.V." in told
    assert now_of(two).phone == "0711 2" and now_of(one).state == "archived"


def test_one_of_the_two_becomes_a_section_of_the_other(curator_client, twins):
    page, one, two = twins
    form = form_of(curator_client, page, action="section-second")
    assert curator_client.post(page, form).status_code == 302
    assert (now_of(two).parent, now_of(one).parent) == (one.pk, None)
    assert find_pairs() == 0
    assert set(Decision.objects.values_list("action", flat=True)) == {"pair:section"}
    assert curator_client.post(page, form).status_code == 409


def test_a_section_stays_in_its_body_and_a_body_of_sections_becomes_none(curator_client, twins):
    page, one, two = twins
    organisation("Wanderfreunde Jugend", parent=one.pk)
    assert [way["side"] for way in curator_client.get(page).context["compared"].sections] == ["second"]
    refused = curator_client.post(page, form_of(curator_client, page, action="section-first"))
    assert refused.status_code == 409 and now_of(one).parent is None
    change(two, parent=organisation("Albverein").pk)
    assert curator_client.get(page).context["compared"].sections == []
