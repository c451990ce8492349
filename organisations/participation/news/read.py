"""What visitors find of news and modules, in the language they read best. A fixed number of queries for each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Prefetch
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from organisations.formats import at_hours, clock, full_date
from organisations.languages import language_name, reading_order
from organisations.participation.models import Attachment, Module, ModulePage, News
from organisations.participation.models.news import Audience
from organisations.participation.news.text import html_of, plain
from organisations.participation.phrases import SEPARATORS
from organisations.text import shortened

LEAD = 240  # letters of a text in a list
MOST = 100


@dataclass(frozen=True)
class Told:
    """A title and a text in the best language there is: `lang` is empty if it is the reader's own."""

    title: str
    text: str
    lang: str

    @property
    def html(self) -> SafeString:
        """The text."""
        return html_of(self.text)

    @property
    def lead(self) -> str:
        """How it begins."""
        return shortened(plain(self.text), LEAD)

    @property
    def direction(self) -> str:
        """Of its writing."""
        return language_name(self.lang or _language(), _language()).direction

    @property
    def only_in(self) -> str:
        """The name of the language, if the reader's own is missing."""
        return language_name(self.lang, _language()).within if self.lang else ""


@dataclass(frozen=True)
class Item:
    """A piece of news or an event for a reader."""

    row: News
    told: Told

    @property
    def when(self) -> str:
        """Of an event: day and hours."""
        if not self.row.starts_at:
            return ""
        begins = timezone.localtime(self.row.starts_at)
        ends = timezone.localtime(self.row.ends_at) if self.row.ends_at else None
        hours = clock(begins.time())
        if ends is None:
            return at_hours(full_date(begins.date()), hours)
        if ends.date() == begins.date():
            return at_hours(full_date(begins.date()), f"{hours}–{clock(ends.time())}")
        last = at_hours(full_date(ends.date()), clock(ends.time()))
        return f"{at_hours(full_date(begins.date()), hours)} – {last}"

    @property
    def comma(self) -> str:
        """Between place and area."""
        return SEPARATORS.get(_language(), ", ")


def news() -> list[Item]:
    """What visitors see today: events to come first, the next one first, then news, the newest first."""
    rows = News.objects.using(settings.READ_DATABASE).public().select_related("organisation", "area")
    return [item_of(row) for row in rows.order_by(F("starts_at").asc(nulls_last=True), "-published_at", "-id")[:MOST]]


def one(id: UUID) -> Item | None:
    """One of them; None if it is over or not public."""
    rows = News.objects.using(settings.READ_DATABASE).public().select_related("organisation", "area")
    found = rows.filter(pk=id).first()
    return item_of(found) if found else None


def item_of(row: News) -> Item:
    """A row for the reader of the active language."""
    return Item(row, told(row.texts, row.language))


def told(texts: Mapping[str, Mapping[str, str]], original: str) -> Told:
    """Title and text in the reader's language, else in the original, else in any."""
    own = reading_order(_language())
    whole = {code: text for code, text in texts.items() if text.get("title")}
    code = next((code for code in (*own, original, *whole) if code in whole), original)
    text = whole.get(code, {})
    return Told(text.get("title", ""), text.get("text", ""), "" if code in own else code)


def modules() -> list[tuple[Any, list["Lesson"]]]:
    """Public modules by audience, those without one left out."""
    rows = list(public_modules())
    found = [(Audience(name), [Lesson(row) for row in rows if row.audience == name]) for name in Audience.values]
    return [(audience, lessons) for audience, lessons in found if lessons]


def lesson(slug: str) -> "Lesson | None":
    """A public module with its pages."""
    files = Prefetch("pages__attachments", Attachment.objects.using(settings.READ_DATABASE).defer("content"))
    found = public_modules().filter(slug=slug).prefetch_related("pages", files).first()
    return Lesson(found) if found else None


@dataclass(frozen=True)
class Lesson:
    """A module for a reader."""

    row: Module

    @property
    def told(self) -> Told:
        """Title and summary."""
        return told(self.row.texts, self.row.language)

    @property
    def pages(self) -> Sequence[ModulePage]:
        """Its pages in their order."""
        return list(self.row.pages.all())

    def page(self, number: int) -> tuple[ModulePage, Told] | None:
        """A page by its number from 1."""
        pages = self.pages
        if not 1 <= number <= len(pages):
            return None
        return pages[number - 1], told(pages[number - 1].texts, self.row.language)

    @property
    def contents(self) -> list[Told]:
        """The pages as a list of contents."""
        return [told(page.texts, self.row.language) for page in self.pages]


def is_news(today: date | None = None) -> bool:
    """Whether there is anything to read today."""
    return News.objects.using(settings.READ_DATABASE).public(today).exists()


def public_modules() -> Any:
    """Modules that visitors see."""
    return Module.objects.using(settings.READ_DATABASE).filter(published_at__isnull=False)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
