"""Where an import begins: which files there were, and the form for another one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.curate.words import ago, person_name
from organisations.formats import number
from organisations.imports.reader import EXTENSIONS
from organisations.imports.uploads import KEPT_DAYS, keep_file
from organisations.models import Batch, ExternalId, ImportRun, ImportSource, Organisation
from organisations.models.imports import ImportSourceQuerySet
from organisations.models.organisation import State
from organisations.scope import covered_by, decides_everywhere, within
from organisations.sizes import megabytes
from organisations.text import clean

PAGE = 20
STATES = [
    (State.DRAFT.value, _("Drafts: nobody sees them until you publish them")),
    (State.PUBLIC.value, _("Public at once")),
]


def runs_of(user: Any) -> QuerySet[ImportRun]:
    """The imports that the user may see: their own; all of them, if they decide everywhere."""
    rows = ImportRun.objects.select_related("source", "by", "work", "work__batch")
    return rows if decides_everywhere(user) else rows.filter(by=user)


def sources_of(user: Any) -> ImportSourceQuerySet:
    """The sources the user may give files to, set up, have fetched and delete: their own and nobody's, and those that
    their areas cover; everywhere: all of them."""
    rows = ImportSource.objects.all()
    return rows if decides_everywhere(user) else rows.filter(Q(by=user) | Q(by=None) | _covered(user))


def _covered(user: Any) -> Q:
    """Sources set up by somebody who decides on nothing else than the user, or all of whose entries the user decides
    on."""
    entries = ExternalId.objects.order_by()  # both questions are asked once for all sources, which is quick
    others = entries.exclude(organisation__in=Organisation.objects.filter(within(user)))
    return Q(by__in=covered_by(user)) | (Q(name__in=entries.values("source")) & ~Q(name__in=others.values("source")))


class UploadForm(forms.Form):
    """A file, and which source it is from."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    source = forms.ModelChoiceField(
        ImportSource.objects.none(), label=_("Source"), required=False, empty_label=_("A new source")
    )
    name = forms.CharField(label=_("Name of the new source"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("New entries become"), choices=STATES, initial=State.DRAFT.value)
    whole = forms.BooleanField(label=_("The file is the whole source"), required=False)
    sheet = forms.CharField(label=_("Sheet of a workbook"), max_length=100, required=False)

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self.user = user
        field: Any = self.fields["source"]
        field.queryset = sources_of(user).in_use()

    def clean(self) -> dict[str, Any]:
        """A new source has a name that no source of somebody else has."""
        said = super().clean() or {}
        if said.get("file") and not said.get("source"):
            name = clean(said.get("name", "")) or said["file"].name.rsplit("/")[-1].split(".")[0][:100] or "import"
            said["name"] = name
            found = ImportSource.objects.in_use().filter(name=name)
            if found.exists() and not sources_of(self.user).filter(name=name).exists():
                self.add_error("name", gettext("A source of somebody else is called so; choose another name."))
        return said

    def clean_file(self) -> Any:
        """A file of a kind and size that can be read."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(EXTENSIONS):
            known = ", ".join(sorted(EXTENSIONS))
            raise forms.ValidationError(
                gettext("Files of this kind cannot be imported. Known are %(known)s.") % {"known": known}
            )
        if file.size == 0:
            raise forms.ValidationError(gettext("The file is empty."))
        if file.size > settings.IMPORT_MAX_MB * 1_000_000:
            said = {"size": number(megabytes(file.size)), "most": settings.IMPORT_MAX_MB}
            raise forms.ValidationError(gettext("The file has %(size)s MB; at most %(most)s MB are read.") % said)
        return file

    @transaction.atomic
    def kept(self) -> ImportRun:
        """Keeps the file; its source is made if it is new. Raises SourceGone."""
        user = self.user
        said = self.cleaned_data
        source = said["source"] or _source_called(said["name"], user)
        ImportSource.objects.filter(pk=source.pk).update(state=said["state"])
        return keep_file(
            source,
            by=user,
            name=said["file"].name,
            content=said["file"].chunks(),
            sheet=said["sheet"],
            whole=said["whole"],
        )


def _source_called(name: str, user: Any) -> ImportSource:
    """The source of that name, made if need be; one whose only files were refused is there for anybody."""
    source, made = ImportSource.objects.get_or_create(name=name, defaults={"by": user})
    if not made and not ImportSource.objects.in_use().filter(pk=source.pk).exists():
        ImportSource.objects.filter(pk=source.pk).update(by=user)
    return source


@dataclass(frozen=True)
class Start:
    """The page: earlier imports, newest first, and the form."""

    user: Any
    form: UploadForm
    number: int = 1

    @cached_property
    def _found(self) -> list[ImportRun]:
        start = (self.number - 1) * PAGE
        return list(runs_of(self.user)[start : start + PAGE + 1])

    @property
    def runs(self) -> list[dict[str, Any]]:
        """The imports of the page."""
        batches = [run.work.batch_id for run in self._found if run.work and run.work.batch_id]
        undone = set(Batch.objects.filter(undoes__in=batches).values_list("undoes", flat=True))
        return [
            {
                "run": run,
                "who": person_name(run.by) if run.by else "",
                "ago": ago(run.created_at),
                "taken_back": bool(run.work and run.work.batch_id in undone),
            }
            for run in self._found[:PAGE]
        ]

    @property
    def more(self) -> int:
        """The next page, 0 if there is none."""
        return self.number + 1 if len(self._found) > PAGE else 0

    @property
    def days(self) -> int:
        """How long a file is kept."""
        return KEPT_DAYS

    @property
    def accepts(self) -> str:
        """The kinds of files, for the browser."""
        return ",".join(sorted({f".{end.rsplit('.')[-1]}" for end in EXTENSIONS}))

    @property
    def most(self) -> int:
        """MB of the largest file."""
        return settings.IMPORT_MAX_MB
