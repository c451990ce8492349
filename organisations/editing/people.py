"""Who edits an entry: naming another person, handing over, ending one's own access; each with a fresh code by mail."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.editing.desk import Desk
from organisations.editing.forms import address_error, foreign, page
from organisations.editor_sessions import editor_session, take_cookie
from organisations.limits import seconds_to_wait
from organisations.models import Editor, EditorSession
from organisations.own_page import site_of
from organisations.public_forms.names import name_problem
from organisations.public_forms.pages import language_now, not_before, waiting_sentence
from organisations.services.ownership import hand_over, is_code, name_editor, revoke, send_code
from organisations.text import clean

ACTS = ("name", "hand-over", "end")
CODES = (6, 3_600)  # mails with a code to one editor, seconds


@dataclass(frozen=True)
class People:
    """The page for one editor."""

    request: HttpRequest
    desk: Desk

    @property
    def session(self) -> EditorSession:
        """The editor's."""
        found = editor_session(self.request)
        assert found is not None  # noqa: S101 - the view lets nobody else in
        return found

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """All editors, and what can be done. `more`: `act`, `name`, `email`, `error`, `notice`, `asks_code`."""
        editors = Editor.objects.active().filter(organisation=self.desk.entry)
        context = {
            "entry": self.desk.entry,
            "me": self.desk.editor,
            "my_address": masked(self.desk.editor.email),
            "editors": [(one, masked(one.email)) for one in editors],
            "back": self.desk.address,
            "act": "",
            "done": self.request.GET.get("done", ""),
            **more,
        }
        return page(self.request, "people.html", context, status)

    def sent(self, form: QueryDict) -> HttpResponse:
        """First asks for the code that is mailed, then does it."""
        act = form.get("act", "")
        email, name = "".join(clean(form.get("email", "")).split()), clean(form.get("name", ""))[:120]
        typed: dict[str, Any] = {"act": act, "email": email, "name": name}
        if notice := foreign(self.request):
            return self.page(400, notice=notice, **typed)
        if act not in ACTS:
            return self.page(400)
        if act != "end" and (error := address_error(email) or self._own(email) or name_problem(name)):
            return self.page(400, error=error, **typed)
        if "code" not in form:
            return self._asked(typed)
        if not is_code(self.session, form.get("code", "")):
            wrong = _("This code is wrong or too old. Please look at the newest mail, or have a new code sent.")
            return self.page(400, asks_code=True, code_error=wrong, **typed)
        return self._done(act, email, name)

    def _own(self, email: str) -> str:
        """What is wrong with one's own address; empty for any other."""
        same = email.casefold() == self.desk.editor.email.casefold()
        return _("This is your own address. Please type that of the other person.") if same else ""

    def _asked(self, typed: dict[str, Any]) -> HttpResponse:
        limit, seconds = CODES
        if wait := seconds_to_wait("editor-code", str(self.desk.editor.pk), limit=limit, seconds=seconds):
            return not_before(self.page(429, notice=waiting_sentence(wait), **typed), wait)
        send_code(self.session)
        return self.page(asks_code=True, **typed)

    def _done(self, act: str, email: str, name: str) -> HttpResponse:
        editor = self.desk.editor
        language = language_now()
        site = site_of(self.request)
        if act == "name":
            name_editor(editor, email, name=name, language=language, site=site)
            return HttpResponseRedirect(reverse("editors", args=[self.desk.entry.slug]) + "?done=name")
        if act == "hand-over":
            hand_over(editor, email, name=name, language=language, site=site)
        else:
            revoke(editor, author=editor.author)
        response = HttpResponseRedirect(reverse("update"))
        take_cookie(response, self.desk.entry.pk)
        return response


def masked(email: str) -> str:
    """An address that its owner knows again, and nobody learns."""
    local, at, domain = email.rpartition("@")
    return f"{local[:1]}…{at}{domain}"
