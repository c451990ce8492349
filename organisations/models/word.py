"""The words of what is public and of the vocabulary: what a misspelt word of a search is corrected to, and what is no
mistake."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """A folded word of names, places and vocabulary. Written by services/words.py alone.

    `shown` is how it is mostly written; `entries` in how many public entries it occurs, 0 for a word of the vocabulary
    that none has: nothing is corrected to it, but it is no mistake either; `languages` those it is a word of;
    `topics` the topics that are called so, or searched for so, by this word alone; `keys` what near words are found by
    (spelling.index_keys). Columns that came later have a default in the database for the release before.
    """

    word = models.CharField(primary_key=True, max_length=200, db_collation="C")
    shown = models.CharField(max_length=200)
    entries = models.PositiveIntegerField()
    keys = ArrayField(models.TextField())
    languages = ArrayField(models.CharField(max_length=20), default=list, db_default=[])
    topics = ArrayField(models.IntegerField(), default=list, db_default=[])

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="word_keys", fastupdate=False)]

    def __str__(self) -> str:
        return self.word
