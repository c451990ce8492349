"""Addresses that belong to single entries, for the visibility walk."""

from organisations.models import Organisation

LANGUAGES = ("de", "en", "ar")


def message_addresses(hidden: list[Organisation], shown: list[Organisation]) -> dict[str, list[str]]:
    """The addresses of first messages: forms of every entry, and secret links that are guessed."""
    guesses = ["x", "A" * 43, *(str(entry.pk) for entry in hidden)]
    return {
        "<lang>/contact/": [f"/{language}/contact/" for language in LANGUAGES],
        "<lang>/o/<slug>/contact/": [
            f"/{language}/o/{entry.slug}/contact/" for language in LANGUAGES for entry in (*hidden, *shown)
        ],
        "<lang>/message/<str:token>/": [f"/{language}/message/{guess}/" for language in LANGUAGES for guess in guesses],
        "<lang>/answer/<str:token>/": [f"/{language}/answer/{guess}/" for language in LANGUAGES for guess in guesses],
        "<lang>/unsubscribe/<str:token>/": [f"/de/unsubscribe/{guess}/" for guess in guesses],
    }


def proposal_addresses(hidden: list[Organisation], shown: list[Organisation]) -> dict[str, list[str]]:
    """What anybody may send: forms about every entry, a new one, and secret links that are guessed."""
    guesses = ["x", "A" * 43, *(str(entry.pk) for entry in hidden)]
    sections = "".join(f"&section={key}" for key in ("about", "places", "times", "languages", "visit", "contacts"))
    queries = ("", "?how=words", f"?how=change{sections}")
    entries = (*hidden, *shown)
    return {
        "<lang>/add/": [f"/{language}/add/" for language in LANGUAGES],
        "<lang>/o/<slug>/suggest/": [
            f"/{language}/o/{entry.slug}/suggest/{query}"
            for language in LANGUAGES
            for entry in entries
            for query in queries
        ],
        "<lang>/o/<slug>/claim/": [f"/{language}/o/{entry.slug}/claim/" for language in LANGUAGES for entry in entries],
        **{
            f"<lang>/{name}/<str:token>/": [
                f"/{language}/{name}/{guess}/" for language in LANGUAGES for guess in guesses
            ]
            for name in ("suggestion", "consent")
        },
    }


def kept_addresses(entries: list[Organisation]) -> dict[str, list[str]]:
    """What can be kept of an entry: the first visit on paper, contact card, calendar."""
    return {
        f"<lang>/o/<slug>/{name}": [f"/{language}/o/{entry.slug}/{name}" for language in LANGUAGES for entry in entries]
        for name in ("first-visit/", "entry.vcf", "times.ics")
    }
