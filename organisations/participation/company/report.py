"""Saying that something is not right: the same few words for the newcomer and for the mentor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.forms.fields import ProseField
from organisations.forms.rows import Fields
from organisations.forms.widgets import prose
from organisations.public_forms.pages import too_long

LONGEST = 2_000


def fitting(text: str, most: int = LONGEST) -> str:
    """The text. Raises ValidationError for one with more letters than that."""
    if sentence := too_long(text, most):
        raise forms.ValidationError(sentence)
    return text


class ReportFields(Fields):
    """What is not right. Also without words: somebody may not want to write it down."""

    report = ProseField(
        required=False, widget=prose(3), label=_("What is not right?"),
        help_text=_("You need not write anything. Only the people who run this map read it."),
    )  # fmt: skip

    def clean_report(self) -> str:
        """Not too long."""
        return fitting(self.cleaned_data["report"])
