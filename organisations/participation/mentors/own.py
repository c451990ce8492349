"""A mentor's own page: what stands there, changing it, a break, another mail address, leaving."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from organisations.editing.forms import address_error, foreign
from organisations.editing.requests import LinkKind
from organisations.further import links
from organisations.limits import seconds_to_wait
from organisations.models import DataVersion
from organisations.own_page import site_of
from organisations.participation.company import of_mentor
from organisations.participation.mentors import services, summary
from organisations.participation.mentors.fields import About, ChangeFields
from organisations.participation.mentors.sessions import give_cookie, mentor_session, take_cookie
from organisations.participation.models import Mentor, MentorLink, MentorState
from organisations.public_forms.pages import not_before, rendered, waiting_sentence
from organisations.public_forms.throttle import DAY
from organisations.tickets import Ticket

LINKS = LinkKind("mentor-update", "participation/mentors/update.html", services.send_link)
TICKETS = "mentor-own:"  # what the form carries, so that what was typed comes back when the session is over
ADDRESSES = 5  # new ones a day
# What can be said to be done, and the state in which it is so (None: in any).
DONE = {"saved": None, "address": None, "paused": MentorState.PAUSED, "resumed": MentorState.APPROVED}
LEFT = {"erased": "mentor-left", "kept": "mentor-left-kept"}  # what the word in the address behind leaving is for


@dataclass(frozen=True)
class OwnPage:
    """One mentor at the own page."""

    request: HttpRequest

    @property
    def mentor(self) -> Mentor:
        """Who it is."""
        session = mentor_session(self.request)
        assert session is not None  # noqa: S101 - the view lets nobody else in
        return session.mentor

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """What the mentor offers and may do. `more`: `notice` about the whole, `error` of the new address."""
        mentor = self.mentor
        done = self.request.GET.get("done", "")
        over = mentor.expires_on is not None and mentor.expires_on < timezone.localdate()
        context = {
            "mentor": mentor,
            "state": "over" if over and mentor.state != MentorState.VERIFIED else mentor.state,
            "lines": summary.lines(mentor),
            "leads": of_mentor.leads(mentor),
            "done": done if done in DONE and DONE[done] in (None, mentor.state) else "",
            "further": links("mentors", DataVersion.current()[1]),
        }
        return rendered(self.request, "participation/mentors/own.html", context | more, status)

    def sent(self, form: QueryDict) -> HttpResponse:
        """A button was pressed."""
        if notice := foreign(self.request):
            return self.page(400, notice=notice)
        act = form.get("act", "")
        if act == "pause":
            services.pause(self.mentor)
            return self._done("paused")
        if act == "resume":
            services.resume(self.mentor)
            return self._done("resumed")
        if act == "address":
            return self._address("".join(form.get("email", "").split()))
        if act in ("leave", "close"):
            return self._away(act)
        return self.page(400)

    def _done(self, what: str) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('mentor-own')}?done={what}")

    def _address(self, email: str) -> HttpResponse:
        if error := address_error(email):
            return self.page(400, error=error, email=email)
        if wait := seconds_to_wait("mentor-new-address", str(self.mentor.pk), limit=ADDRESSES, seconds=DAY):
            return not_before(self.page(429, error=waiting_sentence(wait), email=email), wait)
        services.ask_address(self.mentor, email, site=site_of(self.request))
        return self._done("address")

    def _away(self, act: str) -> HttpResponse:
        """Leaving for good, or closing the page in this browser."""
        session = mentor_session(self.request)
        assert session is not None  # noqa: S101
        if act == "leave":
            services.leave(session.mentor)
            session.mentor.refresh_from_db()
            response = left(session.mentor)
        else:
            session.delete()
            response = HttpResponseRedirect(reverse("mentor-update"))
        take_cookie(response)
        return response

    def change(self, form: QueryDict | None) -> HttpResponse:
        """The form with what stands there, or what follows from the one that was sent."""
        notices = [foreign(self.request)] if form is not None and foreign(self.request) else []
        fields = self._fields(form)
        if form is not None and form.get("step") == "find":
            fields.not_judged()
        elif form is not None and not notices and fields.is_valid():
            services.change(self.mentor, fields.values, fields.related)
            return self._done("saved")
        wrong = form is not None and (bool(notices) or (not fields.is_valid() and form.get("step") != "find"))
        ticket = str(Ticket.new(f"{TICKETS}{self.mentor.pk}"))
        context = {"form": fields, "notices": notices, "mentor": self.mentor, "ticket": ticket}
        return rendered(self.request, "participation/mentors/change.html", context, 400 if wrong else 200)

    def _fields(self, form: QueryDict | None) -> ChangeFields:
        mentor = self.mentor
        homes = [str(id) for id in mentor.organisations.values_list("pk", flat=True)]
        initial = {
            "name": mentor.name, "phone": mentor.phone, "languages": mentor.languages, "times": mentor.times,
            "gender": mentor.gender, "capacity": mentor.capacity, "introduction": mentor.introduction,
            "mails": mentor.language, "homes": homes,
            "areas": [str(id) for id in mentor.areas.values_list("pk", flat=True)],
            "topics": list(mentor.topics.values_list("slug", flat=True)),
        }  # fmt: skip
        return ChangeFields(form, initial=initial, about=About.of(mentor.languages, homes))


def left(mentor: Mentor) -> HttpResponse:
    """On to the page that says that everything is erased, or what is kept; the address carries our word for it."""
    how = "kept" if mentor.erased_at is None else "erased"
    return HttpResponseRedirect(f"{reverse('mentor')}?left={Ticket.new(LEFT[how])}")


def just_left(request: HttpRequest) -> str:
    """What the page says to somebody who comes from there, and not by an address that anybody has made up."""
    words = ((how, Ticket.read(request.GET.get("left", ""), purpose)) for how, purpose in LEFT.items())
    return next((how for how, word in words if word is not None and not word.is_over), "")


@dataclass(frozen=True)
class LinkPage:
    """What stands behind the link of a mail: before its button is pressed nothing is changed and nobody let in."""

    request: HttpRequest
    link: MentorLink

    @property
    def kind(self) -> str:
        """What the button does: confirm an `offer`, a new `address`, or `open` the own page."""
        mentor = self.link.mentor
        if mentor.state == MentorState.APPLIED:
            return "offer"
        return "address" if self.link.email and self.link.email != mentor.email else "open"

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """All that the button confirms. A new address may be that of a stranger, who learns nothing of the mentor.

        `more`: `notice` about the whole; `taken`: the address is another mentor's.
        """
        mentor = self.link.mentor
        context = {
            "kind": self.kind,
            "name": mentor.name if self.kind == "open" else "",
            "address": self.link.email if self.kind == "address" else "",
            "lines": [summary.name_line(mentor), *summary.lines(mentor)] if self.kind == "offer" else [],
        }
        return rendered(self.request, "participation/mentors/link.html", context | more, status)

    def pressed(self) -> HttpResponse:
        """The button swaps the token for a session."""
        if notice := foreign(self.request):
            return self.page(400, notice=notice)
        try:
            secret = services.open_session(self.link, site=site_of(self.request))
        except services.AddressTaken:
            return self.page(409, taken=True)
        response = HttpResponseRedirect(reverse("mentor-own"))
        give_cookie(response, secret)
        return response
