"""Going through a long answer: each page begins behind the last row of the one before (keyset), whatever was added."""

from dataclasses import replace
from typing import Any, cast

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable, Expression, OrderBy

from api.params import Asked, ParameterError
from organisations.models import Listing
from organisations.search import Problem

Order = str | OrderBy | Combinable


Row = dict[str, Any]


def page_of(listings: QuerySet[Listing], order: list[Order], asked: Asked, columns: list[str]) -> tuple[list[Row], str]:
    """At most `limit` rows as dicts of `columns`, and the mark of the next page (empty on the last one).

    Raises ParameterError when `after` is no mark of this query.
    """
    keys = [_as_order_by(item) for item in order]
    names = [f"key_{place}" for place in range(len(keys))]
    found = listings.annotate(**{name: key.expression for name, key in zip(names, keys, strict=True)})
    if asked.after:
        found = found.filter(_behind(names, keys, _values(asked)))
    start = 0 if asked.after else (asked.query.page - 1) * asked.limit
    rows = list(found.values(*columns, *names)[start : start + asked.limit + 1])
    if len(rows) <= asked.limit:
        return rows, ""
    rows.pop()
    last = [rows[-1][name] for name in names]
    plain = [value if isinstance(value, int | float | None) else str(value) for value in last]
    return rows, _signer(asked).sign_object(plain)


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
