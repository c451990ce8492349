"""The list of words, made anew from names and places of what is public and from the vocabulary."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connections, transaction
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Greatest

from organisations.languages import language_name, written_in
from organisations.models import DataVersion, Listing, Topic, Word
from organisations.spelling import index_keys
from organisations.text import written_words
from organisations.vocabulary import Vocabulary, vocabulary

BATCH = 2_000
_LOCK = 0x776F726473  # "words": one rebuild at a time, of all processes
_COLUMNS = ("shown", "entries", "languages", "topics")
_LONGEST = 60  # letters: longer ones are addresses or worse, nobody looks for them by heart


@dataclass(frozen=True, slots=True)
class Listed:
    """What is listed of a word, as the columns of Word say it."""

    shown: str
    entries: int
    languages: list[str]
    topics: list[int]


class _Tally:
    """In how many entries each folded word occurs, how it is written there, in which languages, for which topics."""

    def __init__(self) -> None:
        self.entries: Counter[str] = Counter()
        self.spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self.languages: dict[str, set[str]] = defaultdict(set)
        self.topics: dict[str, set[int]] = defaultdict(set)

    def add(self, texts: Iterable[tuple[str, str]], entries: int = 1, topic: int | None = None) -> None:
        """Languages and texts that stand in so many entries; a word counts once for them, however often it is there."""
        spellings: dict[str, str] = {}
        for language, text in texts:
            found = [pair for pair in written_words(text) if len(pair[0]) <= _LONGEST]
            spellings = dict(found) | spellings  # the first counts: names come before search words
            for word, _spelling in found:
                self.languages[word].add(language)
                if topic is not None and len(found) == 1:
                    self.topics[word].add(topic)
        for word, spelling in spellings.items():
            self.entries[word] += entries
            self.spellings[word][spelling] += entries

    def rows(self) -> dict[str, Listed]:
        """By word its most frequent spelling (of several the most careful one) and the rest."""
        return {
            word: Listed(self._spelling(word), entries, sorted(self.languages[word]), sorted(self.topics[word]))
            for word, entries in self.entries.items()
        }

    def _spelling(self, word: str) -> str:
        counted = self.spellings[word].items()
        return min(counted, key=lambda item: (-item[1], item[0].isupper(), item[0].isascii(), item[0]))[0]


def words_are_outdated() -> bool:
    """Whether something public has changed since the list was made."""
    versions = DataVersion.objects.using("default").get()
    return versions.words != versions.data


@transaction.atomic(using="default")
def refresh_words() -> int:
    """Make the list of words anew, and raise the version of the data if it changed. The number of words.

    What is published meanwhile raises the version of the data too, so the next look finds the list outdated.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    before = DataVersion.objects.using("default").get().data
    wanted = occurring_words(vocabulary("default"))
    changed = _write(wanted)
    versions = DataVersion.objects.using("default")
    if changed:
        versions.update(data=F("data") + 1, words=Greatest(F("words"), Value(before + 1)))
    else:
        versions.update(words=before)
    return len(wanted)


def occurring_words(terms: Vocabulary) -> dict[str, Listed]:
    """The folded words of public entries' names and places and of the vocabulary, used or not."""
    tally, home = _Tally(), settings.LANGUAGE_CODE
    public = Listing.objects.listed().using("default")
    rows = public.primary().values_list("name", "card__language", "card__place")
    for name, language, place in rows.iterator(chunk_size=BATCH):
        tally.add([(written_in(language or home), name), (home, place or "")])
    topics, areas = _used("topics"), _used("areas")
    for topic in terms.topics:
        tally.add(words_of_topic(topic), topics.get(topic.pk, 0), topic.pk)
    for area in terms.areas:
        if entries := areas.get(area.id):
            tally.add([(home, area.name)], entries)
    for names in (term.names for group in (terms.flags, terms.levels) for term in group):
        tally.add(_names(names), 0)
    tally.add(_names_of_languages(), 0)
    return tally.rows()


def words_of_topic(topic: Topic) -> list[tuple[str, str]]:
    """All names and search words of a topic, each with its language; easy German is German."""
    groups = ((written_in(code), word) for code, group in topic.search_words.items() for word in group)
    return [*_names(topic.names), *_names(topic.short_names), *groups]


def _names(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(written_in(code), name) for code, name in names.items()]


def _names_of_languages() -> Iterator[tuple[str, str]]:
    """What the languages that are spoken somewhere are called in those of the interface, and by themselves."""
    spoken = (
        Listing.objects.listed()
        .using("default")
        .annotate(code=Func(F("languages"), function="unnest", output_field=CharField()))
    )
    for code in spoken.order_by().values_list("code", flat=True).distinct():
        for interface, _name in settings.LANGUAGES:
            name = language_name(code, interface)
            yield written_in(interface), name.name
            yield code, name.own


def _used(column: str) -> dict[int, int]:
    """How many public entries have each of the topics or areas, by id."""
    inner, params = Listing.objects.listed().values(column, "organisation_id").query.sql_with_params()
    statement = f"SELECT id, count(DISTINCT organisation_id) FROM ({inner}) used, unnest({column}) id GROUP BY id"
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, params)
        return dict(cursor.fetchall())


def _write(wanted: dict[str, Listed]) -> bool:
    """Bring the table to what is wanted, touching only what differs; whether anything did."""
    words = Word.objects.using("default")
    present = {word: Listed(*row) for word, *row in words.values_list("word", *_COLUMNS)}
    gone = list(present.keys() - wanted.keys())
    for start in range(0, len(gone), BATCH):
        words.filter(pk__in=gone[start : start + BATCH]).delete()
    differs = {word: _row(word, row) for word, row in wanted.items() if present.get(word) != row}
    words.bulk_create([row for word, row in differs.items() if word not in present], batch_size=BATCH)
    other = [row for word, row in differs.items() if word in present]
    words.bulk_update(other, [*_COLUMNS, "keys"], batch_size=BATCH)
    return bool(gone or differs)


def _row(word: str, listed: Listed) -> Word:
    """Without keys where no entry has the word: nothing is corrected to it."""
    keys = index_keys(word) if listed.entries else []
    return Word(
        word=word,
        shown=listed.shown,
        entries=listed.entries,
        languages=listed.languages,
        topics=listed.topics,
        keys=keys,
    )
