"""What a mentor fills in: the offer, and the same again when something has changed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.editing.forms import address_error
from organisations.forms import choices
from organisations.forms.fields import PhoneField, ProseField, WordsField
from organisations.forms.rows import Fields
from organisations.forms.section import errors_of
from organisations.forms.widgets import FoldedPicks, OneOf, Picks, Tick, WidePicks, latin, line, prose
from organisations.languages import written_in
from organisations.matching import Matching
from organisations.models import Organisation
from organisations.models.organisation import State
from organisations.participation.models import Gender
from organisations.participation.week import WeekField
from organisations.public_forms.names import named
from organisations.public_forms.pages import language_now, too_long
from organisations.reach import read_reach
from organisations.search import OrganisationQuery
from organisations.sentences import digits
from organisations.text import clean
from organisations.vocabulary import Vocabulary, vocabulary

LONGEST_NAME, LONGEST_INTRODUCTION = 80, 600
MOST_AT_A_TIME = 5
MOST_HOMES, MOST_FOUND = 10, 6
GENDERS = [(Gender.WOMAN, _("Woman")), (Gender.MAN, _("Man")), ("", _("I would rather not say"))]


@dataclass(frozen=True)
class About:
    """What the choices are made of. `homes`: the groups that are chosen already, by id as text."""

    terms: Vocabulary
    interface: str
    languages: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()

    @classmethod
    def of(cls, languages: Collection[str] = (), homes: Collection[str] = ()) -> "About":
        """For the language of the page."""
        return cls(vocabulary(), language_now(), tuple(languages), tuple(homes))


def areas_to_choose(terms: Vocabulary) -> list[tuple[str, list[tuple[str, str]]]]:
    """The towns of the region, each with its districts; the whole town stands first."""
    shown = [area for area in terms.areas if area.in_region]
    groups = {area.id: (area.name, [(str(area.id), area.name)]) for area in shown if not area.parent}
    for area in shown:
        if area.parent in groups:
            groups[area.parent][1].append((str(area.id), area.name))
    return list(groups.values())


def found_homes(text: str, terms: Vocabulary) -> list[tuple[str, str]]:
    """Public entries for these words: id and name, the best first."""
    if not text:
        return []
    rows = Matching.of(OrganisationQuery(q=text[:200]), terms).ordered()[:MOST_FOUND]
    return [(str(row.organisation_id), row.name) for row in rows]


def _named(ids: Collection[str]) -> list[tuple[str, str]]:
    """Public entries among these ids, with their names."""
    known = [id for id in ids if len(id) == 36][:MOST_HOMES]
    try:
        rows = Organisation.objects.filter(pk__in=known, state=State.PUBLIC).order_by("name")
        return [(str(id), name) for id, name in rows.values_list("pk", "name")]
    except (ValueError, forms.ValidationError):
        return []


class MentorFields(Fields):
    """What a mentor offers. `found`: what the search for a group has brought."""

    name = WordsField(widget=line(autocomplete="name"), label=_("Your name"))
    phone = PhoneField(
        required=False, widget=latin("tel", "tel", autocomplete="tel"), label=_("Telephone"),
        help_text=_("Only if we may call you."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(widget=Picks, label=_("Which languages do you speak?"))
    language = forms.ChoiceField(required=False, label=_("One more language"))
    areas = forms.MultipleChoiceField(widget=FoldedPicks, label=_("Where would you come along?"))
    times = WeekField(
        label=_("When do you usually have time?"), help_text=_("A day without times means the whole day.")
    )
    topics = forms.MultipleChoiceField(
        required=False, widget=FoldedPicks, label=_("What do you like to do yourself?"),
        help_text=_("Choose nothing if anything is fine."),
    )  # fmt: skip
    gender = forms.ChoiceField(
        required=False, choices=GENDERS, widget=OneOf, label=_("Are you a woman or a man?"),
        help_text=_("Some people would rather go with a woman, or with a man."),
    )  # fmt: skip
    capacity = forms.TypedChoiceField(
        coerce=int, choices=lambda: [(n, digits(n)) for n in range(1, MOST_AT_A_TIME + 1)], initial=1,
        label=_("How many people would you accompany at a time?"),
    )  # fmt: skip
    homes = forms.MultipleChoiceField(required=False, widget=WidePicks, label=_("Here I am at home"))
    search = WordsField(
        required=False, widget=line(), label=_("Do you belong to a group on the map?"),
        help_text=_("There you can look after newcomers beyond the first visit. Type its name and press “Search”."),
    )  # fmt: skip
    introduction = ProseField(
        required=False, widget=prose(4), label=_("A few words about you"),
        help_text=_("Whoever you accompany reads this. Please no telephone number and no address."),
    )  # fmt: skip

    def prepare(self) -> None:
        """The choices of today, in the language of the page."""
        about, fields = self.about, self.fields
        there = [code for code in about.languages if code]
        fields["languages"].choices = choices.common_languages(about.interface, *there)  # type: ignore[attr-defined]
        fields["language"].choices = [("", "–"), *choices.languages(about.interface)]  # type: ignore[attr-defined]
        fields["areas"].choices = areas_to_choose(about.terms)  # type: ignore[attr-defined]
        fields["topics"].choices = choices.topics(about.terms, about.interface)  # type: ignore[attr-defined]
        sent = self.data.getlist("homes") if isinstance(self.data, QueryDict) else []
        typed = self.data.get("search", "") if self.is_bound else ""
        self.found = found_homes(WordsField(required=False).clean(typed), about.terms)
        offered = dict([*_named([*sent, *about.homes]), *self.found])
        fields["homes"].choices = list(offered.items())  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Not too long, and nothing but a name."""
        return named(self.cleaned_data["name"], LONGEST_NAME)

    def clean_introduction(self) -> str:
        """Not too long."""
        return _fits(self.cleaned_data["introduction"], LONGEST_INTRODUCTION)

    def clean_phone(self) -> str:
        """A number as it is stored (E.164)."""
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        found = read_reach(typed)
        if found.problem or not found.phone:
            raise forms.ValidationError(found.problem or read_reach("x").problem)
        return found.phone

    def clean(self) -> dict[str, Any]:
        """A group that was typed has to be chosen."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("search") and not {id for id, _name in self.found} & set(data.get("homes", ())):
            sentence = gettext("Please choose the group you mean, or leave this empty.")
            if not self.found:
                sentence = gettext(
                    "No group with this name was found. Please type it differently, or leave this empty."
                )
            self.add_error("search", sentence)
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a mentor; see `related` for the rest."""
        data = self.cleaned_data
        codes = [*data["languages"], *filter(None, [data["language"]])]
        names = ("name", "phone", "times", "gender", "capacity", "introduction")
        return {name: data[name] for name in names} | {"languages": list(dict.fromkeys(codes))}

    @property
    def related(self) -> dict[str, list[Any]]:
        """The ids of areas, topics and groups."""
        data, topics = self.cleaned_data, self.about.terms.topic_by_slug
        return {
            "areas": [int(id) for id in data["areas"]],
            "topics": [topics[slug].pk for slug in data["topics"] if slug in topics],
            "organisations": list(data["homes"]),
        }

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, with the id of its field, in the order of the page."""
        return list(errors_of(self)) if self.is_bound else []


class OfferFields(MentorFields):
    """The offer: with a mail address and the consent."""

    field_order = ["name", "email", "phone"]
    email = WordsField(
        widget=latin("email", "email", autocomplete="email"), label=_("Your mail address"),
        help_text=_("We send a link to it. Nobody else gets to know it without your yes."),
    )  # fmt: skip
    consent = forms.BooleanField(widget=Tick, label=_("Privacy"))

    def prepare(self) -> None:
        """With a sentence of its own about the consent."""
        super().prepare()
        self.fields["consent"].error_messages["required"] = _("Please agree, so that we may read it.")

    def clean_email(self) -> str:
        """An address that mail can go to."""
        email: str = self.cleaned_data["email"].replace(" ", "")
        if sentence := address_error(email):
            raise forms.ValidationError(sentence)
        return email


class ChangeFields(MentorFields):
    """What may be changed later: all but the mail address, which has a step of its own."""

    mails = forms.ChoiceField(choices=lambda: settings.LANGUAGES, label=_("Language of our mails to you"))

    @property
    def values(self) -> dict[str, Any]:
        """With the language of the mails."""
        return super().values | {"language": self.cleaned_data["mails"]}


def consent_text() -> str:
    """What a mentor agrees to; it is stored with the offer."""
    return gettext(
        "I am 18 or older. I agree that the people who run this map use what I fill in to bring me together with"
        " newcomers, as the privacy page says. A newcomer learns my name only after I have said yes to this newcomer."
    )


def homes_of(slug: str) -> list[str]:
    """The public entry with that slug, from whose page somebody comes, as the form takes it."""
    rows = Organisation.objects.filter(slug=clean(slug)[:90], state=State.PUBLIC)
    return [str(id) for id in rows.values_list("pk", flat=True)]


def spoken_first() -> list[str]:
    """The languages chosen already when the form opens: that of the page."""
    return [written_in(language_now())]


def _fits(text: str, most: int) -> str:
    if sentence := too_long(text, most):
        raise forms.ValidationError(sentence)
    return text
