"""The page of a message for its writer, by secret link: where it is, what was answered, and taking it back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organisations.models import MailState
from organisations.own_page import Sender, sender_of
from organisations.participation import services
from organisations.participation.company.asking import asked_after
from organisations.participation.company.facts import public_slug
from organisations.participation.mails import erased_on
from organisations.participation.models import End, Message
from organisations.participation.phrases import Choices, letter
from organisations.permissions import VISITOR, allow
from organisations.public_forms.pages import language_now
from organisations.secret_links import digest
from organisations.tickets import Ticket


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing; POST takes the message back."""
    found = Message.objects.filter(status_hash=digest(token)).first()
    if found is None:
        return render(request, "participation/no_message.html", status=404)
    purpose = f"withdraw:{found.pk}"
    if request.method == "POST":
        ticket = Ticket.read(request.POST.get("ticket", ""), purpose)
        if ticket and not ticket.is_over and sender_of(request) != Sender.FOREIGN:
            services.withdraw(found)
            return HttpResponseRedirect(reverse("message", args=[token]))
    return shown(request, found, token, Ticket.new(purpose))


def shown(request: HttpRequest, message: Message, token: str, ticket: Ticket) -> HttpResponse:
    """The page; after a POST it says that the button has to be pressed once more."""
    failed = request.method == "POST"
    context = {
        "message": message,
        "state": state_of(message),
        "again": "again" in request.GET,
        "sentences": letter(Choices.of(message.choices), message.name, language_now()),
        "answers": [] if message.erased_at else message.answers.all(),
        "erased_on": erased_on(message),
        "ticket": str(ticket),
        "secret": token,
        "company": public_slug(message.organisation_id),
        "asked": asked_after(message),
        "not_taken_back": failed,
    }
    return render(request, "participation/status.html", context, status=400 if failed else 200)


def state_of(message: Message) -> str:
    """withdrawn, purged, answered, called, failed, queued or sent."""
    if message.erased_at:
        return End(message.end)
    if services.is_over(message):
        return End.PURGED
    answers = list(message.answers.all())
    if answers:
        return "answered" if any(answer.text for answer in answers) else "called"
    mail = message.mail
    if mail is None or mail.state == MailState.FAILED:
        return "failed"
    return "sent" if mail.state == MailState.SENT else "waiting" if mail.attempts else "queued"
