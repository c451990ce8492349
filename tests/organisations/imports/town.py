"""A town's list of clubs, and what the tests of whole imports do with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from organisations.document import OrganisationDocument
from organisations.imports.run import Report, run_import
from organisations.models import Organisation
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.organisations.imports.files import csv_file

HEADER = "ID;Name;Straße;PLZ;Ort;Lat;Lon;Telefon;E-Mail;Website;Sparte;Beschreibung;Ansprechpartner;Sprachen"
CHOIR = (
    "1;Chor Muster e.V.;Schulstr. 3;70794;Filderstadt;48,66;9,22;0711 23125001;info@chor.example;;Chor;Wir singen.;"
    "Erika Muster;Türkisch"
)
BAND = "2;Band Muster;Weg 5;73760;Ostfildern;;;;;;Band;;;"


def run(folder: Path, *rows: str, header: str = HEADER, **options: Any) -> Report:
    return run_import(csv_file(folder, "\n".join([header, *rows])), **{"source": "town", **options})


def changed(row: str, **cells: str) -> str:
    """The row with other cells, by column."""
    columns, values = HEADER.split(";"), row.split(";")
    return ";".join(cells.get(column.replace("-", ""), value) for column, value in zip(columns, values, strict=True))


def document(name: str = "Chor Muster e.V.") -> OrganisationDocument:
    return load_document(Organisation.objects.get(name=name).pk)


def edit(change: Callable[[OrganisationDocument], OrganisationDocument]) -> None:
    """A person changes the choir's entry."""
    before = document()
    publish(change(before), base=Organisation.objects.get(pk=before.id).number, author="user:1")
