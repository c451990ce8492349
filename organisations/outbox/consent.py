"""The mail that asks a contact person whether they may be shown."""

from django.utils import translation
from django.utils.translation import gettext as _

from organisations.outbox.outline import Block, Outline, site_name


def consent_text(name: str, language: str) -> str:
    """What a person agrees to who is to be shown with the entry of that name. It holds nothing of the person."""
    with translation.override(language):
        return _(
            "I agree that my name, my role, the languages I speak, my telephone number and my mail address, as far as"
            " they are given here, are shown to everybody with the entry “%(name)s” on “%(site)s”. I can withdraw this"
            " at any time."
        ) % {"name": name, "site": site_name()}


def consent_outline(name: str, text: str, address: str, language: str) -> Outline:
    """Asks for what `text` says, about the entry of that name; `address` is the link."""
    with translation.override(language):
        names = {"name": name, "site": site_name()}
        return Outline(
            language,
            _("May we show you as a contact person? %(name)s") % names,
            (
                Block(_("Good day,")),
                Block(_("you are named as a contact person of “%(name)s” on “%(site)s”, a map for newcomers.") % names),
                Block(_("Nobody sees your name there until you agree to this:")),
                Block(text, "quote"),
                Block(_("On this page you can agree or say no. Opening it changes nothing.")),
                Block(address, "link"),
                Block(
                    _("If you do nothing, nothing is shown. You can agree within 30 days, and withdraw at any time.")
                ),
                Block(_("Please do not answer this mail itself: nobody would get your answer.")),
            ),
        )
