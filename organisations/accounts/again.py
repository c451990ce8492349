"""A form of the staff's pages that came after their sign-in had ended: it is shown again, and nothing typed is lost."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organisations.editing.forms import hidden_fields, sent_form, typed_words

CSRF = "csrfmiddlewaretoken"  # the name of a field
_CODE = re.compile(r"[a-z_-]+|[0-9a-f-]{36}")  # what buttons and choices send, not people


def sent_again(request: HttpRequest) -> HttpResponse | None:
    """The page with the form in it, for another try after signing in; None if there is no form, or a password in it.

    Only for a form that one of our own pages sent: nobody else puts words into the mouth of a curator.
    """
    form = sent_form(request) if request.method == "POST" else None
    if form is None or not set(form) - {CSRF} or any("password" in name for name in form):
        return None
    context = {
        "fields": hidden_fields(form, CSRF),
        "words": [word for word in typed_words(form) if not _CODE.fullmatch(word)],
        "address": request.get_full_path(),
    }
    return render(request, "account/again.html", context, status=403)
