"""What a newcomer fills in who would like somebody to come along."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.forms import choices
from organisations.forms.fields import ProseField, WordsField
from organisations.forms.rows import Fields
from organisations.forms.section import errors_of
from organisations.forms.widgets import OneOf, Picks, Tick, latin, line, prose
from organisations.participation.company.draft import LONGEST_NAME, LONGEST_WORDS, CompanyDraft
from organisations.participation.company.report import fitting
from organisations.participation.models import Accompaniment, Gender, Message
from organisations.participation.phrases import DAYS, Choices
from organisations.participation.week import WHOLE_DAY, Time, WeekField
from organisations.public_forms.names import named
from organisations.reach import Reach, read_reach, shown_phone

WISHES = [(Gender.WOMAN, _("A woman")), (Gender.MAN, _("A man")), ("", _("Either is fine"))]
HOURS = {"morning": ("08:00", "12:00"), "afternoon": ("12:00", "18:00"), "evening": ("18:00", "22:00")}
CONVERSES = {"conversation", "fluent"}  # in German, so that a mentor who speaks nothing else is understood
# Where the page shows what is wrong with a part of the draft that has no field of its own.
SHOWN_AT = {"email": "reach", "phone": "reach"}


class CompanyFields(Fields):
    """The request. A mail address or a telephone number stands in one field, as in the first message."""

    name = WordsField(widget=line(autocomplete="name"), label=_("Your name"))
    reach = WordsField(
        widget=latin("text", "email", autocomplete="email"), label=_("How can you be reached?"),
        help_text=_("A mail address or a telephone number."),
    )  # fmt: skip
    share = forms.BooleanField(
        required=False, widget=Tick, label=_("Whoever comes with me may see it, and write to me or call me.")
    )
    languages = forms.MultipleChoiceField(required=False, widget=Picks, label=_("Which languages do you speak?"))
    language = forms.ChoiceField(required=False, label=_("One more language"))
    times = WeekField(
        required=False, label=_("When can you come?"),
        help_text=_("A day without times means the whole day. Choose nothing if you do not know yet."),
    )  # fmt: skip
    wish = forms.ChoiceField(required=False, choices=WISHES, widget=OneOf, label=_("Who should come with you?"))
    minor = forms.BooleanField(required=False, widget=Tick, label=_("I am under 18"))
    adult_name = WordsField(
        required=False, widget=line(), label=_("If you are under 18: which adult answers for you?"),
        help_text=_("The name of your mother, your father or your guardian. People choose who comes with you."),
    )  # fmt: skip
    adult_reach = WordsField(
        required=False, widget=latin("text", "email"), label=_("How can this adult be reached?"),
        help_text=_(
            "A mail address or a telephone number. We tell this adult every step, and the mentor gets it after a yes."
        ),
    )  # fmt: skip
    words = ProseField(
        required=False, widget=prose(4), label=_("Would you like to add something?"),
        help_text=_(
            "Nobody translates this part. Please write nothing about health, religion or your residence status."
        ),
    )  # fmt: skip
    consent = forms.BooleanField(widget=Tick, label="")
    field_order = (  # that of the page
        "languages", "language", "times", "wish", "words", "name", "reach", "share", "minor", "adult_name",
        "adult_reach", "consent",
    )  # fmt: skip

    def prepare(self) -> None:
        """The choices in the language of the page. `about`: that language and those chosen already."""
        interface, *there = self.about
        fields: Any = self.fields
        fields["languages"].choices = choices.common_languages(interface, *there)
        fields["language"].choices = [("", "–"), *choices.languages(interface)]
        fields["consent"].label = consent_text()
        fields["consent"].error_messages["required"] = _("Please agree, so that we may look for somebody.")

    def clean_name(self) -> str:
        """Not too long, and nothing but a name."""
        return named(self.cleaned_data["name"], LONGEST_NAME)

    def clean_adult_name(self) -> str:
        """The same."""
        return named(self.cleaned_data["adult_name"], LONGEST_NAME)

    def clean_words(self) -> str:
        """Not too long."""
        return fitting(self.cleaned_data["words"], LONGEST_WORDS)

    def clean(self) -> dict[str, Any]:
        """What the draft finds wrong stands at the fields."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        wrong = self.draft.problems()
        if self.reached.problem:
            wrong["reach"] = self.reached.problem
        if data.get("adult_reach") and self.adult_reached.problem:
            wrong["adult_reach"] = self.adult_reached.problem
        for part, sentence in wrong.items():
            name = SHOWN_AT.get(part, part)
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)
        return data

    @property
    def reached(self) -> Reach:
        """The mail address or number that was typed."""
        return read_reach(self.cleaned_data.get("reach", ""))

    @property
    def adult_reached(self) -> Reach:
        """The same of the adult."""
        return read_reach(self.cleaned_data.get("adult_reach", ""))

    @property
    def draft(self) -> CompanyDraft:
        """What was filled in; parts that could not be read are empty."""
        data, reached, adult = self.cleaned_data, self.reached, self.adult_reached
        codes = [*data.get("languages", ()), *filter(None, [data.get("language", "")])]
        return CompanyDraft(
            languages=tuple(dict.fromkeys(codes)),
            times=tuple(data.get("times", ())),
            wish=data.get("wish", ""),
            name=data.get("name", ""),
            email=reached.email,
            phone=reached.phone,
            share=data.get("share", False),
            minor=data.get("minor", False),
            adult_name=data.get("adult_name", ""),
            adult_email=adult.email,
            adult_phone=adult.phone,
            words=data.get("words", ""),
        )

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, with the id and the label of its field, in the order of the page. That of the consent is a
        whole paragraph, and is left out."""
        if not self.is_bound:
            return []
        agree = [(self["consent"].auto_id, str(one)) for one in self.errors.get("consent", ())]
        return [one for one in errors_of(self) if one[0] != self["consent"].auto_id] + agree


def consent_text() -> str:
    """What a newcomer agrees to; it is stored with the request."""
    return gettext(
        "I agree that the people who run this map look for somebody with what I fill in. A mentor who is asked sees it"
        " without my name and address, and my name after a yes. It is erased 180 days after the end."
    )


def said_in(message: Message | None) -> dict[str, Any]:
    """What a first message said already, as the form opens with it."""
    if message is None:
        return {}
    chosen = Choices.of(message.choices)
    german = ["de"] if set(chosen.german) & CONVERSES else []
    return {
        "name": message.name,
        "reach": message.email or message.phone,
        "share": message.share_email,
        "languages": [*chosen.languages, *german],
        "times": _times(chosen),
    }


def said_before(request: Accompaniment) -> dict[str, Any]:
    """What was filled in before, as the form opens with it once more; the consent is given anew."""
    same = ("name", "share", "languages", "times", "wish", "words", "minor", "adult_name")
    return {name: getattr(request, name) for name in same} | {
        "reach": request.email or shown_phone(request.phone),
        "adult_reach": request.adult_email or (shown_phone(request.adult_phone) if request.adult_phone else ""),
    }


def _times(chosen: Choices) -> list[Time]:
    hours = [HOURS[code] for code in chosen.times if code in HOURS] or [WHOLE_DAY]
    begins, ends = min(first for first, _last in hours), max(last for _first, last in hours)
    return [{"day": day, "from": begins, "to": ends} for day in chosen.days if day in DAYS]
