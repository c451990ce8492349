"""The curated words: topics, openness flags and the four steps of German needed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hue(models.TextChoices):
    """The eight topic hues of the style sheet."""

    BERRY = "berry", _("Berry")
    BRICK = "brick", _("Brick")
    OCHRE = "ochre", _("Ochre")
    LEAF = "leaf", _("Leaf")
    LAGOON = "lagoon", _("Lagoon")
    SKY = "sky", _("Sky")
    SLATE = "slate", _("Slate")
    IRIS = "iris", _("Iris")


class Term(models.Model):
    """A word of a vocabulary. `names` holds its name by language code, `search_words` lists of further words."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    icon = models.CharField(_("icon"), max_length=60)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    names = models.JSONField(_("names"), default=dict)
    search_words = models.JSONField(_("search words"), default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug


class Topic(Term):
    """What people do there. Two levels: a topic without parent is a top topic."""

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subtopics", verbose_name=_("part of")
    )
    hue = models.CharField(_("colour"), max_length=10, choices=Hue, blank=True)
    short_names = models.JSONField(_("short names"), default=dict, blank=True)

    class Meta(Term.Meta):
        verbose_name, verbose_name_plural = _("topic"), _("topics")


class OpennessFlag(Term):
    """In what way an organisation is open: beginners welcome, no registration, childcare ..."""

    class Meta(Term.Meta):
        verbose_name, verbose_name_plural = _("openness flag"), _("openness flags")


class German(models.TextChoices):
    """How much German somebody needs to take part, from none to fluent."""

    NONE = "none", _("None")
    LITTLE = "little", _("Little")
    CONVERSATION = "conversation", _("Conversation")
    FLUENT = "fluent", _("Fluent")

    @property
    def rank(self) -> int:
        """0 for none up to 3 for fluent."""
        return list(type(self)).index(self)


class GermanLevel(models.Model):
    """The words for one step of German needed; the steps themselves are fixed (`German`)."""

    slug = models.CharField(_("step"), max_length=20, primary_key=True, choices=German)
    rank = models.PositiveSmallIntegerField(_("place in the list"))
    icon = models.CharField(_("icon"), max_length=60)
    names = models.JSONField(_("names"), default=dict)
    short_names = models.JSONField(_("short names"), default=dict)
    sentences = models.JSONField(_("sentences"), default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("German level"), _("German levels")
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.slug
