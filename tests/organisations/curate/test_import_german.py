"""An import tells in German why rows and files are refused."""

import html

from django.test import Client

from organisations.models import ImportRun, ImportSource
from tests.organisations.curate.test_import import compared, text, upload
from tests.organisations.imports.staged import worked
from tests.organisations.imports.town import CHOIR, changed
from tests.signing_in import signed_in


def test_why_rows_are_refused_and_what_is_in_doubt_is_told_in_german(curator):
    desk = signed_in(curator.user, Client(headers={"accept-language": "de"}))
    wrong = changed(CHOIR, ID="3", PLZ="123456")
    doubt = changed(CHOIR, ID="4", Name="Band Muster", Lat="0", Lon="0")
    page = compared(desk, CHOIR, wrong, doubt, CHOIR, "5;zu kurz")
    shown = html.unescape(text(desk, page))
    for sentence in (
        "Spalte „PLZ“ enthält „123456“, das ist keine Postleitzahl; vielleicht ist die Zeile verschoben",
        "die Koordinaten sind 0/0 und gelten als fehlend",
        "derselbe Eintrag steht in Zeile 2",
        "hat 2 Zellen, die Kopfzeile aber 14",
    ):
        assert sentence in shown, sentence
    assert '<span lang="en">' not in shown


def test_why_a_file_is_refused_is_told_in_german_on_every_page_that_says_so(admin_user):
    desk = signed_in(admin_user, Client(headers={"accept-language": "de"}))
    address = upload(desk, "Name;Ort\n" + "x" * 1_000_001).headers["Location"]
    worked()
    work = ImportRun.objects.get().work
    assert work is not None
    ImportSource.objects.update(
        address="https://x.example/", error="The address could not be fetched: The answer broke off."
    )
    one = ImportSource.objects.get()
    for path, sentence in (
        (address, "town.csv: Zeile 2 ist länger als 1000000 Zeichen."),
        (f"/curate/work/{work.pk}/", "town.csv: Zeile 2 ist länger als 1000000 Zeichen."),
        ("/curate/sources/", "Die Adresse konnte nicht abgeholt werden: Die Antwort ist abgebrochen."),
        (f"/curate/sources/{one.pk}/", "Die Adresse konnte nicht abgeholt werden: Die Antwort ist abgebrochen."),
    ):
        assert sentence in text(desk, path), path
