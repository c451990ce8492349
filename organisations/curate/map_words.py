"""Sentences of the desk's map, for the browser."""

from organisations.sentences import plural

MAP_WORDS = {
    "cluster_by_age": plural(
        "%(n)s entry: %(fresh)s fresh, %(ageing)s ageing, %(unconfirmed)s unconfirmed",
        "%(n)s entries: %(fresh)s fresh, %(ageing)s ageing, %(unconfirmed)s unconfirmed",
    ),
}
