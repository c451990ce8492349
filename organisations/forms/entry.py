"""The entrance: the form of one section, or of several on one page."""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from organisations.document import OrganisationDocument
from organisations.forms.parts.about import AboutForm
from organisations.forms.parts.contacts import ContactsForm
from organisations.forms.parts.languages import LanguagesForm
from organisations.forms.parts.openings import OpeningsForm
from organisations.forms.parts.places import PlacesForm
from organisations.forms.parts.times import TimesForm
from organisations.forms.parts.visit import VisitForm
from organisations.forms.parts.vocabulary import OpenForm, TopicsForm
from organisations.forms.section import About, SectionForm

FORMS: dict[str, type[SectionForm]] = {
    form.key: form
    for form in (
        *(AboutForm, TopicsForm, OpenForm, LanguagesForm, PlacesForm, TimesForm),
        *(VisitForm, OpeningsForm, ContactsForm),
    )
}


def section_form(
    key: str,
    document: OrganisationDocument,
    data: QueryDict | None = None,
    *,
    language: str,
    public_only: bool = False,
) -> SectionForm:
    """The form of a section of `document`, bound to `data` if given. Raises KeyError for an unknown key.

    `language`: BCP 47 code of the texts that are written in it; `public_only`: for visitors, who learn nothing that is
    not public.
    """
    return FORMS[key](document, data, language=language, public_only=public_only)


class EntryForm:
    """The forms of several sections on one page, as if they were one."""

    def __init__(
        self,
        document: OrganisationDocument,
        data: QueryDict | None = None,
        keys: Sequence[str] = tuple(FORMS),
        language: str = "de",
        *,
        public_only: bool = False,
    ) -> None:
        self.before = document
        about = About.of(document, language, public_only)
        self.sections = [FORMS[key](document, data, language=language, about=about) for key in keys]
        self.is_bound = data is not None

    @property
    def is_row_step(self) -> bool:
        """Whether a row is to be added or removed: the page shows the form again and saves nothing."""
        return any(section.is_row_step for section in self.sections)

    def is_valid(self) -> bool:
        """Whether all sections are; each says what is wrong with it."""
        judged = [section.is_valid() for section in self.sections]
        return all(judged)

    @property
    def document(self) -> OrganisationDocument:
        """The document with all sections replaced; the given one as long as one of them is not valid."""
        if not self.is_valid():
            return self.before
        document = self.before
        for section in self.sections:
            document = section.replaced(document)
        return document

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong: (id of the field, sentence), in the order of the page."""
        return [error for section in self.sections for error in section.errors]

    def render(self) -> SafeString:
        """All sections, one below the other."""
        return mark_safe("".join(section.render() for section in self.sections))  # noqa: S308 - each made by a template

    __str__ = __html__ = render
