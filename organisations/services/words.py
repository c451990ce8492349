"""The list of words that occur in what is public, made anew from names, places and the vocabulary."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import connections, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from organisations.models import DataVersion, Listing, Topic, Word
from organisations.spelling import index_keys
from organisations.text import written_words
from organisations.vocabulary import Vocabulary, vocabulary

BATCH = 2_000
_LOCK = 0x776F726473  # "words": one rebuild at a time, of all processes
_LONGEST = 60  # letters: longer ones are addresses or worse, nobody looks for them by heart


class _Tally:
    """In how many entries each folded word occurs, and how it is written there."""

    def __init__(self) -> None:
        self.entries: Counter[str] = Counter()
        self.spellings: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, texts: Iterable[str], entries: int = 1) -> None:
        """Texts that stand in so many entries; a word counts once for them, however often it stands there."""
        found = {word: spelling for text in texts for word, spelling in written_words(text) if len(word) <= _LONGEST}
        for word, spelling in found.items():
            self.entries[word] += entries
            self.spellings[word][spelling] += entries

    def rows(self) -> dict[str, tuple[str, int]]:
        """By word its most frequent spelling (of several the most careful one) and the number of entries."""
        return {word: (self._spelling(word), entries) for word, entries in self.entries.items()}

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


def occurring_words(terms: Vocabulary) -> dict[str, tuple[str, int]]:
    """The folded words of public entries' names and places and of their topics, with spelling and number of entries."""
    tally = _Tally()
    public = Listing.objects.listed().using("default")
    for name, place in public.primary().values_list("name", "card__place").iterator(chunk_size=BATCH):
        tally.add([name, place or ""])
    topics, areas = _used("topics"), _used("areas")
    for topic in terms.topics:
        if entries := topics.get(topic.pk):
            tally.add(words_of_topic(topic), entries)
    for area in terms.areas:
        if entries := areas.get(area.id):
            tally.add([area.name], entries)
    return tally.rows()


def words_of_topic(topic: Topic) -> list[str]:
    """All names and search words of a topic, in all languages."""
    return [*topic.names.values(), *(word for group in topic.search_words.values() for word in group)]


def _used(column: str) -> dict[int, int]:
    """How many public entries have each of the topics or areas, by id."""
    inner, params = Listing.objects.listed().values(column, "organisation_id").query.sql_with_params()
    statement = f"SELECT id, count(DISTINCT organisation_id) FROM ({inner}) used, unnest({column}) id GROUP BY id"
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, params)
        return dict(cursor.fetchall())


def _write(wanted: dict[str, tuple[str, int]]) -> bool:
    """Bring the table to what is wanted, touching only what differs; whether anything did."""
    words = Word.objects.using("default")
    present = {word: (shown, entries) for word, shown, entries in words.values_list("word", "shown", "entries")}
    gone = list(present.keys() - wanted.keys())
    for start in range(0, len(gone), BATCH):
        words.filter(pk__in=gone[start : start + BATCH]).delete()
    made = {word: Word(word=word, shown=row[0], entries=row[1]) for word, row in wanted.items()}
    new = [row for word, row in made.items() if word not in present]
    for row in new:
        row.keys = index_keys(row.word)
    words.bulk_create(new, batch_size=BATCH)
    other = [row for word, row in made.items() if word in present and present[word] != wanted[word]]
    words.bulk_update(other, ["shown", "entries"], batch_size=BATCH)
    return bool(gone or new or other)
