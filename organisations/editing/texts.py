"""The texts of an entry in other languages: which are there, missing or outdated; writing one; a machine's draft."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from organisations.differences import LABELS
from organisations.document import OrganisationDocument, Text
from organisations.editing.drafts import NoDraft, draft_of
from organisations.editing.forms import foreign, page
from organisations.editing.section import SectionPage
from organisations.forms.choices import languages
from organisations.forms.parts.texts import TextsForm
from organisations.forms.section import SectionForm
from organisations.forms.widgets import OneFromList
from organisations.languages import is_known, language_name
from organisations.limits import seconds_to_wait
from organisations.models.organisation import Origin
from organisations.openings.translated import NOTE, Key, languages_of, missing, outdated, pieces_of
from organisations.public_forms.pages import language_now, not_before, waiting_sentence
from organisations.sentences import say
from organisations.services.editing import Edited, confirm_text
from organisations.translations import PROSE, ages_of

DRAFTS = (20, 3_600)  # of one entry, seconds


@dataclass(frozen=True)
class Version:
    """The words in one language: are they a machine's, which parts are missing, of which has the original changed."""

    code: str
    name: str
    is_original: bool
    is_machine: bool
    changed: list[str]
    missing: list[str]
    section: str = "about"  # where the original is written


@dataclass(frozen=True)
class TextsPage(SectionPage):
    """All languages, or with `?to=` one of them beside the original."""

    @cached_property
    def to(self) -> str:
        """The language that is written; empty: none yet."""
        return self._code("to")

    def _code(self, name: str) -> str:
        code = self.request.GET.get(name, "")[:35]
        return code if code in self._there or is_known(code) else ""

    @cached_property
    def _there(self) -> list[str]:
        """The languages that something is written in, whatever it is called."""
        return _written(self.base(self.entry.number))

    def form(self, document: OrganisationDocument, sent: QueryDict | None = None) -> SectionForm:
        """The texts in that language."""
        return TextsForm(document, sent, language=self.to)

    def opened(self) -> HttpResponse:
        """The languages, or the form of one."""
        document = self.base(self.entry.number)
        if not self.to or self.to == document.language:
            return self._languages(document)
        return self.shown(self.form(document), self.entry.number)

    def _languages(self, document: OrganisationDocument, **more: Any) -> HttpResponse:
        interface = language_now()
        context = {
            "entry": self.entry,
            "versions": versions_of(document),
            "choice": OneFromList(choices=languages(interface)).render("to", interface, {"id": "to"}),
            "back": self.desk.address,
            "saved": self._code("saved"),
            "waiting": "waiting" in self.request.GET,
            **more,
        }
        return page(self.request, "languages.html", context)

    def _page(self, template: str, form: SectionForm, base: int, status: int = 200, **more: Any) -> HttpResponse:
        document = form.before
        original = document.texts.get(document.language, Text())
        version = next((one for one in versions_of(document) if one.code == self.to), None)
        beside: dict[str, Any] = {
            "to": self.to,
            "to_name": _name(self.to),
            "version": version,
            "original": [(str(LABELS[name]), getattr(original, name)) for name in PROSE if getattr(original, name)],
            "original_lang": document.language,
            "may_draft": bool(settings.TRANSLATE_URL) and any(getattr(original, name) for name in PROSE),
            "over": reverse("edit-section", args=[self.entry.slug, self.key]),
        }
        return super()._page("text.html", form, base, status, **beside, **more)

    def sent(self, sent: QueryDict) -> HttpResponse:
        """Saves the text, has a draft made, or says that a person has read it."""
        document = self.base(self.entry.number)
        if not self.to or self.to == document.language:
            return self._languages(document)
        step = sent.get("step", "")
        if step not in ("draft", "read"):
            return super().sent(sent)
        if notice := foreign(self.request):
            return self.shown(self.form(document), self.entry.number, status=400, notice=notice)
        return self._drafted(document, sent) if step == "draft" else self._read(document, sent)

    def _drafted(self, document: OrganisationDocument, sent: QueryDict) -> HttpResponse:
        limit, seconds = DRAFTS
        if not settings.TRANSLATE_URL:
            return self._languages(document)
        if wait := seconds_to_wait("draft", str(self.entry.pk), limit=limit, seconds=seconds):
            later = self.shown(self.form(document), self.entry.number, status=429, notice=waiting_sentence(wait))
            return not_before(later, wait)
        try:
            drafted = draft_of(document, self.to)
        except NoDraft:
            sorry = gettext("There is no machine draft for this just now. You can write the text yourself.")
            return self.shown(self.form(document), self.entry.number, status=503, notice=sorry)
        return self.saved(drafted, self.entry.number, sent)

    def _read(self, document: OrganisationDocument, sent: QueryDict) -> HttpResponse:
        """A person has read the text and says that it is right: from then on it counts as a person's, and as new."""
        if self.to not in self._there:
            return self._languages(document)
        text = document.texts.get(self.to)
        if text and text.origin == Origin.MACHINE:
            mine = replace(text, origin=Origin.HUMAN.value, made_from=None)
            return self.saved(replace(document, texts={**document.texts, self.to: mine}), self.entry.number, sent)
        confirm_text(self.entry.pk, self.to, author=self.desk.editor.author)
        return self.done(Edited())

    def done(self, edited: Edited) -> HttpResponse:
        """Back to the text if a machine wrote it, so that somebody reads it; else to all languages."""
        address = reverse("edit-section", args=[self.entry.slug, self.key])
        text = edited.revision and edited.revision.document["texts"].get(self.to)
        if text and text["origin"] == Origin.MACHINE:
            return HttpResponseRedirect(f"{address}?to={self.to}")
        return HttpResponseRedirect(f"{address}?saved={self.to}" + ("&waiting=1" if edited.waiting else ""))


def versions_of(document: OrganisationDocument) -> list[Version]:
    """The languages there are, the original first."""
    pieces = pieces_of(document, timezone.localdate())
    own, written = document.language, _written(document)
    codes = [*[own] * (own in written), *(code for code in written if code != own)]
    ages, old = ages_of(document, *(code for code in document.texts if code != own)), outdated(document, pieces)
    original = document.texts.get(own)

    def version(code: str) -> Version:
        text = document.texts.get(code, Text())
        parts = [name for name in PROSE if original and getattr(original, name) and not getattr(text, name)]
        names = [str(LABELS[part]) for part in (ages[code].changed if code in ages else ())]
        return Version(
            code,
            _name(code),
            code == own,
            text.origin == Origin.MACHINE,
            names + _offers(document, old.get(code, [])),
            [str(LABELS[part]) for part in parts] + _offers(document, missing(pieces, own, code)),
            "about" if original or code != own else "openings",
        )

    return [version(code) for code in codes]


def _written(document: OrganisationDocument) -> list[str]:
    """The languages in which something is written."""
    return list(dict.fromkeys([*document.texts, *languages_of(document, timezone.localdate())]))


def _offers(document: OrganisationDocument, keys: Sequence[Key]) -> list[str]:
    """What people call the offers that these pieces belong to; the title in the language of the entry."""
    titles = {str(one.id): (say(one.kind), one.title.get(document.language, "")) for one in document.openings}
    titles[NOTE[0]] = (gettext("How does one take part?"), "")
    found = (titles[id] for id in dict.fromkeys(id for id, _name in keys))
    return [f"{kind} (\u2068{title}\u2069)" if title else kind for kind, title in found]


def _name(code: str) -> str:
    return language_name(code, language_now()).name if code else ""
