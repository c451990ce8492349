"""By which ways an entry can be reached as visitors see it: how to answer an opening is said by those alone."""

from dataclasses import dataclass

from organisations.document import OrganisationDocument


@dataclass(frozen=True, slots=True)
class Ways:
    """`phone` and `website` of the body itself, to be linked; `by_phone`, `by_mail`: whether its page shows any number
    or address, be it that of a person."""

    phone: str = ""
    website: str = ""
    by_phone: bool = False
    by_mail: bool = False

    def has(self, answer: str) -> bool:
        """Whether an answer by that way (a code of openings/phrases.py) is possible."""
        ways = {"phone": self.by_phone, "email": self.by_mail, "website": bool(self.website)}
        return ways.get(answer, True)


def ways_of(document: OrganisationDocument) -> Ways:
    """That of a public document."""
    people = document.contacts
    return Ways(
        document.phone,
        document.website,
        bool(document.phone or any(person.phone for person in people)),
        bool(document.email or any(person.email for person in people)),
    )
