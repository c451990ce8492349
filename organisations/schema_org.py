"""An entry for search machines: schema.org as JSON-LD."""

from typing import Any

from organisations.document import Place
from organisations.entry import PublicEntry
from organisations.languages import reading_order


def schema_org(entry: PublicEntry, url: str, language: str) -> dict[str, Any]:
    """The entry for search machines (schema.org, JSON-LD): nothing of persons, no e-mail address, no private place."""
    document = entry.document
    known = (code for code in reading_order(language, document.language) if code in document.texts)
    text = document.texts.get(next(known, ""))
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "name": document.name,
        "url": document.website or url,
        "description": text.summary if text else "",
        "telephone": document.phone,
        "knowsLanguage": [item.code for item in document.languages if item.assurance != "slow_german"],
        "location": [_schema_place(place) for place in document.places if not place.private],
        "parentOrganization": {"@type": "Organization", "name": entry.parent.name} if entry.parent else None,
        "subOrganization": [{"@type": "Organization", "name": section.name} for section in entry.sections],
    }
    return {key: value for key, value in found.items() if value}


def _schema_place(place: Place) -> dict[str, Any]:
    address = place.address
    postal = {
        "streetAddress": address.street,
        "postalCode": address.postcode,
        "addressLocality": address.town,
    }
    found: dict[str, Any] = {"@type": "Place", "name": address.name}
    found["address"] = {"@type": "PostalAddress"} | {key: value for key, value in postal.items() if value}
    if address.point:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": address.point[1], "longitude": address.point[0]}
    return {key: value for key, value in found.items() if value}
