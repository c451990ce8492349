"""Entries: every save is one publication, nothing is deleted."""

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import StrictLookups
from organisations.admin.entry_desk import Desk, document_at, open_desk
from organisations.admin.site import site
from organisations.merging import Conflict, merge
from organisations.models import Organisation
from organisations.models.organisation import State
from organisations.services.publish import Change, StaleBase, publish, publish_many
from organisations.services.rows import load_documents
from organisations.validation import InvalidDocument

STALE = _(
    "Somebody else saved this entry meanwhile (revision %(number)s). Nothing you typed is lost: what they changed has "
    "been taken over into the form below. Please look at it and save again."
)


def author_of(request: HttpRequest) -> str:
    """The author of a revision: a kind and an id, never a name."""
    return f"user:{request.user.pk}"


@admin.register(Organisation, site=site)
class OrganisationAdmin(StrictLookups):
    """Organisations, with everything that belongs to one in one form."""

    list_display = ["name", "kind", "state", "area", "checked_on", "number"]
    list_select_related = ["area"]
    list_filter = ["state", "kind", "german", "sample"]
    search_fields = ["name", "slug"]
    search_help_text = _("Name or slug")
    ordering = ["-pk"]  # ids begin with the time, so the newest stand first
    show_full_result_count = False
    actions = ["archive", "make_public"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """Without the outlines of areas, which are large."""
        return super().get_queryset(request).defer("area__outline")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Entries are archived; what visitors saw stays in the history."""
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form of an entry, and saving it."""
        entry = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and entry is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        desk = open_desk(entry, request.POST if request.method == "POST" else None)
        if request.method != "POST" or not desk.is_valid():
            return self.page(request, entry, desk)
        try:
            return self.saved(request, desk)
        except StaleBase as stale:
            return self.merged(request, stale, desk)
        except InvalidDocument as invalid:
            desk.show(invalid.faults)
            return self.page(request, entry, desk)

    def saved(self, request: HttpRequest, desk: Desk) -> HttpResponse:
        """Publish what was typed; the answer leads on. Raises StaleBase and InvalidDocument."""
        document, reason = desk.document, desk.entry.cleaned_data["reason"]
        with transaction.atomic():
            revision = publish(document, base=desk.base, author=author_of(request), reason=reason)
            consents = desk.record_consents(document)
            if revision or consents:
                entry = Organisation.objects.get(pk=document.id)
                said = f"revision {revision.number}" if revision else f"consent of {consents}"
                note = self.log_change if desk.base else self.log_addition
                note(request, entry, said)
        if revision or consents:
            messages.success(request, gettext("“%(name)s” was saved.") % {"name": document.name})
        else:
            messages.info(request, gettext("Nothing was changed in “%(name)s”.") % {"name": document.name})
        return HttpResponseRedirect(self._next(request, str(document.id)))

    def merged(self, request: HttpRequest, stale: StaleBase, desk: Desk) -> HttpResponse:
        """The form again, with what was typed and with what somebody else saved meanwhile."""
        entry = Organisation.objects.get(pk=stale.organisation)
        theirs = document_at(entry, entry.number)
        document, conflicts = merge(desk.before, ours=theirs, theirs=desk.document)
        messages.warning(request, STALE % {"number": entry.number})
        again = Desk(document, entry.number, typed=desk.typed)
        response = self.page(request, entry, again, conflicts)
        response.status_code = 409
        return response

    def page(
        self, request: HttpRequest, entry: Organisation | None, desk: Desk, conflicts: list[Conflict] | None = None
    ) -> HttpResponse:
        """The page of the form."""
        fieldsets: list[Any] = list(desk.entry.fieldsets)
        form: Any = desk.entry  # a plain form looks like a model's to the template
        context = {
            **self.admin_site.each_context(request),
            "title": entry.name if entry else _("New organisation"),
            "original": entry,
            "adminform": AdminForm(form, fieldsets, {}),
            "desk": desk,
            "conflicts": [(desk.words_for(conflict.key), conflict) for conflict in conflicts or ()],
            "errors": ["faults"] if desk.has_errors else [],
            "media": self.media + desk.media + Media(js=["admin/js/jquery.init.js", "admin/js/inlines.js"]),
            "inline_admin_formsets": [],
            "preserved_filters": self.get_preserved_filters(request),
            "is_popup": False,
            "to_field": None,
        }
        return self.render_change_form(request, context, add=entry is None, change=entry is not None, obj=entry)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of an entry is its revisions."""
        address = reverse("admin:organisations_revision_changelist")
        return HttpResponseRedirect(f"{address}?organisation__id__exact={unquote(object_id)}")

    @admin.action(description=_("Archive: visitors do not see the entry any more"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Organisation]) -> None:
        """Take entries off the map."""
        self._set_state(request, queryset, State.ARCHIVED)

    @admin.action(description=_("Make public: visitors see the entry"))
    def make_public(self, request: HttpRequest, queryset: QuerySet[Organisation]) -> None:
        """Put entries on the map."""
        self._set_state(request, queryset, State.PUBLIC)

    def _set_state(self, request: HttpRequest, queryset: QuerySet[Organisation], state: State) -> None:
        reason = gettext("%(state)s, from the list") % {"state": state.label}
        ids = list(queryset.order_by("pk").values_list("pk", flat=True))
        try:
            with transaction.atomic():
                rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
                numbers = dict(rows.values_list("pk", "number"))
                documents = load_documents(ids).values()
                changes = [Change(replace(one, state=state.value), numbers[one.id]) for one in documents]
                done = publish_many(changes, author=author_of(request), reason=reason)
        except InvalidDocument as invalid:
            sentence = gettext("Nothing was changed. %(faults)s") % {"faults": invalid.translated}
            messages.error(request, sentence[:1000])
            return
        same = done.count(None)
        sentence = gettext("Changed: %(changed)s. Were so already: %(same)s.")
        messages.success(request, sentence % {"changed": len(done) - same, "same": same})

    def _next(self, request: HttpRequest, pk: str) -> str:
        if "_addanother" in request.POST:
            return reverse("admin:organisations_organisation_add")
        if "_continue" in request.POST:
            return reverse("admin:organisations_organisation_change", args=[pk])
        return reverse("admin:organisations_organisation_changelist")
