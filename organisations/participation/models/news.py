"""What curators tell everybody: news and events, and learning modules of ordered pages."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.models import Area, Organisation


class NewsKind(models.TextChoices):
    """A piece of news, or something that takes place on a day."""

    NEWS = "news", _("News")
    EVENT = "event", _("Event")


class NewsQuerySet(models.QuerySet["News"]):
    """Questions about news."""

    def public(self, today: date | None = None) -> "NewsQuerySet":
        """What visitors see on that day (today): published, and not over. An event is over behind its own last day."""
        day = today or timezone.localdate()
        begins = timezone.make_aware(datetime.combine(day, time()))
        to_come = models.Q(ends_at__gt=begins) | models.Q(ends_at=None, starts_at__gte=begins)
        return self.filter(models.Q(starts_at=None) | to_come, published_at__isnull=False, until__gte=day)


class News(models.Model):
    """A piece of news or an event, in one or more languages.

    `texts`: language -> {"title", "text"}, the text in the subset of Markdown that `news/text.py` reads; `language` is
    that of the original. `until`: the last day it is shown. Of an event `starts_at`, and perhaps `ends_at` and `place`;
    it is shown until its own last day at most.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=5, choices=NewsKind, default=NewsKind.NEWS)
    language = models.CharField(max_length=20, default="de")
    texts = models.JSONField(default=dict)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateField()
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True, db_default=Now())
    author = models.CharField(max_length=80)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("news"), _("news")
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return title_of(self)

    @property
    def last_day(self) -> date | None:
        """Of an event."""
        return last_day(self.starts_at, self.ends_at)

    @property
    def shown_until(self) -> date:
        """The last day on which visitors see it, once it is published."""
        return min(self.until, self.last_day or self.until)


def last_day(starts_at: datetime | None, ends_at: datetime | None) -> date | None:
    """The last day of an event. One that ends at midnight has none of the day that begins then."""
    end = ends_at - timedelta(microseconds=1) if ends_at else starts_at
    return timezone.localtime(end).date() if end else None


class Audience(models.TextChoices):
    """For whom a module is."""

    NEWCOMERS = "newcomers", _("For newcomers")
    ASSOCIATIONS = "associations", _("For associations")


class Spot(models.TextChoices):
    """Where a module is linked from."""

    COMMITTEE = "committee", _("The pages of committees")
    FIRST_VISIT = "visit", _("The card of the first visit")
    EDITORS = "editors", _("The pages of who looks after an entry")
    MENTORS = "mentors", _("The pages of mentors")


class Module(models.Model):
    """A learning module: title and summary by language (`texts`), and pages in their order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.NEWCOMERS)
    spots = ArrayField(models.CharField(max_length=10, choices=Spot), default=list, blank=True)
    language = models.CharField(max_length=20, default="de")
    texts = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta:
        verbose_name, verbose_name_plural = _("learning module"), _("learning modules")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return title_of(self)


class ModulePage(models.Model):
    """A page of a module: title and text by language."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="pages")
    texts = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return title_of(self)


class Attachment(models.Model):
    """A file of a module's page, kept in the database: no local file is a source of truth. `name` is ours to choose."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    page = models.ForeignKey(ModulePage, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


def title_of(row: Any) -> str:
    """The title in the original language (of a page: of its module), else any."""
    texts: dict[str, dict[str, str]] = row.texts
    language = row.module.language if isinstance(row, ModulePage) else row.language
    found = texts.get(language, {}).get("title") or next(
        (text["title"] for text in texts.values() if text.get("title")), ""
    )
    return found or "–"
