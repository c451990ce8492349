"""Promises of languages in a query's answer: which are sure today, and which nobody checked for long."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, F, Func, Value, When
from django.db.models.sql.compiler import SQLCompiler

from organisations.freshness import stale_promise_since
from organisations.search import OrganisationQuery


class Promised(Func):
    """Whether one of these languages was promised and the promise checked on that day or later.

    `sure`: only promises that can be sure count (always, on certain days).
    """

    output_field = BooleanField()

    def __init__(self, codes: Collection[str], since: date, *, sure: bool) -> None:
        super().__init__(F("languages"), F("spoken_checked"), F("spoken_sure"))
        self.codes, self.since, self.sure = list(codes), since, sure

    def as_sql(self, compiler: SQLCompiler, connection: Any, *args: Any, **context: Any) -> Any:
        """The three columns side by side, one row a language."""
        columns = ", ".join(compiler.compile(column)[0] for column in self.source_expressions)
        kept = " AND is_sure" if self.sure else ""
        spoken = f"SELECT FROM unnest({columns}) spoken(code, checked, is_sure)"
        return f"(EXISTS ({spoken} WHERE code = ANY(%s) AND checked >= %s{kept}))", [self.codes, self.since]


def sure_in(query: OrganisationQuery, today: date) -> Promised | None:
    """Whether a language asked for is sure; None if none is asked for."""
    if not query.language:
        return None
    return Promised(query.language, stale_promise_since(today), sure=True)


def stale_last(query: OrganisationQuery, today: date) -> list[Case]:
    """The first sort key where languages are asked for: 1 if nobody checked any of these promises for long, else 0."""
    if not query.language:
        return []
    kept = Promised(query.language, stale_promise_since(today), sure=False)
    return [Case(When(kept, then=Value(0)), default=Value(1))]
