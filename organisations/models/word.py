"""The words that occur in what is public: what a misspelt word of a search is corrected to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """A folded word of names, places and vocabulary of public entries. Written by services/words.py alone.

    `shown` is how it is mostly written, `entries` in how many entries it occurs, `keys` what near words are found by
    (spelling.index_keys).
    """

    word = models.CharField(primary_key=True, max_length=200, db_collation="C")
    shown = models.CharField(max_length=200)
    entries = models.PositiveIntegerField()
    keys = ArrayField(models.TextField())

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="word_keys", fastupdate=False)]

    def __str__(self) -> str:
        return self.word
