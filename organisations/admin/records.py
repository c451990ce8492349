"""What happened, to look at: revisions, batches, ids in other sources, what needs somebody's eyes."""

import json
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import ReadOnly
from organisations.admin.site import site
from organisations.curate.telling import told
from organisations.models import Attention, Batch, Decision, ExternalId, Revision


def entry_link(organisation: Any) -> SafeString:
    """A link to the entry's form."""
    address = reverse("admin:organisations_organisation_change", args=[organisation.pk])
    return format_html('<a href="{}">{}</a>', address, organisation.name)


class OfEntry(ReadOnly):
    """Rows that belong to an entry."""

    list_select_related = ["organisation"]
    show_full_result_count = False
    links: tuple[str, ...] = ("organisation__id__exact",)

    @admin.display(description=_("organisation"))
    def entry(self, row: Any) -> SafeString:
        """The entry, linked."""
        return entry_link(row.organisation)


@admin.register(Revision, site=site)
class RevisionAdmin(OfEntry):
    """Published versions. Addresses and contacts stand in them by reference only."""

    list_display = ["number", "entry", "author", "reason", "created_at"]
    ordering = ["-pk"]
    links = ("organisation__id__exact", "batch__id__exact")
    fields = ["entry", "number", "author", "reason", "batch", "created_at", "pretty"]

    @admin.display(description=_("document"))
    def pretty(self, row: Revision) -> SafeString:
        """The stored document."""
        return format_html("<pre>{}</pre>", json.dumps(row.document, ensure_ascii=False, indent=2))


@admin.register(ExternalId, site=site)
class ExternalIdAdmin(OfEntry):
    """Ids of entries in other sources."""

    list_display = ["value", "source", "entry", "revision"]
    search_fields = ["value"]
    fields = ["entry", "source", "value", "revision"]


@admin.register(Attention, site=site)
class AttentionAdmin(OfEntry):
    """Entries that need somebody's eyes."""

    list_display = ["reason", "entry", "told", "created_at"]
    list_filter = ["reason"]
    fields = ["entry", "reason", "told", "created_at"]

    @admin.display(description=_("detail"))
    def told(self, row: Attention) -> SafeString:
        """The detail, which is kept in English, in the language of the page."""
        return told(row.detail)


@admin.register(Batch, site=site)
class BatchAdmin(ReadOnly):
    """Revisions that were made together."""

    list_display = ["source", "author", "created_at"]
    ordering = ["-created_at"]
    fields = ["source", "author", "created_at", "revisions"]

    @admin.display(description=_("revisions"))
    def revisions(self, batch: Batch) -> SafeString:
        """A link to them."""
        address = reverse("admin:organisations_revision_changelist")
        return format_html('<a href="{}?batch__id__exact={}">{}</a>', address, batch.pk, batch.revisions.count())


@admin.register(Decision, site=site)
class DecisionAdmin(OfEntry):
    """What curators decided. Nobody changes or removes a row, superusers neither."""

    list_display = ["at", "actor", "action", "entry"]
    list_filter = ["action"]
    ordering = ["-at", "-pk"]
    fields = ["at", "actor", "action", "entry", "suggestion", "told"]

    @admin.display(description=_("organisation"))
    def entry(self, row: Decision) -> SafeString:
        """The entry, linked; it may be gone."""
        return entry_link(row.organisation) if row.organisation else SafeString("–")

    @admin.display(description=_("detail"))
    def told(self, row: Decision) -> SafeString:
        """Parts and reasons."""
        return format_html("<pre>{}</pre>", json.dumps(row.detail, ensure_ascii=False, indent=2))
