"""What curators type for news and modules: a language at a time, the facts beside it."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.validators import URLValidator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.days import TOO_FAR, is_too_far
from organisations.forms.fields import DayField, HourField, ProseField, WebField, WordsField
from organisations.forms.parts.times import backwards
from organisations.forms.rows import Fields
from organisations.forms.widgets import Picks, a_day, an_hour, latin, line, prose
from organisations.models import Area, Organisation
from organisations.participation.desk.kept_fields import KeptFields
from organisations.participation.models import Module, News, NewsKind
from organisations.participation.models.news import Audience, Spot, last_day
from organisations.participation.news.write import SHOWN_DAYS
from organisations.text import clean
from organisations.vocabulary import vocabulary

LONGEST_TEXT, LONGEST_TITLE = 10_000, 150
LARGEST_FILE = 5_000_000  # bytes
FILES = {  # ending -> media type and how such a file begins
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
}
HELP = _("Empty lines part paragraphs. # begins a heading, - a line of a list, **bold**, [words](https://address).")


class MarkdownField(ProseField):
    """Prose whose lines keep the blanks before them: they make a list within a list."""

    def to_python(self, value: Any) -> str:
        """The text without characters that cannot be shown."""
        lines = re.split(r"\r\n|\r|\n", str(value or ""))
        text = "\n".join(_before(line) + clean(line) for line in lines)
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _before(line: str) -> str:
    """The blanks with which a line begins, if there is anything behind them."""
    spread = line.expandtabs(4)
    return spread[: len(spread) - len(spread.lstrip(" "))] if line.strip() else ""


class TextFields(KeptFields):
    """Title and text in one language."""

    title = WordsField(max_length=LONGEST_TITLE, widget=line(), label=_("Title"))
    text = MarkdownField(max_length=LONGEST_TEXT, required=False, widget=prose(10), label=_("Text"), help_text=HELP)


def _areas() -> list[tuple[str, str]]:
    terms = vocabulary("default")
    return [("", gettext("Everywhere")), *((area.slug, area.name) for area in terms.areas if area.in_region)]


class FactFields(KeptFields):
    """What of a piece of news is the same in all languages."""

    kind = forms.ChoiceField(choices=NewsKind.choices, label=_("What it is"))
    day = DayField(required=False, widget=a_day(), label=_("Day of the event"))
    begins = HourField(required=False, widget=an_hour(), label=_("Begins at"))
    last = DayField(
        required=False, widget=a_day(), label=_("Last day"),
        help_text=_("Only if it takes several days. An event that ends after midnight needs none."),
    )  # fmt: skip
    ends = HourField(required=False, widget=an_hour(), label=_("Ends at"))
    place = WordsField(max_length=200, required=False, widget=line(), label=_("Place"))
    link = WebField(
        max_length=300, required=False, widget=latin("url", "url"), label=_("Web address"),
        validators=[
            URLValidator(schemes=["http", "https"], message=_("The address must begin with http:// or https://."))
        ],
    )  # fmt: skip
    area = forms.ChoiceField(choices=_areas, required=False, label=_("Area"))
    entry = WordsField(
        max_length=90, required=False, widget=latin("text", "text"), label=_("Entry"),
        help_text=_("Its short name, as it stands in the address of its page."),
    )  # fmt: skip
    until = DayField(
        required=False, widget=a_day(), label=_("Shown until"),
        help_text=_("Empty: an event until its last day, news for 60 days. No event is shown after its last day."),
    )  # fmt: skip

    def clean_entry(self) -> Organisation | None:
        """The entry of that short name."""
        slug = self.cleaned_data["entry"]
        found = Organisation.objects.filter(slug=slug).first() if slug else None
        if slug and found is None:
            raise forms.ValidationError(gettext("There is no entry with this short name."))
        return found

    def clean(self) -> dict[str, Any]:
        """An event has a day and an hour; no day is farther away than anybody plans."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("day", "last", "until"):
            if data.get(name) and is_too_far(data[name]):
                self.add_error(name, gettext(TOO_FAR))
        if data.get("kind") == NewsKind.EVENT:
            for name in ("day", "begins"):
                if name in data and data[name] is None:
                    self.add_error(name, gettext("Please fill this in."))
            self._check_end(*(data.get(name) for name in ("day", "begins", "last", "ends")))
        elif any(data.get(name) for name in ("day", "begins", "last", "ends")):
            self.add_error("kind", gettext("A piece of news has no day and no hours. Choose “Event”, or empty them."))
        return data

    def _check_end(self, day: date | None, begins: time | None, last: date | None, ends: time | None) -> None:
        """Nothing ends before it begins. An hour alone may lie behind midnight, a last day has to have one."""
        if day and last and last < day:
            self.add_error("last", gettext("The last day is before the first day."))
        elif day and last and last > day and ends is None and "ends" not in self.errors:
            self.add_error("ends", gettext("Please fill this in."))
        elif last == day and begins and ends and ends <= begins:
            self.add_error("ends", gettext("The end is before the beginning."))
        elif last is None and begins and (sentence := backwards(begins, ends)):
            self.add_error("ends", sentence)

    @property
    def ends_behind(self) -> date | None:
        """The day on which an event ends behind midnight, if nobody has typed it."""
        ends = self.values["ends_at"]
        found = timezone.localtime(ends).date() if ends and not self.cleaned_data["last"] else None
        return None if found == self.cleaned_data["day"] else found

    @property
    def cut(self) -> date | None:
        """The last day of an event, if it was to be shown for longer."""
        values, until = self.values, self.cleaned_data["until"]
        return values["until"] if until and until > values["until"] else None

    @property
    def values(self) -> dict[str, Any]:
        """The facts as a row has them."""
        data = self.cleaned_data
        day: date | None = data["day"] if data["kind"] == NewsKind.EVENT else None
        begins = _moment(day, data["begins"])
        ends = _moment(data["last"] or day, data["ends"])
        if begins and ends and ends <= begins:
            ends += timedelta(days=1)  # past midnight
        end = last_day(begins, ends)
        until = data["until"] or end or timezone.localdate() + timedelta(days=SHOWN_DAYS)
        return {
            "kind": data["kind"], "starts_at": begins, "ends_at": ends, "place": data["place"], "link": data["link"],
            "area": Area.objects.filter(slug=data["area"]).first() if data["area"] else None,
            "organisation": data["entry"],
            "until": min(until, end) if end else until,
        }  # fmt: skip


def facts_of(row: News) -> dict[str, Any]:
    """The facts as the form has them: no last day where the hours alone say it, none to be shown until where the event
    does: it may be moved."""
    begins = timezone.localtime(row.starts_at) if row.starts_at else None
    ends = timezone.localtime(row.ends_at) if row.ends_at else None
    return {
        "kind": row.kind, "day": begins and begins.date(), "begins": begins and f"{begins:%H:%M}",
        "last": ends.date() if begins and ends and not _is_one_night(begins, ends) else None,
        "ends": ends and f"{ends:%H:%M}", "place": row.place, "link": row.link, "area": row.area and row.area.slug,
        "entry": row.organisation and row.organisation.slug,
        "until": None if row.last_day and row.until >= row.last_day else row.until,
    }  # fmt: skip


def _is_one_night(begins: datetime, ends: datetime) -> bool:
    """Whether an event ends on its day, or in the night behind it."""
    nights = (ends.date() - begins.date()).days
    return nights == 0 or (nights == 1 and ends.time() <= begins.time() and not backwards(begins.time(), ends.time()))


class ModuleFields(KeptFields):
    """What of a module is the same in all languages."""

    slug = forms.SlugField(
        max_length=60, widget=latin("text", "text"), label=_("Short name"),
        help_text=_("Small letters, digits and dashes; it stands in the address. Links to a former one lead nowhere."),
    )  # fmt: skip
    audience = forms.ChoiceField(choices=Audience.choices, label=_("For whom"))
    spots = forms.MultipleChoiceField(
        choices=Spot.choices, required=False, widget=Picks(), label=_("Linked from")
    )  # fmt: skip
    position = forms.IntegerField(min_value=0, max_value=999, initial=0, label=_("Place in the list"))

    def clean_slug(self) -> str:
        """No other module has it."""
        slug: str = self.cleaned_data["slug"]
        if Module.objects.filter(slug=slug).exclude(pk=self.about.pk).exists():
            raise forms.ValidationError(gettext("Another module has this short name."))
        return slug


class FileFields(Fields):
    """A file for a page, which is saved without one too: only who adds a file has to choose one."""

    file = forms.FileField(required=False, label=_("File (PDF, PNG, JPG, ODT, DOCX; 5 MB at most)"))

    def clean_file(self) -> Any:
        """Of a kind that is what its name says, and not too large."""
        file: Any = self.cleaned_data["file"]
        if not file:
            raise forms.ValidationError(gettext("Please fill this in."))
        ending = (file.name or "").rpartition(".")[2].lower()
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(gettext("The file is too large."))
        media, begin = FILES.get("jpg" if ending == "jpeg" else ending, ("", b""))
        if not media or not file.read(len(begin)) == begin:
            raise forms.ValidationError(gettext("Files of this kind are not taken."))
        file.seek(0)
        file.content_type = media
        return file


class TitleFields(Fields):
    """The title with which something new begins, and its language."""

    title = TextFields.base_fields["title"]
    language = forms.ChoiceField(choices=lambda: settings.LANGUAGES, label=_("Language"), initial="de")


def written_in(request: HttpRequest, original: str) -> str:
    """In which language texts are written: the one that is asked for, else the original."""
    asked = request.GET.get("in", "")
    return asked if asked in dict(settings.LANGUAGES) else original


def is_unknown(request: HttpRequest, *typed: str) -> bool:
    """Whether something is sent in a language that there is not: it would be taken for the original, and is refused.
    `typed`: languages of the texts that came, if these say it themselves."""
    asked = filter(None, (request.GET.get("in", ""), *typed))
    if request.method != "POST" or all(code in dict(settings.LANGUAGES) for code in asked):
        return False
    messages.error(request, gettext("There is no such language here. Nothing was saved."))
    return True


def languages(texts: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """The languages of the interface: code, own name, whether there is a text."""
    return [(code, name, bool(texts.get(code, {}).get("title"))) for code, name in settings.LANGUAGES]


def _moment(day: date | None, at: time | None) -> datetime | None:
    """In UTC: hours of a night in which clocks change are compared as they pass."""
    return timezone.make_aware(datetime.combine(day, at)).astimezone(UTC) if day and at else None
