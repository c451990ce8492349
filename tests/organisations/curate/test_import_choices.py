"""What a curator chooses among the rows of an import: what is replaced, what is kept while turning pages."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from organisations.curate.imports import rows as shown_rows
from organisations.document import Text
from organisations.ids import new_id
from organisations.models import ContactPerson, ExternalId, ImportRun, ImportSource
from organisations.services.rows import load_document
from tests.factories import organisation
from tests.organisations.curate.test_import import as_guessed, chosen, compared, text, upload
from tests.organisations.imports.staged import worked
from tests.organisations.imports.town import CHOIR, changed, document, edit
from tests.signing_in import signed_in

ROWS = [f"{n};Verein {n};Weg {n};70794;Filderstadt;;;;;;;;;" for n in range(1, 4)]


@pytest.fixture
def desk(curator):
    return signed_in(curator.user, Client(headers={"accept-language": "en"}))


def lines(desk: Client, page: str) -> list[Any]:
    return list(desk.get(page).context["rows"].lines)


def ticks(desk: Client, page: str) -> list[bool]:
    return [line.row.chosen for line in lines(desk, page)]


class TestWhatPeopleChangedHere:
    """Something that the source changed too: it stays, or is replaced by choice."""

    @pytest.fixture
    def page(self, desk):
        """The choir is imported, then changed by hand; another mail address comes with the list."""
        chosen(desk, compared(desk, changed(CHOIR, Beschreibung="")))
        worked()
        texts = {"de": Text(summary="Von Hand.")}
        edit(lambda entry: replace(entry, phone="0711 11", email="hand@chor.example", texts=texts))
        return compared(desk, changed(CHOIR, Beschreibung="", EMail="neu@chor.example"))

    def test_both_values_are_shown_before_anything_is_chosen(self, desk, page):
        (line,) = lines(desk, page)
        told = [(one.label, one.before, one.after) for one in line.kept]
        assert told == [("E-mail", "hand@chor.example", "neu@chor.example")] and not line.differences
        assert "hand@chor.example" in text(desk, page) and "neu@chor.example" in text(desk, page)

    def test_replacing_changes_exactly_what_was_named(self, desk, page):
        (line,) = lines(desk, page)
        chosen(desk, page, take=[line.row.pk], over=[line.row.pk])
        worked()
        after = document()
        assert (after.email, after.phone) == ("neu@chor.example", "0711 11")
        assert after.texts["de"].summary == "Von Hand."

    def test_a_cell_that_is_empty_now_deletes_nothing_that_people_wrote(self, desk, page):
        again = compared(desk, changed(CHOIR, Beschreibung="", Telefon="", EMail="neu@chor.example"))
        (line,) = lines(desk, again)
        assert [one.label for one in line.kept] == ["E-mail"]
        chosen(desk, again, take=[line.row.pk], over=[line.row.pk])
        worked()
        assert document().phone == "0711 11"

    def test_what_no_column_says_is_never_replaced_by_a_guess(self, desk, page):
        edit(lambda entry: replace(entry, kind="committee"))
        again = compared(desk, changed(CHOIR, Name="Chorverein", EMail="neu@chor.example", Beschreibung="Neu."))
        (line,) = lines(desk, again)
        chosen(desk, again, take=[line.row.pk], over=[line.row.pk])
        worked()
        after = document("Chorverein")
        assert (after.kind, after.texts["de"].summary) == ("committee", "Von Hand.")

    def test_a_contact_person_who_was_replaced_is_known_to_the_next_import(self, desk, page):
        edit(
            lambda entry: replace(entry, contacts=(replace(entry.contacts[0], name="Von Hand", id=new_id(), row=None),))
        )
        ids = ExternalId.objects.get()
        ids.seen["contact"] = str(document().contacts[0].id)
        ids.save()
        again = compared(desk, changed(CHOIR, Ansprechpartner="Max Neu", Beschreibung="", EMail="hand@chor.example"))
        (line,) = lines(desk, again)
        chosen(desk, again, take=[line.row.pk], over=[line.row.pk])
        worked()
        chosen(desk, compared(desk, changed(CHOIR, Ansprechpartner="Maxi Neu", Beschreibung="")))
        worked()
        assert [person.name for person in document().contacts] == ["Maxi Neu"]

    def test_who_ticks_replace_alone_wants_the_row(self, desk, page):
        (line,) = lines(desk, page)
        assert (line.row.action, line.row.chosen) == ("unchanged", False)
        desk.post(page, {"row": [line.row.pk], "over": [line.row.pk], "action": "save"})
        (line,) = lines(desk, page)
        assert (line.row.action, line.row.chosen) == ("changed", True)
        assert [one.label for one in line.kept] == ["E-mail"]  # still the same, and nothing else


class TestARowThatIsAnEntryOfAnotherSource:
    """Nobody by hand, but another import wrote what is there."""

    @pytest.fixture
    def page(self, desk):
        there = organisation(
            "Chor Muster", phone="0711 23125001", email="", website="https://alt.example", kind="initiative", places=()
        )
        ExternalId.objects.create(organisation=there, source="other", value="7", revision=1, seen={})
        page = compared(desk, changed(CHOIR, Website=""))
        row = ImportRun.objects.get().rows.get()
        desk.post(page, {"row": [row.pk], f"is{row.pk}": str(there.pk), "action": "save"})
        return page

    def test_the_values_of_both_are_shown_and_nothing_says_it_was_by_hand(self, desk, page):
        (line,) = lines(desk, page)
        assert ("Name", "Chor Muster", "Chor Muster e.V.") in [(one.label, one.before, one.after) for one in line.kept]
        assert "by hand" not in text(desk, page).split("<form", 1)[1] and "as it was changed here" not in text(
            desk, page
        )

    def test_replacing_says_that_it_changes_the_entry_and_an_empty_cell_deletes_nothing(self, desk, page):
        (line,) = lines(desk, page)
        chosen(desk, page, take=[line.row.pk], over=[line.row.pk], action="save")
        (line,) = lines(desk, page)
        assert line.row.action == "changed"
        chosen(desk, page, over=[line.row.pk])
        worked()
        after = load_document(line.row.entry_id)
        assert (after.name, after.website, after.kind) == ("Chor Muster e.V.", "https://alt.example", "initiative")


@pytest.mark.usefixtures("vocabulary")
def test_that_a_row_is_an_entry_can_be_unsaid_and_is_remembered_though_nothing_changes(admin_user):
    desk = signed_in(admin_user, Client(headers={"accept-language": "en"}))
    there = organisation("Chor Muster", phone="0711 12345", places=())
    page = compared(desk, "1;Chor Muster;0711 12345", header="ID;Name;Telefon")
    pk = lines(desk, page)[0].row.pk
    for said, action in ((str(there.pk), "unchanged"), ("", "new"), (str(there.pk), "unchanged")):
        desk.post(page, {"row": [pk], f"is{pk}": said, "action": "save"})
        (line,) = lines(desk, page)
        assert (line.row.action, line.can_be_chosen) == (action, True)
    chosen(desk, page, take=[pk])
    worked()
    assert ExternalId.objects.get().organisation == there


class TestTurningPages:
    """Ticks are kept by whatever leads to other rows."""

    @pytest.fixture
    def page(self, desk, monkeypatch):
        monkeypatch.setattr(shown_rows, "PAGE", 2)
        return compared(desk, *ROWS)

    def press(self, desk: Client, page: str, name: str, value: str) -> str:
        """Presses that button of the page with the first row unticked; where it leads to."""
        first, second = lines(desk, page)
        assert f'name="{name}" value="{value}"' in text(desk, page)
        form = {"row": [first.row.pk, second.row.pk], "take": [second.row.pk], name: value}
        answer = desk.post(page, form)
        return str(answer.headers["Location"])

    def test_the_next_page_keeps_the_ticks_of_this_one(self, desk, page):
        following = self.press(desk, page, "page", "2")
        assert following.endswith("?rows=&page=2") and [line.row.name for line in lines(desk, following)] == [
            "Verein 3"
        ]
        assert ticks(desk, page) == [False, True]

    def test_another_list_keeps_them_too(self, desk, page):
        following = self.press(desk, page, "list", "new")
        assert following.endswith("?rows=new&page=1")
        assert ticks(desk, page) == [False, True]
        assert 'data-chosen="2"' in text(desk, page)
        assert ImportSource.objects.count() == 1 and ImportRun.objects.get().phase == "ready"


def test_a_card_of_a_private_person_is_not_chosen_by_itself_and_its_home_stays_hidden(desk):
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Erika Privat\nTEL;TYPE=CELL:0171 2345678\n"
    card += "ADR;TYPE=HOME:;;Wohnweg 1;Filderstadt;;70794;\nEND:VCARD\n"
    page = str(upload(desk, card, "cards.vcf").headers["Location"])
    worked()
    as_guessed(desk, page)
    (line,) = lines(desk, page)
    assert not line.row.chosen and "a private person?" in text(desk, page)
    chosen(desk, page, take=[line.row.pk])
    worked()
    entry = document("Erika Privat")
    assert entry.phone == "" and entry.places[0].private
    assert not ContactPerson.objects.shown().exists()
