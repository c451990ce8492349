"""Addresses that belong to single entries, for the visibility walk."""

from organisations.models import Organisation

LANGUAGES = ("de", "en", "ar")
# The pages of the staff's accounts: those that begin a sign-in are open to everybody.
ENTRANCE = ("login/", "logout/", "code/", "code/confirm/", "factor/")
OF_ACCOUNT = (
    "", "again/", "again/key/", "app/", "app/remove/", "keys/add/", "recovery-codes/", "recovery-codes/new/",
    "password/",
)  # fmt: skip
CARE = ("links", "mails", "people", "personal-data", "retention", "news", "modules", "questionnaires")
READING = ("news/", "news.atom", "news.ics", "learn/", "questions/")
FOR_STAFF = ["curate/", "accounts/keys/<int:pk>/remove/", *(f"accounts/{name}" for name in OF_ACCOUNT)]
ACCOUNTS = {f"accounts/{name}": [f"/accounts/{name}"] for name in (*ENTRANCE, *OF_ACCOUNT)} | {
    "curate/": ["/curate/", "/curate/?areas=all"],
    "accounts/keys/<int:pk>/remove/": ["/accounts/keys/1/remove/"],
    "accounts/invitation/<str:secret>/": ["/accounts/invitation/x/", "/accounts/invitation/1-c0ffee-0123/"],
}


def message_addresses(hidden: list[Organisation], shown: list[Organisation]) -> dict[str, list[str]]:
    """The addresses of first messages: forms of every entry, and secret links that are guessed."""
    guesses = ["x", "A" * 43, *(str(entry.pk) for entry in hidden)]
    return (
        mentor_addresses(guesses)
        | company_addresses(guesses, [*hidden, *shown])
        | {
            "<lang>/contact/": [f"/{language}/contact/" for language in LANGUAGES],
            "<lang>/o/<slug>/contact/": [
                f"/{language}/o/{entry.slug}/contact/" for language in LANGUAGES for entry in (*hidden, *shown)
            ],
            "<lang>/message/<str:token>/": [
                f"/{language}/message/{guess}/" for language in LANGUAGES for guess in guesses
            ],
            "<lang>/answer/<str:token>/": [
                f"/{language}/answer/{guess}/" for language in LANGUAGES for guess in guesses
            ],
            **{f"<lang>/{name}": [f"/{language}/{name}" for language in LANGUAGES] for name in READING},
            "<lang>/news/<uuid:id>/": [f"/de/news/{entry.pk}/" for entry in hidden],
            "<lang>/learn/<slug:slug>/": [f"/de/learn/{entry.slug}/" for entry in hidden],
            "<lang>/learn/<slug:slug>/<int:number>/": [f"/de/learn/{entry.slug}/1/" for entry in hidden],
            **{
                f"<lang>/questions/<slug:slug>/{tail}": [
                    f"/de/questions/{slug}/{tail}" for slug in ("draft-questions", *(entry.slug for entry in hidden))
                ]
                for tail in ("", "thanks/", "paper/", "summary/")
            },
            **{
                f"<lang>/o/<slug>/{tail}": [f"/de/o/{entry.slug}/{tail}" for entry in (*hidden, *shown)]
                for tail in ("questions/", "questions/suggestions/")
            },
            "<lang>/files/<uuid:id>/<str:name>": [f"/de/files/{entry.pk}/x.pdf" for entry in hidden],
            "<lang>/unsubscribe/<str:token>/": [f"/de/unsubscribe/{guess}/" for guess in guesses],
        }
    )


def mentor_addresses(guesses: list[str]) -> dict[str, list[str]]:
    """The pages of mentors: the offer, from the page of an entry too, and the own page by guessed links."""
    own = ("", "sent/", "update/", "own/", "own/change/")
    return {f"<lang>/mentor/{name}": [f"/{language}/mentor/{name}" for language in LANGUAGES] for name in own} | {
        "<lang>/mentor/link/<str:token>/": [f"/de/mentor/link/{guess}/" for guess in guesses]
    }


def company_addresses(guesses: list[str], entries: list[Organisation]) -> dict[str, list[str]]:
    """Asking for somebody who comes along, and guessed links to the pages of both."""
    asking = [f"/{language}/o/{entry.slug}/company/" for language in LANGUAGES for entry in entries]
    return {"<lang>/o/<slug>/company/": asking} | {
        f"<lang>/company/{kind}<str:token>/": [f"/de/company/{kind}{guess}/" for guess in guesses]
        for kind in ("", "answer/", "after/", "adult/")
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


def editing_addresses(entries: list[Organisation]) -> dict[str, list[str]]:
    """The pages of editors, for everybody: without a session, and by links that are guessed."""
    guesses = ["x", "A" * 43, *(str(entry.pk) for entry in entries)]
    sections = ("about", "places", "contacts", "texts", "gone", "nonsense")
    pages = {
        f"<lang>/o/<slug>/{name}/": [
            f"/{language}/o/{entry.slug}/{name}/" for language in LANGUAGES for entry in entries
        ]
        for name in ("edit", "history", "editors")
    }
    return pages | {
        "<lang>/update/": [f"/{language}/update/{query}" for language in LANGUAGES for query in ("", "?sent=1")],
        "<lang>/edit/<str:token>/": [f"/{language}/edit/{guess}/" for language in LANGUAGES for guess in guesses],
        "<lang>/o/<slug>/edit/<str:section>/": [
            f"/de/o/{entry.slug}/edit/{section}/" for section in sections for entry in entries
        ],
    }


def desk_addresses(entries: list[Organisation]) -> dict[str, list[str]]:
    """The curators' desk: lists, and what belongs to single entries (ids of suggestions are guessed)."""
    guesses = [str(entry.pk) for entry in entries]
    slugs = [entry.slug for entry in entries]
    return {
        "curate/entries/": ["/curate/entries/", "/curate/entries/?state=draft&reason=place&label=x&page=2&col=contact"],
        "curate/entries/bulk/": ["/curate/entries/bulk/"],
        "curate/views/": ["/curate/views/"],
        "curate/views/<uuid:id>/forget/": [f"/curate/views/{guess}/forget/" for guess in guesses],
        "curate/map/": ["/curate/map/", "/curate/map/?bbox=9,48,10,49&zoom=12"],
        "curate/queue/": ["/curate/queue/", "/curate/queue/?kind=change&area=filderstadt&page=2"],
        "curate/queue/<uuid:id>/": [f"/curate/queue/{guess}/" for guess in guesses],
        "curate/queue/<uuid:id>/edit/": [f"/curate/queue/{guess}/edit/" for guess in guesses],
        "curate/o/<slug>/": [f"/curate/o/{slug}/" for slug in slugs],
        "curate/o/<slug>/change/": [f"/curate/o/{slug}/change/" for slug in slugs],
        "curate/o/<slug>/history/": [f"/curate/o/{slug}/history/" for slug in slugs],
        "curate/duplicates/": ["/curate/duplicates/", "/curate/duplicates/?state=merged&q=canary&level=very&page=2"],
        "curate/duplicates/compare/": ["/curate/duplicates/compare/", f"/curate/duplicates/compare/?one={slugs[0]}"],
        "curate/duplicates/<int:id>/": ["/curate/duplicates/1/"],
        "curate/log/": ["/curate/log/", *(f"/curate/log/?entry={slug}" for slug in slugs)],
        "curate/keys/": ["/curate/keys/"],
        "curate/import/": ["/curate/import/", "/curate/import/?page=2"],
        **{
            f"curate/import/<uuid:id>/{tail}": [f"/curate/import/{guess}/{tail}" for guess in guesses]
            for tail in ("", "columns/", "words/")
        },
        "curate/import/refused/": ["/curate/import/refused/", "/curate/import/refused/?page=2"],
        "curate/sources/": ["/curate/sources/"],
        "curate/sources/<int:id>/": ["/curate/sources/1/"],
        "curate/export/": ["/curate/export/", "/curate/export/?q=canary&state=draft"],
        "curate/statistics/": ["/curate/statistics/", "/curate/statistics/?area=filderstadt&months=36&by=area"],
        "curate/statistics/wishes/": ["/curate/statistics/wishes/", "/curate/statistics/wishes/?board=area"],
        "curate/statistics/gap/": ["/curate/statistics/gap/?language=xx&topic=football"],
        "curate/statistics/count/": ["/curate/statistics/count/"],
        "curate/statistics/<slug:name>.csv": ["/curate/statistics/topic.csv", "/curate/statistics/gaps.csv"],
        "curate/work/": ["/curate/work/", "/curate/work/?page=2"],
        "curate/work/<uuid:id>/": [f"/curate/work/{guess}/" for guess in guesses],
        "curate/people/<int:id>/": ["/curate/people/1/"],
        **{f"curate/{name}/": [f"/curate/{name}/"] for name in CARE},
    } | taking_part_addresses(guesses)


def taking_part_addresses(guesses: list[str]) -> dict[str, list[str]]:
    """The part of the desk about company, news, modules and questionnaires."""
    return {
        "curate/participation/": ["/curate/participation/", "/curate/participation/?state=nobody&page=2"],
        "curate/participation/<uuid:id>/": [f"/curate/participation/{guess}/" for guess in guesses],
        "curate/participation/mentors/": ["/curate/participation/mentors/"],
        "curate/participation/mentors/<uuid:id>/": [f"/curate/participation/mentors/{guess}/" for guess in guesses],
        "curate/news/<uuid:id>/": [f"/curate/news/{guess}/" for guess in guesses],
        "curate/modules/<uuid:id>/": [f"/curate/modules/{guess}/" for guess in guesses],
        "curate/modules/<uuid:id>/<int:page>/": [f"/curate/modules/{guess}/1/" for guess in guesses],
        **{
            f"curate/questionnaires/<slug:slug>/{tail}": [f"/curate/questionnaires/draft-questions/{tail}"]
            for tail in ("", "file/", "words/", "edit/", "type/")
        },
        "curate/questionnaires/<slug:slug>/edit/<str:code>/": ["/curate/questionnaires/draft-questions/edit/words/"],
    }
