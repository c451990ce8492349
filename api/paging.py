"""Going through a long answer: each page begins behind the last row of the one before (keyset), whatever was added."""

from dataclasses import dataclass, replace
from typing import Any, cast

from django.conf import settings
from django.core import signing
from django.db import connections
from django.db.models import F, Q
from django.db.models.expressions import Combinable, Expression, OrderBy

from api.params import Asked, ParameterError
from organisations.matching import MEASURED_AT_MOST, Matching
from organisations.search import Problem

Order = str | OrderBy | Combinable


Row = tuple[Any, ...]


@dataclass(frozen=True)
class Rendering:
    """How the database renders a page's listings: the columns it needs of them, the output columns as SQL, and what is
    joined with the listings (beginning with a comma) with its values."""

    columns: tuple[str, ...]
    output: str
    joined: str
    values: tuple[Any, ...]


def page_of(matching: Matching, asked: Asked, total: int | None, rendering: Rendering) -> tuple[list[Row], str]:
    """At most `limit` rows of output columns, and the mark of the next page (empty on the last one).

    `total`: how many listings match, if known. Raises ParameterError when `after` is no mark of this query.
    """
    keys = [_as_order_by(item) for item in matching.order()]
    names = [f"key_{place}" for place in range(len(keys))]
    behind = _values(asked) if asked.after else []
    start = 0 if asked.after else (asked.query.page - 1) * asked.limit
    end = start + asked.limit + 1
    found = _within_reach(matching, end, total, behind).places()
    found = found.annotate(**{name: key.expression for name, key in zip(names, keys, strict=True)})
    if asked.after:
        found = found.filter(_behind(names, keys, behind))
    inner, values = found.values(*rendering.columns, *names)[start:end].query.sql_with_params()
    order = ", ".join(_sorted(name, key) for name, key in zip(names, keys, strict=True))
    with connections[settings.READ_DATABASE].cursor() as cursor:
        cursor.execute(
            f"SELECT {rendering.output}, {', '.join(names)} FROM ({inner}) listing{rendering.joined} ORDER BY {order}",
            [*values, *rendering.values],
        )
        rows = cursor.fetchall()
    if len(rows) <= asked.limit:
        return rows, ""
    last = rows[asked.limit - 1][-len(names) :]
    plain = [value if isinstance(value, int | float | None) else str(value) for value in last]
    return rows[: asked.limit], _signer(asked).sign_object(plain)


def _sorted(name: str, key: OrderBy) -> str:
    return f"{name} {'DESC' if key.descending else 'ASC'}{' NULLS LAST' if key.nulls_last else ''}"


def _within_reach(matching: Matching, count: int, total: int | None, behind: list[Any]) -> Matching:
    """By distance, only what lies near enough for this page; behind the first approximate place nothing is left out."""
    many = MEASURED_AT_MOST + 1 if total is None else total
    if not behind or matching.query.order != "distance":
        return matching.within_reach(count, many)
    approximate, metres = behind[:2]
    return matching if approximate else matching.within_reach(count, many, beyond=metres)


def _as_order_by(item: Order) -> OrderBy:
    if isinstance(item, OrderBy):
        return item
    return F(item).asc() if isinstance(item, str) else OrderBy(cast(Expression, item))


def _behind(names: list[str], keys: list[OrderBy], values: list[Any]) -> Q:
    """Rows behind `values`: equal in the first n keys and further in the next one, for each n. Empty keys come last."""
    condition, equal = Q(pk__in=[]), Q()
    for name, key, value in zip(names, keys, values, strict=True):
        if value is not None:
            further = Q(**{f"{name}__{'lt' if key.descending else 'gt'}": value})
            condition |= equal & (further | Q(**{f"{name}__isnull": True}) if key.nulls_last else further)
        equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return condition


def _values(asked: Asked) -> list[Any]:
    try:
        values: list[Any] = _signer(asked).unsign_object(asked.after)
    except signing.BadSignature:
        raise ParameterError([Problem("after", asked.after[:60], "malformed")]) from None
    return values


def _signer(asked: Asked) -> signing.Signer:
    """A mark fits the query it was made for and no other."""
    return signing.Signer(salt=f"api.paging {replace(asked.query, page=1).to_querystring()}")
