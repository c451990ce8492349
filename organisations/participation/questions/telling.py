"""Telling the editors of an entry by mail that a sheet of paper has brought suggestions for it."""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from organisations.models import Editor
from organisations.outbox.outline import Block, Outline, put_out, site_name
from organisations.services.ownership import new_link


def tell_editors(entry: UUID, site: str) -> None:
    """A mail with a link to each editor whom mails reach. `site`: our own address, without a slash at the end."""
    for editor in Editor.objects.reachable().filter(organisation_id=entry).select_related("organisation"):
        put_out(_suggestions_wait(editor, new_link(editor, site)), editor.email, purpose="link")


def _suggestions_wait(editor: Editor, address: str) -> Outline:
    with translation.override(editor.language):
        names = {"name": editor.organisation.name, "site": site_name()}
        said = _(
            "the questionnaire “how open are we” was filled in on paper for %(name)s. On “%(site)s”, what it says "
            "about your entry waits as suggestions: nothing changes until you accept them, one by one."
        )
        return Outline(
            editor.language,
            _("Suggestions for your entry: %(name)s") % names,
            (
                Block(_("Good day,")),
                Block(said % names),
                Block(address, "link"),
                Block(_("The link works for 30 days. Please do not pass it on: who has it can change the entry.")),
                Block(_("Please do not answer this mail itself: nobody would get your answer.")),
            ),
        )
