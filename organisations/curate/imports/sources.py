"""Sources: the list, and the form by which one is fetched again by a timetable."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.curate.imports.start import STATES, sources_of
from organisations.curate.telling import told
from organisations.imports.missing import THERE
from organisations.imports.sources import KINDS, next_time
from organisations.imports.uploads import SourceGone
from organisations.models import ExternalId, ImportSource
from organisations.outgoing import RefusedError, checked
from organisations.services.links import as_ascii

LISTED = 200


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own is not generic at runtime
    """From where, how often, and what becomes of changes."""

    class Meta:
        model = ImportSource
        fields = ["address", "form", "every", "rule", "state"]
        labels = {
            "address": _("Address of the file"),
            "form": _("Kind of file"),
            "every": _("Fetched again"),
            "rule": _("What changed"),
            "state": _("New entries become"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", "–"), *((kind, kind.upper()) for kind in KINDS)]
        self.fields["form"] = forms.ChoiceField(choices=kinds, required=False, label=self.fields["form"].label)
        self.fields["state"] = forms.ChoiceField(choices=STATES, label=self.fields["state"].label)

    def clean_address(self) -> str:
        """A plain address of the web, as it goes over the wire; where it leads to is looked at when it is fetched."""
        address = str(self.cleaned_data["address"]).strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        if address and (parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc):
            raise forms.ValidationError(gettext("Only addresses that begin with http:// or https:// are fetched."))
        try:
            return checked(as_ascii(address)).geturl() if address else ""
        except UnicodeError:
            raise forms.ValidationError(
                gettext("There can be no server of that name. Please check the address.")
            ) from None
        except RefusedError as error:
            raise forms.ValidationError(told(str(error))) from None

    def clean(self) -> dict[str, Any]:
        """An address needs a kind of file, a timetable an address."""
        said = super().clean() or {}
        if said.get("address") and not said.get("form"):
            self.add_error("form", gettext("Say what kind of file the address gives."))
        if said.get("every") and not said.get("address") and "address" not in self.errors:
            self.add_error("address", gettext("Without an address nothing can be fetched."))
        return said

    @transaction.atomic
    def kept(self, user: Any) -> ImportSource:
        """Saves it; from now on it belongs to this curator, whose areas bound what is fetched. Raises SourceGone."""
        source: ImportSource = self.instance
        if not ImportSource.objects.select_for_update(no_key=True).filter(pk=source.pk).exists():
            raise SourceGone
        source.by, source.error, source.digest = user, "", ""
        source.next_at = next_time(source.every, timezone.now()) if source.address else None
        source.save(update_fields=[*self.Meta.fields, "by", "error", "digest", "next_at"])
        return source


@dataclass(frozen=True)
class Line:
    """A source: how many entries it has (none that are off the map), how many of them it lacks now, and whether the
    curator may open it."""

    source: ImportSource
    entries: int
    missing: int
    usable: bool


@dataclass(frozen=True)
class Sources:
    """All sources that are in use, by name."""

    user: Any

    @cached_property
    def lines(self) -> list[Line]:
        """The sources. A fixed number of queries."""
        found = list(ImportSource.objects.in_use()[:LISTED])
        usable = set(sources_of(self.user).values_list("pk", flat=True))
        ids = ExternalId.objects.filter(THERE, source__in=[one.name for one in found]).order_by().values("source")
        counted = ids.annotate(entries=Count("pk"), missing=Count("pk", filter=Q(missing_since__isnull=False)))
        numbers = {row["source"]: (row["entries"], row["missing"]) for row in counted}
        return [Line(one, *numbers.get(one.name, (0, 0)), one.pk in usable) for one in found]
