"""Which column means what: the headers that associations' lists, town registers and OpenStreetMap use."""

import re
from functools import lru_cache

from organisations.languages import LANGUAGE_CODE
from organisations.text import fold

# Target -> headers, folded, without blanks and signs. The first that occurs in a file wins.
HEADERS: dict[str, tuple[str, ...]] = {
    target: tuple(aliases.split())
    for target, aliases in {
        "id": (
            "id uid uuid vereinsnr vereinsnummer vereinsid externalid externeid kennung schluessel identifier "
            "objectid osmid"
        ),
        "name": (
            "vereinsname namedesvereins verein organisation organisationsname organization institution "
            "einrichtung initiative gruppe name bezeichnung titel title clubname club associationname "
            "association"
        ),
        "kind": "art typ kind type organisationsart organisationstyp rechtsform einrichtungsart",
        "topic": (
            "thema themen topic topics kategorie kategorien category categories sparte sparten rubrik rubriken "
            "bereich bereiche sportart sportarten angebot angebote schlagworte taetigkeitsfeld themenfeld "
            "abteilungen sport"
        ),
        "summary": "kurzbeschreibung kurztext teaser summary zusammenfassung untertitel kurzinfo",
        "description": (
            # `Bemerkung` is none of them: it is most often a note of an office and not meant for all.
            "beschreibung description text ueberuns info infos informationen details inhalt about "
            "beschreibungde descriptionde"
        ),
        "audience": "zielgruppe zielgruppen fuerwen audience targetgroup",
        "place_name": "ortsname treffpunkt veranstaltungsort gebaeude raum locationname spielstaette venue",
        "address": "adresse anschrift address postanschrift vereinsanschrift fulladdress addrfull",
        "street": (
            "strasse street streetaddress strassehausnummer strassehausnr strassehnr strassenr "
            "strasseundhausnummer strasseundhausnr strasseundnr strassenname addrstreet contactstreet"
        ),
        "house_number": "hausnummer hausnr hnr housenumber streetnumber addrhousenumber contacthousenumber",
        "postcode": "plz postleitzahl postcode zip zipcode postalcode addrpostcode contactpostcode",
        "town": "ort stadt gemeinde wohnort town city municipality addresslocality addrcity contactcity",
        "place": "plzort plzundort postleitzahlort postleitzahlundort",
        "district": "ortsteil stadtteil teilort ot stadtbezirk district suburb addrsuburb",
        "latitude": ("lat latitude breite breitengrad geobreite geolat geographischebreite koordinatebreite ycoord"),
        "longitude": (
            "lon lng long longitude laenge laengengrad geolaenge geolon geolng geographischelaenge "
            "koordinatelaenge xcoord"
        ),
        "coordinates": "koordinaten coordinates koordinate latlng latlon latlong geo geokoordinaten gps geopoint",
        "private": "privat private adresseprivat privateadresse adressegeheim",
        "website": (
            "website homepage webseite internet internetseite internetadresse web www url link contactwebsite "
            "urlofficial"
        ),
        "phone": (
            "telefon tel telefonnummer telefonnr fon phone telephone phonenumber festnetz rufnummer "
            "contactphone mobil handy mobile contactmobile"
        ),
        "email": "email emailadresse mail mailadresse emailaddress kontaktemail contactemail",
        "contact_name": (
            "ansprechpartner ansprechpartnerin ansprechperson ansprechpartnerinnen kontaktperson kontakt "
            "contact contactperson contactname vorsitzender vorsitzende 1vorsitzender vorsitz vorstand leitung "
            "uebungsleiter trainer nachname"
        ),
        "contact_role": "funktion rolle contactrole role position",
        "contact_phone": (
            "telefonansprechpartner telefonansprechperson ansprechpartnertelefon kontakttelefon telefonkontakt "
            "contactpersonphone telefonprivat privattelefon"
        ),
        "contact_email": (
            "emailansprechpartner emailansprechperson ansprechpartneremail ansprechpartnermail contactpersonemail "
            "emailprivat mailansprechpartner"
        ),
        "languages": "sprachen sprache gesprochenesprachen languages spokenlanguages languagesspoken",
        "german": "deutschkenntnisse deutschniveau german germanlevel germanneeded sprachniveau",
        "flags": "offenheit merkmale flags openness besonderheiten eigenschaften",
        "wheelchair": "rollstuhl rollstuhlgerecht barrierefrei barrierefreiheit wheelchair accessible",
        "language": "textsprache contentlanguage",
        # Only headers that mean nothing else: a column of free text must not refuse its rows.
        "visit_when": "erstbesuchwann ersterbesuchwann visitwhen firstvisitwhen",
        "visit_ask_for": "erstbesuchfragennach ersterbesuchfragennach visitaskfor firstvisitaskfor",
        "visit_wear": "erstbesuchkleidung ersterbesuchkleidung visitwear firstvisitwear",
        "visit_bring": "erstbesuchmitbringen ersterbesuchmitbringen visitbring firstvisitbring",
        "visit_cost": "erstbesuchkosten ersterbesuchkosten visitcost firstvisitcost",
        "visit_watch": "erstbesuchzuschauen ersterbesuchzuschauen visitwatch firstvisitwatch",
        "visit_way": "erstbesuchweg ersterbesuchweg visitway firstvisitway",
        # What our own exports have.
        "version": "mitfassung",
        "promises": "sprachzusagengenau",
        "meetings": "treffzeitengenau",
        "more_places": "weitereortegenau",
        "openings": "offeneangebotegenau",
        "committee": "gremiumgenau",
    }.items()
}
TARGETS = tuple(HEADERS)
TEXTS = ("summary", "description", "audience")  # can have columns for further languages: `Beschreibung (en)`
_TARGET_OF = {alias: target for target, aliases in reversed(HEADERS.items()) for alias in aliases}


_IN_LANGUAGE = re.compile(r"(.+?)\s*\(([^()]+)\)\s*")
_TEXT_TARGET = re.compile(rf"({'|'.join(TEXTS)})@({LANGUAGE_CODE.pattern})")
_UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"}


def normal(header: str) -> str:
    """A header without case, umlauts (ae, oe, ue) and signs: `Straße / Hausnr.` is `strassehausnr`."""
    spelled = header.casefold().translate(_UMLAUTS)
    return "".join(letter for letter in fold(spelled) if letter.isalnum())


@lru_cache(maxsize=2_000)
def target_of(header: str) -> str | None:
    """What a column of that name means, if the table of headers knows it; a translated text is `summary@en`."""
    return _TARGET_OF.get(normal(header)) or _translated(header)


def text_target(target: str) -> tuple[str, str] | None:
    """Field and language of the target of a translated text (`summary@en`); None for another target."""
    found = _TEXT_TARGET.fullmatch(target)
    return (found.group(1), found.group(2)) if found else None


def _translated(header: str) -> str | None:
    found = _IN_LANGUAGE.fullmatch(header)
    target = _TARGET_OF.get(normal(found.group(1))) if found else None
    return (
        f"{target}@{found.group(2)}" if found and target in TEXTS and LANGUAGE_CODE.fullmatch(found.group(2)) else None
    )


def guess(columns: tuple[str, ...]) -> dict[str, str]:
    """Target -> column, for every target of which a header is known; each column is used once."""
    by_normal: dict[str, str] = {}
    for column in columns:
        by_normal.setdefault(normal(column), column)
    guessed: dict[str, str] = {}
    for target, aliases in HEADERS.items():
        found = next((by_normal[alias] for alias in aliases if alias in by_normal), None)
        if found and found not in guessed.values():
            guessed[target] = found
    for column in columns:
        translated = _translated(column)
        if translated and translated not in guessed and column not in guessed.values():
            guessed[translated] = column
    _house_number(columns, guessed)
    return guessed


def _house_number(columns: tuple[str, ...], guessed: dict[str, str]) -> None:
    """`Nr.` is a house number right after the street; elsewhere it is most often a running number and means nothing."""
    street = guessed.get("street")
    after = columns[columns.index(street) + 1 :][:1] if street else ()
    if after and "house_number" not in guessed and normal(after[0]) in {"nr", "nummer", "no", "number"}:
        guessed["house_number"] = after[0]
