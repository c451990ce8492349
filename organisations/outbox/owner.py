"""Mails to editors: their links, a fresh code, being named, a claim that was accepted."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from organisations.models import Editor
from organisations.outbox.outline import Block, Outline, site_name

Link = tuple[str, str]  # name of the entry, address


def your_links(links: Sequence[Link], language: str) -> Outline:
    """The links of all entries of one address."""
    with translation.override(language):
        asked = _("somebody, probably you, has asked “%(site)s” for the link to this entry.") % {"site": site_name()}
        if len(links) > 1:
            asked = _("somebody, probably you, has asked “%(site)s” for the links to these entries.") % {
                "site": site_name()
            }
        blocks = [Block(_("Good day,")), Block(asked)]
        for name, address in links:
            blocks += [Block(name), Block(address, "link")]
        return Outline(language, _("Your entry on the map"), (*blocks, *_warnings()))


def named(editor: Editor, by: Editor, address: str) -> Outline:
    """To a person whom an editor named as a further one."""
    with translation.override(editor.language):
        names = {"name": editor.organisation.name, "site": site_name()}
        return Outline(
            editor.language,
            _("You can now look after this entry: %(name)s") % names,
            (
                Block(_("Good day,")),
                Block(_named_by(by, names)),
                Block(address, "link"),
                *_warnings(),
            ),
        )


def _named_by(by: Editor, names: dict[str, str]) -> str:
    if by.name:
        return _("%(person)s has named you for the entry of %(name)s on “%(site)s”.") % {**names, "person": by.name}
    return _("somebody has named you for the entry of %(name)s on “%(site)s”.") % names


def claim_accepted(editor: Editor, address: str) -> Outline:
    """To somebody who asked to own an entry."""
    with translation.override(editor.language):
        names = {"name": editor.organisation.name, "site": site_name()}
        return Outline(
            editor.language,
            _("You can now look after this entry: %(name)s") % names,
            (
                Block(_("Good day,")),
                Block(_("you have asked to look after the entry of %(name)s on “%(site)s”. Now you can.") % names),
                Block(address, "link"),
                *_warnings(),
            ),
        )


def your_code(editor: Editor, code: str) -> Outline:
    """The fresh code for naming or handing over."""
    with translation.override(editor.language):
        return Outline(
            editor.language,
            _("Your code: %(code)s") % {"code": code},
            (
                Block(_("Good day,")),
                Block(_("this is your code for the entry of %(name)s:") % {"name": editor.organisation.name}),
                Block(code),
                Block(_("It works for 15 minutes. Nobody from us will ask you for it.")),
            ),
        )


def _warnings() -> tuple[Block, ...]:
    return (
        Block(_("The link works for 30 days. Please do not pass it on: who has it can change the entry.")),
        Block(_("You did not ask for this? Then you need not do anything.")),
        Block(_("Please do not answer this mail itself: nobody would get your answer.")),
    )
