"""What curators type for news and modules: a language at a time, the facts beside it."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
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
from organisations.participation.models import News, NewsKind
from organisations.participation.models.news import Audience, Spot
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


class TextFields(Fields):
    """Title and text in one language."""

    title = WordsField(max_length=LONGEST_TITLE, widget=line(), label=_("Title"))
    text = MarkdownField(max_length=LONGEST_TEXT, required=False, widget=prose(10), label=_("Text"), help_text=HELP)


def _areas() -> list[tuple[str, str]]:
    terms = vocabulary("default")
    return [("", gettext("Everywhere")), *((area.slug, area.name) for area in terms.areas if area.in_region)]


class FactFields(Fields):
    """What of a piece of news is the same in all languages."""

    kind = forms.ChoiceField(choices=NewsKind.choices, label=_("What it is"))
    day = DayField(required=False, widget=a_day(), label=_("Day of the event"))
    begins = HourField(required=False, widget=an_hour(), label=_("Begins at"))
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
        help_text=_("Empty: until the day of the event, news for 60 days."),
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
        for name in ("day", "until"):
            if data.get(name) and is_too_far(data[name]):
                self.add_error(name, gettext(TOO_FAR))
        if data.get("kind") == NewsKind.EVENT:
            for name in ("day", "begins"):
                if name in data and data[name] is None:
                    self.add_error(name, gettext("Please fill this in."))
            if data.get("begins") and (sentence := backwards(data["begins"], data.get("ends"))):
                self.add_error("ends", sentence)
        return data

    @property
    def ends_behind(self) -> date | None:
        """The day on which an event ends, if it is another than that of its beginning."""
        values = self.values
        last = timezone.localtime(values["ends_at"]).date() if values["ends_at"] else None
        return None if last == self.cleaned_data["day"] else last

    @property
    def values(self) -> dict[str, Any]:
        """The facts as a row has them."""
        data = self.cleaned_data
        day: date | None = data["day"] if data["kind"] == NewsKind.EVENT else None
        begins = _moment(day, data["begins"])
        ends = _moment(day, data["ends"])
        if begins and ends and ends <= begins:
            ends += timedelta(days=1)  # past midnight
        return {
            "kind": data["kind"], "starts_at": begins, "ends_at": ends, "place": data["place"], "link": data["link"],
            "area": Area.objects.filter(slug=data["area"]).first() if data["area"] else None,
            "organisation": data["entry"],
            "until": data["until"] or day or timezone.localdate() + timedelta(days=SHOWN_DAYS),
        }  # fmt: skip


def facts_of(row: News) -> dict[str, Any]:
    """The facts as the form has them."""
    begins = timezone.localtime(row.starts_at) if row.starts_at else None
    ends = timezone.localtime(row.ends_at) if row.ends_at else None
    return {
        "kind": row.kind, "day": begins and begins.date(), "begins": begins and begins.time(),
        "ends": ends and ends.time(), "place": row.place, "link": row.link, "area": row.area and row.area.slug,
        "entry": row.organisation and row.organisation.slug, "until": row.until,
    }  # fmt: skip


class ModuleFields(Fields):
    """What of a module is the same in all languages."""

    slug = forms.SlugField(
        max_length=60, widget=latin("text", "text"), label=_("Short name"),
        help_text=_("Small letters, digits and dashes; it stands in the address."),
    )  # fmt: skip
    audience = forms.ChoiceField(choices=Audience.choices, label=_("For whom"))
    spots = forms.MultipleChoiceField(
        choices=Spot.choices, required=False, widget=Picks(), label=_("Linked from")
    )  # fmt: skip
    position = forms.IntegerField(min_value=0, max_value=999, initial=0, label=_("Place in the list"))


class FileFields(Fields):
    """A file for a page."""

    file = forms.FileField(label=_("File (PDF, PNG, JPG, ODT, DOCX; 5 MB at most)"))

    def clean_file(self) -> Any:
        """Of a kind that is what its name says, and not too large."""
        file: Any = self.cleaned_data["file"]
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


def is_unknown(request: HttpRequest) -> bool:
    """Whether something is sent in a language that there is not: it would be taken for the original, and is refused."""
    asked = request.GET.get("in", "")
    if request.method != "POST" or not asked or asked in dict(settings.LANGUAGES):
        return False
    messages.error(request, gettext("There is no such language here. Nothing was saved."))
    return True


def languages(texts: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """The languages of the interface: code, own name, whether there is a text."""
    return [(code, name, bool(texts.get(code, {}).get("title"))) for code, name in settings.LANGUAGES]


def _moment(day: date | None, at: time | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, at)) if day and at else None
