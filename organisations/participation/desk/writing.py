"""The desk's pages of news and modules: all that is typed on one is one form, and every button saves it first."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import desk
from organisations.formats import long_date
from organisations.forms.rows import Fields, harmless
from organisations.forms.section import errors_of
from organisations.participation.desk.forms import (
    FactFields,
    TextFields,
    facts_of,
    is_unknown,
    languages,
    written_in,
)
from organisations.participation.desk.kept_fields import SEEN, KeptFields
from organisations.participation.news import write
from organisations.participation.news.text import html_of

TYPED = re.compile(rf"(?!{SEEN})([a-z-]{{2,20}})-text-(?:title|text)")  # fields of a text, by language
SURE = "sure"  # behind the act that deletes, once somebody has been asked


class Writing:
    """A page for one request. Only what deletes the whole saves nothing.

    Texts are written in one language at a time. Those typed in others are carried along until something is saved: a
    look at another language makes nothing public.
    """

    template, behind = "", ""
    acts: ClassVar[Sequence[str]] = ("save", "drop-text", "publish", "hide")
    end = "remove"  # the act that deletes the whole

    def __init__(self, request: HttpRequest, row: Any) -> None:
        self.request, self.row = request, row
        self.sent: QueryDict | None = harmless(request.POST) if request.method == "POST" else None
        self.act, _colon, self.about = request.POST.get("action", "").partition(":")

    @cached_property
    def texts(self) -> dict[str, TextFields]:
        """The texts that were sent, by language; also of one that is not here, to be shown again."""
        found = (match[1] for match in map(TYPED.fullmatch, self.sent or ()) if match)
        return {code: self._text(code, self.sent) for code in dict.fromkeys(found)}

    @property
    def parts(self) -> dict[str, Fields]:
        """The other forms, by their name in the template."""
        return {}

    @property
    def more(self) -> dict[str, Any]:
        """What else the template shows."""
        return {}

    @property
    def forms(self) -> list[Fields]:
        """All forms that were sent, in the order of the page."""
        return [form for form in (*self.texts.values(), *self.parts.values()) if form.is_bound]

    def answer(self) -> HttpResponse:
        """What the page answers."""
        if self.sent is None or self.is_unknown:
            return self.shown(self._asked)
        if self.act == self.end:
            return self.ended() if self.about == SURE else self._asked_once_more()
        self.keep_files()
        if self.act == "in":
            return self._turned()
        if self.act not in self.acts or not all(form.is_valid() for form in self._saved_forms):
            return self.shown(next((code for code, form in self.texts.items() if not form.is_valid()), self._asked))
        self.save()
        return self.done() or self._saved()

    @cached_property
    def is_unknown(self) -> bool:
        """Whether something is sent in a language that there is not here; it is said."""
        return is_unknown(self.request, *self.texts)

    def keep_files(self) -> None:
        """Files that came along; no form can show them again."""

    def save(self) -> None:
        """What was typed, where it differs from what there is."""
        for code, form in self.texts.items():
            if form in self._saved_forms and form.has_changed():
                write.save_text(self.row, code, form.cleaned_data)

    def done(self) -> HttpResponse | None:
        """What the button does beside saving; an answer, if it leads elsewhere."""
        if self.act in ("publish", "hide"):
            write.publish(self.row, self.act == "publish", author=curator_of(self.request).author)
        if self.act == "drop-text" and self.about == self._original:
            messages.error(self.request, _("The original stays; delete the whole instead."))
            return redirect(self.request.get_full_path())
        if self.act == "drop-text":
            write.drop_text(self.row, self.about)
        return None

    def ended(self) -> HttpResponse:
        """The whole is deleted."""
        write.remove(self.row, author=curator_of(self.request).author)
        messages.success(self.request, _("Deleted."))
        return redirect(self.behind)

    def shown(self, language: str, *, ending: bool = False) -> HttpResponse:
        """The page with the text of a language, and with everything that was typed. `ending`: it asks whether all of
        this is really to be deleted."""
        form = self.texts.get(language) or self._text(language, None)
        carried = [(code, one) for code, one in self.texts.items() if code != language and one.has_changed()]
        late = any(one.has_moved for one in self.forms if isinstance(one, KeptFields))
        errors = [pair for one in self.forms for pair in errors_of(one)]
        names = dict(settings.LANGUAGES)
        context = {
            "row": self.row, "form": form, "in_language": language, "languages": languages(self.row.texts),
            "carried": [one for _code, one in carried], "unsaved": [names.get(code, code) for code, _one in carried],
            "may_drop": language in self.row.texts and language != self._original,
            "ending": f"{self.end}:{SURE}" if ending else "",
            "looks": html_of((form["text"].value() or "")[:10_000]), "errors": errors, "late": late,
        }  # fmt: skip
        status = 409 if late else 422 if errors or (self.sent is not None and self.is_unknown) else 200
        return render(self.request, self.template, desk(self.request) | context | self.parts | self.more, status=status)

    def part(self, prefix: str) -> QueryDict | None:
        """What was sent, if the fields of this form are among it."""
        return self.sent if any(name.startswith(f"{prefix}-") for name in self.sent or ()) else None

    @property
    def _saved_forms(self) -> list[Fields]:
        dropped = self.texts.get(self.about) if self.act == "drop-text" and self.about != self._original else None
        return [form for form in self.forms if form is not dropped]

    @property
    def _original(self) -> str:
        return str(getattr(self.row, "language", ""))

    @property
    def _asked(self) -> str:
        """The language that the address asks for, or the original; of what came in one that is not here, that one."""
        strange = (code for code in self.texts if code not in dict(settings.LANGUAGES))
        return next(strange, written_in(self.request, self._original or self.row.module.language))

    def _text(self, code: str, sent: QueryDict | None) -> TextFields:
        now = self.row.texts.get(code, {})
        return TextFields(sent, prefix=f"{code}-text", initial=now, empty_permitted=True)

    def _asked_once_more(self) -> HttpResponse:
        """Nothing brings it back: the button asks first, and what was typed stays."""
        for form in self.forms:
            form.not_judged()
        return self.shown(self._asked, ending=True)

    def _turned(self) -> HttpResponse:
        """Another language, nothing saved; what somebody else has changed too has to be seen first."""
        for form in self.forms:
            form.not_judged()
        known = self.about if self.about in dict(settings.LANGUAGES) else self._asked
        return self.shown(next((code for code, form in self.texts.items() if form.has_moved), known))

    def _saved(self) -> HttpResponse:
        messages.success(self.request, _("Saved."))
        return redirect(self.request.get_full_path())


class NewsWriting(Writing):
    """A piece of news or an event."""

    template, behind = "curate/news/one.html", "curate-news"

    @cached_property
    def facts(self) -> FactFields:
        """What is the same in all languages."""
        return FactFields(self.part("facts"), prefix="facts", initial=facts_of(self.row), empty_permitted=True)

    @property
    def parts(self) -> dict[str, Fields]:
        """The facts."""
        return {"facts": self.facts}

    def save(self) -> None:
        """Texts and facts."""
        super().save()
        if not (self.facts.is_bound and self.facts.has_changed()):
            return
        write.save_facts(self.row, self.facts.values)
        if day := self.facts.ends_behind:
            messages.info(self.request, _("It ends on the next day, %(day)s.") % {"day": long_date(day)})
        if day := self.facts.cut:
            messages.info(self.request, _("It is shown until %(day)s, its last day.") % {"day": long_date(day)})
