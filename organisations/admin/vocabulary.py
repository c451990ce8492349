"""The curated words: topics, openness flags, the four steps of German."""

import hashlib
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import JSONField, Model, ProtectedError, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import AnyForm, StrictLookups
from organisations.admin.fields import ByLanguageField, IconField, ListByLanguageField
from organisations.admin.site import site
from organisations.models import GermanLevel, OpennessFlag, Topic
from organisations.services.terms import term_changed, terms_deleted, used, vocabulary_changes
from organisations.vocabulary import label


class TermForm(AnyForm):
    """A term. `seen` says what the form was filled from: who saves must have seen what is there."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, label="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = repr([(name, str(value)) for name, value in sorted(self.initial.items())])
        self.initial["seen"] = hashlib.blake2b(there.encode(), digest_size=8).hexdigest()

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what somebody else saved since the form was opened."""
        data = super().clean() or {}
        if not self.instance._state.adding and data.get("seen") != self.initial["seen"]:
            raise ValidationError(
                _("Somebody else changed this meanwhile. Please open it again and repeat your change.")
            )
        return data


class TermAdmin(StrictLookups):
    """A term: what shows it is refreshed when it changes; one that is in use cannot be deleted."""

    form = TermForm
    formfield_overrides = {JSONField: {"form_class": ByLanguageField}}

    @admin.display(description=_("name"), ordering="names__de")
    def german_name(self, term: Any) -> str:
        """Its German name."""
        return label(term.names, "de")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """All fields in one group, with the hidden one."""
        return [(None, {"fields": [*self.get_fields(request, obj), "seen"]})]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Icons are chosen from the sprite, search words are lists."""
        if db_field.name == "icon":
            return IconField(label=capfirst(db_field.verbose_name))
        if db_field.name == "search_words":
            kwargs["form_class"] = ListByLanguageField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The slug can be chosen once: it stands in addresses and in old revisions."""
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form, and saving it, in one transaction with all that shows the term."""
        with vocabulary_changes():
            return super().changeform_view(request, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: AnyForm, formsets: Any, change: bool) -> None:
        """After the term itself is saved: what shows it."""
        super().save_related(request, form, formsets, change)
        if form.has_changed():
            term_changed(form.instance)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go, with the terms in use as protected: nothing is taken out of entries silently."""
        in_use = [gettext("%(term)s is in use") % {"term": term} for term in used(list(objs))]
        going, counts, missing, protected = super().get_deleted_objects(objs, request)
        return going, counts, missing, in_use or protected

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete one term that nothing uses."""
        self.delete_queryset(request, type(obj)._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete terms that nothing uses. Raises ProtectedError when one was taken into use meanwhile."""
        with vocabulary_changes():
            rows = list(queryset.select_for_update(of=("self",)))
            if taken := used(rows):
                raise ProtectedError("in use", set[Model](taken))
            super().delete_queryset(request, queryset)
            terms_deleted(queryset.model)


class TopicForm(TermForm):
    """A topic; there are two levels."""

    def clean_parent(self) -> Topic | None:
        """Refuse a third level."""
        parent: Topic | None = self.cleaned_data["parent"]
        if parent and (parent == self.instance or (self.instance.pk and self.instance.subtopics.exists())):
            raise ValidationError(_("A topic with subtopics cannot have a parent: there are two levels."))
        return parent


@admin.register(Topic, site=site)
class TopicAdmin(TermAdmin):
    """Topics on two levels."""

    form = TopicForm
    list_display = ["slug", "german_name", "parent", "icon", "hue", "position"]
    list_select_related = ["parent"]
    list_filter = ["hue"]
    search_fields = ["slug", "names__de", "names__en"]
    fields = ["slug", "names", "short_names", "search_words", "parent", "icon", "hue", "position"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only top topics have subtopics."""
        kwargs["queryset"] = Topic.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(OpennessFlag, site=site)
class FlagAdmin(TermAdmin):
    """Openness flags."""

    list_display = ["slug", "german_name", "icon", "position"]
    search_fields = ["slug", "names__de", "names__en"]
    fields = ["slug", "names", "search_words", "icon", "position"]


@admin.register(GermanLevel, site=site)
class LevelAdmin(TermAdmin):
    """The words for the four steps of German; the steps are fixed."""

    list_display = ["slug", "german_name", "icon", "rank"]
    fields = ["slug", "rank", "names", "short_names", "sentences", "icon"]
    readonly_fields = ["rank"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There are four."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There are four."""
        return False
