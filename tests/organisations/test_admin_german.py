"""The admin in German: none of our own words is left in English."""

from datetime import date
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst

from mapping.messages import catalogues, messages_for
from organisations.admin import site
from organisations.document import Contact, Language, Opening, Text
from organisations.models import Area, Attention, Decision, ExternalId, Location, Organisation, Revision
from organisations.models.revision import Batch
from organisations.services.consent import record_consent
from organisations.validation import Fault, faults
from organisations.vocabulary import vocabulary
from tests.factories import change, document, meeting, organisation, place
from tests.html import Element, parse
from tests.organisations.admin_forms import entry_address, open_form, row, shown
from tests.organisations.admin_forms import faults as faults_on

pytestmark = pytest.mark.usefixtures("vocabulary")
MODELS = [model._meta.model_name for model in site._registry]


@pytest.fixture
def german(admin: Client) -> Client:
    """A German browser in which the superuser is signed in."""
    admin.defaults["HTTP_ACCEPT_LANGUAGE"] = "de-DE,de;q=0.9,en;q=0.5"
    return admin


@pytest.fixture
def entry() -> Organisation:
    """One row of everything the admin shows."""
    entry = organisation(
        "Verein",
        texts={"de": Text("Kurz.", "Lang.", "Alle")},
        languages=(Language("ar", "certain_days", (1, 3)),),
        places=(place(name="Halle"),),
        contacts=(Contact(name="Petra Beispiel"), Contact(name="Paul Beispiel")),
        meetings=(meeting(),),
        openings=(Opening("seat", date(2027, 1, 1), title={"de": "Beirat"}),),
    )
    record_consent(
        entry.contact_rows.values_list("pk", flat=True)[:1], text="Ja.", way="am Telefon", on=date(2026, 9, 1)
    )
    batch = Batch.objects.create(source="Quelle", author="import")
    Revision.objects.filter(organisation=entry).update(batch=batch)
    ExternalId.objects.create(organisation=entry, source="Quelle", value="4711", revision=1)
    spot = Location.objects.get(organisation=entry)
    assert spot.address
    Attention.objects.create(organisation=entry, location=spot, address=spot.address, reason="outside")
    Decision.objects.create(actor="user:1", action="change:accepted", organisation=entry)
    return entry


@cache
def english_words() -> set[str]:
    """What the admin would say in English where German has another word, as it stands on a page."""
    german = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogues()["de"]))}
    ours = {message.text for message, places in messages_for("de").items() if any(map(_of_the_admin, places))}
    other = {text for text in ours if capfirst(text) != capfirst(german[text])}
    return other | {capfirst(text) for text in other}


def _of_the_admin(place: str) -> bool:
    return place.startswith(("organisations/admin/", "organisations/models/", "organisations/apps.py")) or (
        "admin" in Path(place).parts
    )


def words_of(page: Element) -> list[str]:
    """Every piece of text of a page, as browsers show it, with the words in attributes."""
    found = []
    for child in page.children:
        if isinstance(child, str):
            found.append(" ".join(child.split()))
        elif child.tag not in ("script", "style", "pre"):
            found += [
                child.attributes[name] for name in ("title", "placeholder", "aria-label") if name in child.attributes
            ]
            found += words_of(child)
    return [text for text in found if text]


def left_in_english(source: str) -> set[str]:
    """Our English words on a page, alone or with a colon behind."""
    return {text.rstrip(":").strip() for text in words_of(parse(source))} & english_words()


def addresses_of(model: str | None) -> list[str]:
    """The list of a model, its form for a new row and the form of its first row, as far as there are any."""
    admin = next(one for table, one in site._registry.items() if table._meta.model_name == model)
    first = admin.model._default_manager.first()
    assert first, model
    name = f"admin:{admin.model._meta.app_label}_{model}"
    pages = [reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[first.pk])]
    return (
        pages
        if model in ("revision", "externalid", "attention", "batch", "germanlevel", "decision")
        else [*pages, f"{pages[0]}add/"]
    )


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_forms_are_german(german, entry, model):
    for address in addresses_of(model):
        response = german.get(address)
        assert response.status_code == 200, address
        assert response.headers["Content-Language"] == "de"
        assert left_in_english(response.content.decode()) == set(), address


@pytest.mark.parametrize("model", MODELS)
def test_the_same_pages_are_english_for_others(admin, entry, model):
    """So the test above can fail: what it looks for is found on English pages."""
    for address in addresses_of(model):
        assert left_in_english(admin.get(address).content.decode()) != set(), address


def test_the_first_page_and_the_question_before_deleting_are_german(german, entry):
    area = Area.objects.get(slug="filderstadt")
    for address in ("/admin/", f"/admin/organisations/area/{area.pk}/delete/"):
        assert left_in_english(german.get(address).content.decode()) == set()


def test_every_field_of_a_form_has_a_label_of_its_own(german, entry):
    """A name that Django derives from a column would be English."""
    for model in MODELS:
        for address in addresses_of(model)[1:]:
            page = parse(german.get(address).content.decode())
            labels = {label.text.rstrip(":") for label in page.all("label")}
            derived = {name.replace("_", " ").capitalize() for name in shown_names(page)}
            assert labels & derived <= {"Name", "Website"}, address


def shown_names(page: Element) -> set[str]:
    """The last part of the names of all fields: `places-0-street` is `street`."""
    fields = [field for tag in ("input", "select", "textarea") for field in page.all(tag)]
    return {str(field.get("name")).rsplit("-", 1)[-1] for field in fields}


def test_messages_after_saving_are_german(german, entry):
    form = open_form(german, entry_address(entry.pk))
    unchanged = german.post(entry_address(entry.pk), form, follow=True).content.decode()
    assert "In „Verein“ wurde nichts geändert." in unchanged
    saved = german.post(entry_address(entry.pk), form | {"phone": "0711 1"}, follow=True).content.decode()
    assert "„Verein“ wurde gespeichert." in saved


def test_an_action_says_in_german_what_it_did_and_why(german, entry):
    chosen = {"action": "archive", "_selected_action": [str(entry.pk)]}
    page = german.post("/admin/organisations/organisation/", chosen, follow=True).content.decode()
    assert "Geändert: 1. Schon vorher so: 0." in page
    assert Revision.objects.get(organisation=entry, number=2).reason == "Archiviert, aus der Liste"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phone", "anrufen!", "Eine Telefonnummer hat Ziffern"),
        ("language", "deutsch sprechend", "„deutsch sprechend“ ist kein Sprachkürzel"),
        ("website", "javascript:alert(1)", "Die Adresse beginnt mit http://"),
        ("meetings-0-rrule", "FREQ=SECONDLY", "Die Regel gilt wöchentlich oder monatlich"),
        ("meetings-0-rrule", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261399", "an einem Tag, den es nicht gibt"),
        ("meetings-0-exceptions", "Weihnachten", "„Weihnachten“ ist kein Tag"),
        ("places-0-point_lat", "", "Nötig sind beide Zahlen"),
    ],
)
def test_what_is_wrong_is_said_in_german(german, entry, field, value, sentence):
    form = open_form(german, entry_address(entry.pk)) | {field: value}
    assert sentence in faults_on(german.post(entry_address(entry.pk), form).content.decode())


def test_a_language_that_stands_twice_is_refused_in_german(german, entry):
    form = row("languages", open_form(german, entry_address(entry.pk)), code="ar", assurance="always")
    assert "Jede Sprache steht nur einmal da." in faults_on(german.post(entry_address(entry.pk), form).content.decode())


def test_what_somebody_else_changed_meanwhile_is_told_in_german(german, entry):
    form = open_form(german, entry_address(entry.pk)) | {"phone": "0711 1", "texts-0-summary": "Meins."}
    change(entry, phone="0711 2", texts={"de": Text("Ihres.", "Lang.", "Alle")})
    page = german.post(entry_address(entry.pk), form).content.decode()
    assert "Inzwischen hat jemand anderes diesen Eintrag gespeichert (Fassung 2)." in page
    parts = [cell.text for cell in parse(page).all(".conflicts tbody th")]
    assert parts == ["Telefon", "Texte, de, Kurztext"]
    assert left_in_english(page) == set()
    assert shown(page)["phone"] == ["0711 1"]


def test_reports_keep_faults_in_english_whatever_the_language():
    (fault,) = faults(document(area="nirgends"), vocabulary("default"))
    assert settings.LANGUAGE_CODE == "de"
    assert fault == Fault("area", "There is no area “%(area)s”.", {"area": "nirgends"})
    assert fault.sentence == "There is no area “nirgends”."
    assert fault.translated == "Es gibt kein Gebiet „nirgends“."
