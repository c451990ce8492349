"""Addresses of the site and one more: a page with the forms of some sections, as pages of the site use them."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from mapping import urls
from organisations.forms.entry import EntryForm
from organisations.models import Organisation
from organisations.permissions import VISITOR, allow
from organisations.services.rows import load_document

PAGE = """{% extends "base.html" %}
{% block title %}Form{% endblock %}
{% block styles %}{% include "organisations/forms/_head.html" %}{% endblock %}
{% block head %}{% include "organisations/forms/_scripts.html" %}{% endblock %}
{% block main %}<div class="page form-page"><h1>Form</h1>
{% include "organisations/forms/_errors.html" %}
{% if saved %}<pre id="saved">{{ saved }}</pre>{% endif %}
<form method="post" novalidate class="entry-forms">{{ form }}<button class="button button-main">Send</button></form>
{% include "organisations/forms/_config.html" %}</div>{% endblock %}"""


@csrf_exempt
@allow(VISITOR)
def sections(request: HttpRequest, keys: str, slug: str) -> HttpResponse:
    """The form of an entry's sections; what was sent is shown."""
    document = load_document(Organisation.objects.get(slug=slug).pk)
    sent = request.POST if request.method == "POST" else None
    form = EntryForm(document, sent, keys.split(","), document.language)
    valid = form.is_valid()
    errors = form.errors if sent is not None and not form.is_row_step else []
    context = {"form": form, "errors": errors, "saved": form.document if valid else ""}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
urlpatterns = [*i18n_patterns(path("form/<str:keys>/<str:slug>/", sections)), *urls.urlpatterns]
