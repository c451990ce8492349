"""The curated words: topics, openness flags and the four steps of German needed."""

from django.db import models


class Hue(models.TextChoices):
    """The eight topic hues of the style sheet."""

    BERRY = "berry"
    BRICK = "brick"
    OCHRE = "ochre"
    LEAF = "leaf"
    LAGOON = "lagoon"
    SKY = "sky"
    SLATE = "slate"
    IRIS = "iris"


class Term(models.Model):
    """A word of a vocabulary. `names` holds its name by language code, `search_words` lists of further words."""

    slug = models.SlugField(max_length=60, unique=True)
    icon = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    names = models.JSONField(default=dict)
    search_words = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug


class Topic(Term):
    """What people do there. Two levels: a topic without parent is a top topic."""

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subtopics")
    hue = models.CharField(max_length=10, choices=Hue, blank=True)
    short_names = models.JSONField(default=dict, blank=True)


class OpennessFlag(Term):
    """In what way an organisation is open: beginners welcome, no registration, childcare ..."""


class German(models.TextChoices):
    """How much German somebody needs to take part, from none to fluent."""

    NONE = "none"
    LITTLE = "little"
    CONVERSATION = "conversation"
    FLUENT = "fluent"

    @property
    def rank(self) -> int:
        """0 for none up to 3 for fluent."""
        return list(type(self)).index(self)


class GermanLevel(models.Model):
    """The words for one step of German needed; the steps themselves are fixed (`German`)."""

    slug = models.CharField(max_length=20, primary_key=True, choices=German)
    rank = models.PositiveSmallIntegerField()
    icon = models.CharField(max_length=60)
    names = models.JSONField(default=dict)
    short_names = models.JSONField(default=dict)
    sentences = models.JSONField(default=dict)

    class Meta:
        verbose_name = "German level"
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.slug
