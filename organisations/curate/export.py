"""A file of a view: what it would hold, the file itself, and the log of those that were taken out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from organisations.curate.choice import page_of
from organisations.curate.view import DeskQuery, Found, found
from organisations.curate.words import names_of
from organisations.exports.entries import columns_of, rows_of
from organisations.exports.files import FORMATS, Format, gathered
from organisations.models import Export
from organisations.scope import decides_everywhere

OWN = ("format", "contacts", "log")  # parameters of the page beside the query
PAGE = 30


@dataclass(frozen=True)
class Line:
    """A row of the log in words."""

    export: Export
    who: str
    format: str

    @property
    def page(self) -> str:
        """Of tables of numbers, which hold no entries: the page that shows them."""
        return self.export.view if self.export.view.startswith("/") else ""


@dataclass(frozen=True)
class Order:
    """What a curator wants to take out: the view, the format, whether with contact persons."""

    user: Any
    query: DeskQuery
    format: str = "xlsx"
    contacts: bool = False
    page: int = 1

    @classmethod
    def parse(cls, request: HttpRequest) -> "Order":
        """The order of a request: the view stands in its address, the rest in the form. Persons leave only with those
        who decide everywhere."""
        query, _problems = DeskQuery.from_querydict(request.GET, also=(*OWN, "lang"))
        given: QueryDict = request.POST
        format = given.get("format", "")
        contacts = bool(given.get("contacts")) and decides_everywhere(request.user)
        page = page_of({"page": request.GET.get("log", "")})
        return cls(request.user, query.on_page(1), format if format in FORMATS else "xlsx", contacts, page)

    @cached_property
    def found(self) -> Found:
        """The entries of the view."""
        return found(self.query, self.user)

    @property
    def formats(self) -> dict[str, Format]:
        """Those to choose from."""
        return FORMATS

    @property
    def with_contacts(self) -> bool:
        """Whether this curator may take contact persons out."""
        return decides_everywhere(self.user)

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"entries-{timezone.localdate().isoformat()}.{self.format}"

    def file(self) -> Iterator[bytes]:
        """Notes the export and gives the file, piece by piece."""
        entries = self.found.organisations()
        ids = list(entries.order_by("pk").values_list("pk", flat=True))
        columns = columns_of(entries, self.contacts)
        Export.objects.create(
            actor=f"user:{self.user.pk}",
            format=self.format,
            view=self.query.to_querystring(),
            entries=len(ids),
            contacts=self.contacts,
        )
        return gathered(FORMATS[self.format].write(columns.heads, rows_of(ids, columns)))

    @cached_property
    def _log(self) -> list[Export]:
        rows = Export.objects.all()
        if not self.with_contacts:
            rows = rows.filter(actor=f"user:{self.user.pk}")
        start = (self.page - 1) * PAGE
        return list(rows[start : start + PAGE + 1])

    @property
    def lines(self) -> list[Line]:
        """What was taken out: by everybody for those who decide everywhere, else by this curator."""
        names = names_of(one.actor for one in self._log)
        return [
            Line(one, names[one.actor], FORMATS[one.format].label if one.format in FORMATS else one.format)
            for one in self._log[:PAGE]
        ]

    @property
    def older(self) -> int:
        """The next page of the log, 0 if there is none."""
        return self.page + 1 if len(self._log) > PAGE else 0
