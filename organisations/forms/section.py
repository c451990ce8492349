"""What the forms of all sections have in common: reading, judging, showing again, and the document that comes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from organisations.document import Contact, OrganisationDocument, Place
from organisations.forms.rows import Fields, Kind, Rows, after_step, harmless, is_count, row_step
from organisations.forms.sections import SECTION_BY_KEY, Section
from organisations.forms.sight import Sight, public_part, whole, with_hidden
from organisations.sentences import digits
from organisations.validation import Fault, faults
from organisations.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True, slots=True)
class About:
    """What the choices of a form are made of: the part of the entry it may show, the vocabulary, the language of the
    texts, the language of the page."""

    sight: Sight
    terms: Vocabulary
    language: str
    interface: str

    @classmethod
    def of(cls, document: OrganisationDocument, language: str, public_only: bool) -> "About":
        """For a document, or for the public part of it."""
        terms = vocabulary("default")
        sight = public_part(document, terms) if public_only else whole(document)
        return cls(sight, terms, language, get_language() or "de")

    @property
    def shown(self) -> OrganisationDocument:
        """The part of the entry the form may show."""
        return self.sight.shown


class SectionForm:
    """The form of one section. `language`: that of the texts in it; the page's own language is the active one.

    `public_only`: for visitors; what they may not know is not in the form, and stays in the document as it is.
    """

    key: ClassVar[str]
    main_form: ClassVar[type[Fields] | None] = None
    kind: ClassVar[Kind | None] = None

    def __init__(
        self,
        document: OrganisationDocument,
        data: QueryDict | None = None,
        *,
        language: str,
        public_only: bool = False,
        about: About | None = None,
    ) -> None:
        """`about`: what another form of the same page has found out already."""
        self.before = document
        self.about = about or About.of(document, language, public_only)
        self.is_bound = data is not None
        self.is_row_step = False
        self.faults: list[str] = []
        self.data = self._read(data) if data is not None else None
        sent = self.data if self.is_complete else None
        self.main = self._main(sent)
        self.rows = Rows(self.kind, sent, self.row_values(), self.about) if self.kind else None
        if self.is_row_step:
            self.not_judged()

    def _read(self, data: QueryDict) -> QueryDict:
        sent = harmless(data)
        if not row_step(sent, _ROW_NAMES):
            return sent
        self.is_row_step = True
        step = row_step(sent, [self.kind.name]) if self.kind else None
        return after_step(sent, step) if step else sent

    def _main(self, data: QueryDict | None) -> Fields | None:
        if self.main_form is None:
            return None
        return self.main_form(data, prefix=self.key, initial=self.main_values(), about=self.about)

    # What a section says -------------------------------------------------------------------------------------------

    def main_values(self) -> dict[str, Any]:
        """The values of the fields, from the document."""
        return {}

    def row_values(self) -> list[dict[str, Any]]:
        """The values of the rows, from the document."""
        return []

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """`document` with this section as it was typed; only after `is_valid`. Raises Unclear."""
        raise NotImplementedError

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """Where a fault of the document stands: a field, the id of something else of this section, or not here."""
        raise NotImplementedError

    # What pages use ------------------------------------------------------------------------------------------------

    @property
    def section(self) -> Section:
        """Key, title and hint."""
        return SECTION_BY_KEY[self.key]

    @property
    def is_complete(self) -> bool:
        """Whether all of the form arrived: its last field did, and the number of its rows."""
        if self.data is None:
            return True
        counted = self.kind is None or is_count(self.data.get(f"{self.kind.name}-count"))
        return bool(self.data.get(f"{self.key}-end")) and counted

    def not_judged(self) -> None:
        """Show what was typed without saying what is wrong with it."""
        for form in self._forms():
            form.not_judged()

    def is_valid(self) -> bool:
        """Whether it was sent, could be read, and makes a section that may be published."""
        return self.is_bound and not self.is_row_step and self._is_judged

    @cached_property
    def _is_judged(self) -> bool:
        if not self.is_complete:
            self.faults.append(gettext("The form did not arrive as a whole. Please send it once more."))
            return False
        read = [self.main is None or self.main.is_valid(), self.rows is None or self.rows.is_valid()]
        if not all(read):
            return False
        self._show(faults(self._checked, self.about.terms))
        return not self.errors

    @cached_property
    def _checked(self) -> OrganisationDocument:
        return self.replaced(self.before)

    @property
    def document(self) -> OrganisationDocument:
        """The given document with this section replaced; the given one itself as long as the form is not valid."""
        return self._checked if self.is_valid() else self.before

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong: (id of the field, sentence), in the order of the page."""
        found = [(self.anchor, sentence) for sentence in self.faults]
        if self.rows:
            found += [(f"{self.rows.kind.name}-rows", sentence) for sentence in self.rows.faults]
        if self.main is not None:
            found += errors_of(self.main)
        return found + [pair for row in self.rows or () for pair in self._errors_in(row)]

    def _errors_in(self, row: Fields) -> Iterator[tuple[str, str]]:
        """What is wrong in a row, with its number where there are several."""
        assert self.rows is not None and self.kind is not None  # noqa: S101
        number = self.rows.forms.index(row) + 1
        for id, sentence in errors_of(row):
            yield id, f"{self.kind.one} {digits(number)} · {sentence}" if len(self.rows) > 1 else sentence

    @property
    def anchor(self) -> str:
        """The id of the section on the page."""
        return f"section-{self.key}"

    @property
    def template_name(self) -> str:
        """The template of the section."""
        return f"organisations/forms/{self.key}.html"

    def render(self) -> SafeString:
        """The section as it stands in a page's form."""
        return render_to_string(self.template_name, {"section": self, "main": self.main, "rows": self.rows})

    __str__ = __html__ = render

    # ---------------------------------------------------------------------------------------------------------------

    def _forms(self) -> Iterator[Fields]:
        if self.main is not None:
            yield self.main
        yield from self.rows or ()

    def _show(self, found: Sequence[Fault]) -> None:
        for fault in found:
            place = self.field_of(fault)
            if isinstance(place, BoundField):
                place.form.add_error(place.name, fault.translated)
            elif place is not None:
                (self.rows.faults if self.rows else self.faults).append(fault.translated)

    def beside_hidden(self, before: Sequence[Place | Contact]) -> list[Fields | None]:
        """The form of each row of the document that was made, None for a hidden one."""
        assert self.rows is not None  # noqa: S101 - only sections with rows ask
        filled: list[Fields | None] = [*self.rows.filled]
        return with_hidden(before, filled, self.about.sight.hidden, lambda _row: None)

    def row_field(self, fault: Fault, forms: Sequence[Fields | None]) -> BoundField | str | None:
        """The field of a fault in a row; `forms`: the form of each row of the document, None for a hidden one."""
        assert self.kind is not None  # noqa: S101 - only sections with rows ask
        if fault.row is None:
            return self.anchor
        form = forms[fault.row]
        if form is None:
            return None
        name = fault.part.rpartition(".")[2]
        return form[name if name in form.fields else self.kind.first]


def errors_of(form: Fields) -> Iterator[tuple[str, str]]:
    """What is wrong with a form, with the id of the field and its label, in the order of the page."""
    names = [*form.fields, *(name for name in form.errors if name not in form.fields)]
    for name in names:
        field = form[name] if name in form.fields else None
        for sentence in form.errors.get(name) or ():
            words = {"field": str(field.label).rstrip("?؟ "), "sentence": sentence} if field else {}
            text = gettext("%(field)s: %(sentence)s") % words if field else str(sentence)
            yield (field.auto_id or "" if field else form.prefix or ""), text


_ROW_NAMES = ("languages", "places", "contacts", "meetings", "way", "openings")
