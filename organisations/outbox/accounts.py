"""Mails to the staff about their accounts: invitation, code, what was changed."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.outbox.outline import Block, Outline, site_name

# By the last part of the name that allauth has for the event.
CHANGES = {
    "totp_activated": gettext_lazy("An authenticator app was set up for your account."),
    "totp_deactivated": gettext_lazy("The authenticator app was removed from your account."),
    "webauthn_added": gettext_lazy("A security key was added to your account."),
    "webauthn_removed": gettext_lazy("A security key was removed from your account."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account."),
    "password_changed": gettext_lazy("The password of your account was changed."),
    "factor_reset": gettext_lazy(
        "The second factor of your account was taken away. You set up a new one when you sign in next time."
    ),
}
OTHER_CHANGE = gettext_lazy("Something of your account was changed.")


def code(digits: str, language: str) -> Outline:
    """The code for signing in. It does not stand in the subject, which is kept longer."""
    with translation.override(language):
        return Outline(
            language,
            _("Your code for signing in"),
            (
                Block(_("Good day,")),
                Block(_("this is your code for signing in to “%(site)s”:") % {"site": site_name()}),
                Block(digits),
                Block(_("It works for 15 minutes. Nobody from us will ask you for it.")),
                Block(_("You did not ask for this? Then you need not do anything.")),
            ),
        )


def invitation(address: str, language: str) -> Outline:
    """The link with which an account begins."""
    with translation.override(language):
        return Outline(
            language,
            _("Invitation to look after “%(site)s”") % {"site": site_name()},
            (
                Block(_("Good day,")),
                Block(_("you are invited to look after the entries of “%(site)s”.") % {"site": site_name()}),
                Block(_("Open this link and set up a second factor: an app on your telephone, or a security key.")),
                Block(address, "link"),
                Block(_("The link works for 7 days and once. Please do not pass it on.")),
                Block(_("You do not know what this is about? Then you need not do anything.")),
            ),
        )


def changed(kind: str, language: str) -> Outline:
    """What was changed of an account."""
    with translation.override(language):
        return Outline(
            language,
            _("Your account at “%(site)s” was changed") % {"site": site_name()},
            (
                Block(_("Good day,")),
                Block(str(CHANGES.get(kind, OTHER_CHANGE))),
                Block(_("Was that not you? Then please tell the people who run this site at once.")),
            ),
        )
