"""Addresses that stand in one cell."""

import re

_ADDRESS = re.compile(
    r"(?P<street>.*?)[\s,;]*\b(?:D-? ?)?(?P<postcode>[0-9]{5})\s+(?P<town>[^\W\d][^,;\n]*)", re.DOTALL
)


def split_address(whole: str, street: str, postcode: str) -> tuple[str, str, str]:
    """Street, postcode and town of an address in one cell: `Schulstr. 3, 70794 Filderstadt`."""
    if found := _ADDRESS.match(whole):
        rest = found.group("street").strip(" ,;\n")
        return street or rest, postcode or found.group("postcode"), found.group("town").strip()
    head, comma, tail = whole.rpartition(",")
    if comma and tail.strip() and not any(letter.isdigit() for letter in tail):
        return street or head.strip(), postcode, tail.strip()
    return street or whole, postcode, ""
