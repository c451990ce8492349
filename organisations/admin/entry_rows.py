"""The forms of an entry in the admin: its own fields, and one row for each text, language, place, person and time."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.admin.fields import (
    CODE_HELP,
    ByLanguageField,
    FoundByTyping,
    ListField,
    day,
    language_code,
)
from organisations.admin.maps import PointField
from organisations.admin.opening_rows import CommitteeFields
from organisations.admin.site import site
from organisations.forms.fields import ProseField, WordsField, is_language_code
from organisations.forms.visit_fields import VisitFields
from organisations.models import Area, Organisation
from organisations.models.location import Wheelchair
from organisations.models.organisation import Assurance, Kind, Origin, State
from organisations.models.vocabulary import German
from organisations.recurrence import parse_rule
from organisations.validation import ADDRESS_LENGTHS, CONTACT_LENGTHS, LENGTHS, PHONE, TEXT_LENGTHS
from organisations.vocabulary import Vocabulary, label

NO_CHANGE, RECORD, WITHDRAW = "", "record", "withdraw"
CONSENT = [
    (NO_CHANGE, _("leave as it is")),
    (RECORD, _("record the person's consent (visitors see the person)")),
    (WITHDRAW, _("withdraw the consent (visitors do not see the person, in no version)")),
]
LONG = {"class": "vTextField"}


def is_phone(value: str) -> None:
    """Raises ValidationError for anything that is no telephone number."""
    if not PHONE.fullmatch(value):
        raise ValidationError(_("A telephone number has digits, blanks, / ( ) - and may begin with +."))


def is_rule(value: str) -> None:
    """Raises ValidationError for a recurrence rule that is not understood."""
    try:
        parse_rule(value)
    except ValueError as error:
        raise ValidationError(gettext(str(error))) from None


def words(length: int, required: bool = False, **values: Any) -> WordsField:
    """A line of text of at most so many characters."""
    widget = forms.TextInput(attrs=LONG if length > 60 else {})
    return WordsField(max_length=length, required=required, widget=widget, **values)


def a_day(**values: Any) -> forms.DateField:
    """A day, chosen with the browser's own calendar."""
    return forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **values)


def an_hour(required: bool = False, **values: Any) -> forms.TimeField:
    """Hours and minutes."""
    return forms.TimeField(required=required, widget=forms.TimeInput({"type": "time"}, format="%H:%M"), **values)


def weekdays() -> list[tuple[int, Any]]:
    """0 for Monday to 6, with their names."""
    return list(WEEKDAYS.items())


def related(model_field: str, rows: Any, **values: Any) -> "forms.ModelChoiceField[Any]":
    """A row of another table, found by typing: there may be thousands."""
    source: Any = Organisation._meta.get_field(model_field)
    return forms.ModelChoiceField(rows, required=False, widget=FoundByTyping(source, site), **values)


class EntryForm(VisitFields, CommitteeFields):
    """The fields of the entry itself. `base`: number of the revision this form was filled from, 0 for a new entry."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    name = words(LENGTHS["name"], required=True, label=_("Name"))
    kind = forms.ChoiceField(choices=Kind.choices, label=_("Kind"))
    state = forms.ChoiceField(choices=State.choices, label=_("State"), help_text=_("Visitors see public entries only."))
    parent = related("parent", Organisation.objects.all(), label=_("Section of"))
    language = words(
        20,
        required=True,
        validators=[is_language_code],
        label=_("Language"),
        help_text=_("Language of the original text."),
    )
    main_topic = forms.ChoiceField(
        required=False, label=_("Main topic"), help_text=_("Gives the entry its icon and colour.")
    )
    more_topics = forms.MultipleChoiceField(
        required=False, widget=FilteredSelectMultiple(_("topics"), False), label=_("More topics")
    )
    flags = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label=_("Openness flags"))
    german = forms.ChoiceField(
        required=False, choices=[("", _("not known")), *German.choices], label=_("German needed at most")
    )
    area = related("area", Area.objects.defer("outline"), label=_("Area"))
    website = words(LENGTHS["website"], label=_("Website"))
    phone = words(LENGTHS["phone"], validators=[is_phone], label=_("Telephone"))
    email = forms.EmailField(required=False, max_length=LENGTHS["email"], label=_("E-mail of the organisation itself"))
    checked_on = a_day(label=_("Checked on"), help_text=_("When a human last checked that the entry is true."))
    closed_from = a_day(label=_("Closed from"))
    closed_until = a_day(label=_("Closed until"))
    ends_on = a_day(label=_("Ends on"), help_text=_("The entry is shown until this day."))
    sample = forms.BooleanField(required=False, label=_("Example entry (invented)"))
    reason = words(300, label=_("Why"), help_text=_("Kept with the revision. No names of persons, please."))

    fieldsets = (
        (None, {"fields": ["name", ("kind", "state"), "language", "parent"]}),
        (_("What and for whom"), {"fields": ["main_topic", "more_topics", "flags", "german"]}),
        (_("Where and how"), {"fields": ["area", "website", "phone", "email"]}),
        (_("Days"), {"fields": ["checked_on", ("closed_from", "closed_until"), "ends_on", "sample"]}),
        VisitFields.visit_fieldset,
        CommitteeFields.committee_fieldset,
        (_("This change"), {"fields": ["reason"]}),
    )

    def __init__(self, *args: Any, terms: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [(topic.slug, f"{label(topic.names, 'de')} ({topic.slug})") for topic in terms.topics]
        flags = [(flag.slug, label(flag.names, "de")) for flag in terms.flags]
        self.fields["main_topic"].choices = [("", "–"), *topics]  # type: ignore[attr-defined]
        self.fields["more_topics"].choices = topics  # type: ignore[attr-defined]
        self.fields["flags"].choices = flags  # type: ignore[attr-defined]


class TextRow(forms.Form):
    """The prose in one language."""

    language = words(20, required=True, validators=[is_language_code], label=_("Language"))
    summary = words(TEXT_LENGTHS["summary"], label=_("Summary"), help_text=_("The teaser on the card."))
    description = ProseField(max_length=TEXT_LENGTHS["description"], required=False, label=_("Description"))
    audience = words(TEXT_LENGTHS["audience"], label=_("Audience"), help_text=_("For whom."))
    origin = forms.ChoiceField(choices=Origin.choices, label=_("Origin"), help_text=_("Who translated."))
    shown = ["language", "summary", "description", "audience", "origin"]


class LanguageRow(forms.Form):
    """A language spoken there."""

    code = words(20, required=True, validators=[is_language_code], label=_("Language"))
    assurance = forms.ChoiceField(choices=Assurance.choices, label=_("How sure"))
    days = forms.TypedMultipleChoiceField(
        required=False, coerce=int, choices=weekdays, widget=forms.CheckboxSelectMultiple, label=_("Weekdays")
    )
    note = words(200, label=_("Note"))
    checked_on = a_day(label=_("Checked on"), help_text=_("When a human last checked this promise."))
    shown = ["code", "assurance", "days", "note", "checked_on"]


class PlaceRow(forms.Form):
    """A place with its address and its point."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = words(ADDRESS_LENGTHS["name"], label=_("Name of the house"))
    street = words(ADDRESS_LENGTHS["street"], label=_("Street"))
    postcode = words(ADDRESS_LENGTHS["postcode"], label=_("Postcode"))
    town = words(ADDRESS_LENGTHS["town"], label=_("Town"))
    area = related("area", Area.objects.defer("outline"), label=_("Area"))
    private = forms.BooleanField(
        required=False, label=_("Private"), help_text=_("Only the town is ever shown, in every version.")
    )
    primary = forms.BooleanField(required=False, label=_("Main place"))
    wheelchair = forms.ChoiceField(
        choices=Wheelchair.choices, initial=Wheelchair.UNKNOWN, label=_("Accessible by wheelchair")
    )
    point = PointField(
        required=False,
        label=_("Point"),
        help_text=_("Click on the map, drag the marker, or type the two numbers."),
    )
    shown = ["name", "street", ("postcode", "town"), "area", "private", "primary", "wheelchair", "point"]


class ContactRow(forms.Form):
    """A contact person, and what is to be noted about the consent to being shown."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = words(CONTACT_LENGTHS["name"], required=True, label=_("Name"))
    role = words(CONTACT_LENGTHS["role"], label=_("Role"))
    languages = ListField(required=False, item=language_code, most=20, label=_("Languages"), help_text=CODE_HELP)
    phone = words(CONTACT_LENGTHS["phone"], validators=[is_phone], label=_("Telephone"))
    email = forms.EmailField(required=False, max_length=CONTACT_LENGTHS["email"], label=_("E-mail"))
    consent = forms.ChoiceField(required=False, choices=CONSENT, label=_("Consent"))
    consent_text = ProseField(
        required=False,
        max_length=2000,
        label=_("Words of the consent"),
        help_text=_("What the person agreed to, word for word."),
    )
    consent_way = words(60, label=_("Way of the consent"), help_text=_("How: by mail, on paper, by telephone."))
    consented_on = a_day(label=_("Consented on"))
    shown = ["name", "role", "languages", ("phone", "email"), "consent", "consent_text", "consent_way", "consented_on"]

    def clean(self) -> dict[str, Any]:
        """A consent needs its words and the way it was given."""
        data = super().clean() or {}
        if data.get("consent") == RECORD:
            for name in ("consent_text", "consent_way"):
                if not data.get(name):
                    self.add_error(name, _("A consent is recorded with its words and the way it was given."))
        if (day := data.get("consented_on")) and day > timezone.localdate():
            self.add_error("consented_on", _("That day is still to come."))
        return data


class MeetingRow(forms.Form):
    """A recurring time."""

    rrule = words(200, required=True, validators=[is_rule], label=_("Rule"))
    starts_on = forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), label=_("First day"))
    starts_at = an_hour(required=True, label=_("Begins at"))
    ends_at = an_hour(label=_("Ends at"))
    place = forms.ChoiceField(
        required=False, label=_("Place"), help_text=_("A new place can be chosen after it has been saved.")
    )
    title = ByLanguageField(required=False, label=_("Title"))
    note = ByLanguageField(required=False, label=_("Note"))
    exceptions = ListField(
        required=False,
        item=day,
        most=200,
        label=_("Exceptions"),
        help_text=_("Days it falls out, with commas between them: 2026-12-24."),
    )
    shown = ["rrule", "starts_on", ("starts_at", "ends_at"), "place", "title", "note", "exceptions"]

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("the main place")), *places]  # type: ignore[attr-defined]
        self.fields["rrule"].help_text = _("FREQ=WEEKLY;BYDAY=TU,TH or FREQ=MONTHLY;BYDAY=2SA (iCalendar).")
