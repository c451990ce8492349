"""The page of a message for the association, by the secret link of the mail: no account, no address shown."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.languages import language_name
from organisations.outbox.outline import html_lang
from organisations.own_page import Sender, sender_of, site_of
from organisations.participation import services, throttle
from organisations.participation.company.facts import public_slug
from organisations.participation.mails import erased_on
from organisations.participation.models import Message
from organisations.participation.phrases import Choices, letter
from organisations.permissions import VISITOR, allow
from organisations.public_forms.pages import (
    MOST_AT_ONCE,
    language_now,
    not_before,
    too_long,
    too_much,
    waiting_sentence,
)
from organisations.reach import shown_phone
from organisations.secret_links import digest
from organisations.text import written
from organisations.tickets import Ticket

LONGEST_ANSWER = 4_000


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing (mail scanners open links); POST answers."""
    message = Message.objects.filter(answer_hash=digest(token)).first()
    if message is None:
        return render(request, "participation/no_message.html", status=404)
    if services.is_over(message):
        return render(request, "participation/over.html", {"message": message}, status=410)
    reply = Reply(request, message, token)
    if request.method != "POST":
        return reply.page()
    try:
        return reply.given()
    except (RequestDataTooBig, TooManyFieldsSent):
        return too_much(request)
    except services.NotOpen:
        return render(request, "participation/over.html", {"message": message}, status=410)


@dataclass(frozen=True)
class Reply:
    """The answer to one message."""

    request: HttpRequest
    message: Message
    token: str

    @property
    def purpose(self) -> str:
        """What the form's ticket is for."""
        return f"answer:{self.message.pk}"

    def page(self, text: str = "", ticket: Ticket | None = None, *, status: int = 200, **more: Any) -> HttpResponse:
        """The message and the form, as typed so far. `more`: `errors` by field, `notices`."""
        context: dict[str, Any] = {
            "message": self.message,
            "sentences": letter(Choices.of(self.message.choices), self.message.name, language_now()),
            "written_in": language_name(self.message.language, language_now()).name,
            "words_lang": html_lang(self.message.language),
            "phone": shown_phone(self.message.phone) if self.message.phone else "",
            "answers": self.message.answers.all(),
            "erased_on": erased_on(self.message),
            "typed": text,
            "most": MOST_AT_ONCE,
            "done": "done" in self.request.GET,
            "ticket": str(ticket or Ticket.new(self.purpose)),
        } | more
        return render(self.request, "participation/answer.html", context, status=status)

    def given(self) -> HttpResponse:
        """Stores the answer, or gives the form back with what is wrong."""
        form = self.request.POST
        text = written(form.get("text", "")).strip()
        ticket = Ticket.read(form.get("ticket", ""), self.purpose)
        trouble = self._trouble(ticket)
        if trouble or ticket is None:
            return self.page(text, ticket if ticket and not ticket.is_over else None, status=400, notices=[trouble])
        if problem := self._problem(text):
            return self.page(text, ticket, status=400, errors={"text": problem})
        if wait := throttle.answer_wait(str(self.message.pk)):
            return not_before(self.page(text, ticket, status=429, notices=[waiting_sentence(wait)]), wait)
        try:
            services.answer(self.message, "" if self.message.phone else text, key=ticket.key, again=self._again())
        except services.AnsweredAlready:
            return self.page(text, status=409, notices=[second_answer()])
        return HttpResponseRedirect(reverse("answer", args=[self.token]) + "?done=1")

    def _trouble(self, ticket: Ticket | None) -> str:
        """What is wrong with the form itself; empty if nothing is."""
        if sender_of(self.request) == Sender.FOREIGN:
            return _("This form did not come from our page. Please read it again and press “Send” once more.")
        if ticket is None or ticket.is_over:
            return _("The form was open for too long. Nothing is lost: please press the button once more.")
        return ""

    def _problem(self, text: str) -> str:
        if self.message.phone:
            return ""
        return too_long(text, LONGEST_ANSWER) or ("" if text else _("Please write an answer."))

    def _again(self) -> str:
        """Where the newcomer can write once more: the entry's form in their language, if it is still public."""
        found = public_slug(self.message.organisation_id)
        with translation.override(self.message.language):
            path = reverse("contact-entry", args=[found]) if found else reverse("contact")
        return site_of(self.request) + path


def second_answer() -> str:
    """What to say when other words come with a form that has given an answer already."""
    return _(
        "This form was already used for an answer. What you have written now is below; send it as a second answer?"
    )
