"""Off the map: the group is no more, or its people do not want it listed. Both at once, and both can be undone."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from organisations.editing.desk import Desk
from organisations.editing.forms import foreign, page
from organisations.models.organisation import State
from organisations.services.ownership import close, may_put_back, put_back, remove


@dataclass(frozen=True)
class Ending:
    """The page with both choices; afterwards the way back."""

    request: HttpRequest
    desk: Desk
    key: str = "gone"

    def opened(self, status: int = 200, **more: str) -> HttpResponse:
        """What each button means."""
        entry = self.desk.entry
        context = {
            "entry": entry,
            "is_public": entry.state == State.PUBLIC,
            "unlisted": entry.unlisted_on,
            "may_put_back": may_put_back(self.desk.editor),
            "back": self.desk.address,
            **more,
        }
        return page(self.request, "ending.html", context, status)

    def sent(self, form: QueryDict) -> HttpResponse:
        """Does what the button says. Pressed twice it does nothing more."""
        if notice := foreign(self.request):
            return self.opened(400, notice=notice)
        entry, author = self.desk.entry, self.desk.editor.author
        act = form.get("act", "")
        if act in ("gone", "unlist") and entry.state == State.PUBLIC:
            (close if act == "gone" else remove)(entry.pk, author=author)
        elif act == "back" and put_back(self.desk.editor):
            return HttpResponseRedirect(self.desk.address)
        return HttpResponseRedirect(reverse("edit-section", args=[entry.slug, self.key]))
