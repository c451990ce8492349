"""Words of the desk: how long ago, who it was, what was done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from babel.dates import format_timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.models import Editor, Organisation
from organisations.past import kind_of
from organisations.vocabulary import Vocabulary

ACTIONS: dict[str, Any] = {
    "change:accepted": _("Change accepted"),
    "change:partly": _("Change accepted in part"),
    "change:rejected": _("Change rejected"),
    "new:accepted": _("New entry accepted"),
    "new:partly": _("New entry accepted in part"),
    "new:rejected": _("New entry rejected"),
    "report:accepted": _("Report done"),
    "report:rejected": _("Report rejected"),
    "claim:accepted": _("Claim accepted: now an editor"),
    "claim:rejected": _("Claim rejected"),
    "removal:accepted": _("Removal accepted"),
    "removal:rejected": _("Removal rejected"),
    "entry:checked": _("Checked"),
    "entry:changed": _("Entry changed"),
    "entry:trust": _("Trust in the editors changed"),
    "entry:restored": _("Earlier version restored"),
    "entry:gone": _("Group is no more: taken off the map"),
    "entry:listed": _("On the map again"),
    "entry:unlisted": _("Taken off the map"),
    "consent:recorded": _("Consent recorded"),
    "consent:asked": _("Asked for consent by mail"),
    "import:run": _("Entries imported"),
    "import:source": _("Source of imports deleted"),
    "batch:undone": _("Batch taken back"),
    "batch:redone": _("Batch brought back again"),
    "pair:merged": _("Merged with a duplicate"),
    "pair:parted": _("Merge undone"),
    "pair:distinct": _("Not a duplicate"),
    "pair:section": _("Made a section of the other entry"),
    "pair:reopened": _("Perhaps a duplicate after all"),
    "editor:named": _("Editor named"),
    "editor:revoked": _("Editor's access ended"),
    "mentor:noted": _("Talk with a mentor noted"),
    "mentor:approved": _("Mentor approved"),
    "mentor:paused": _("Break for a mentor"),
    "mentor:resumed": _("Break of a mentor ended"),
    "mentor:ended": _("Mentor ended"),
    "people:invited": _("Invitation sent"),
    "people:role": _("Areas of a curator changed"),
    "people:on": _("Account switched on"),
    "people:off": _("Account switched off"),
    "people:withdrawn": _("Invitation withdrawn"),
    "people:factor": _("Second factor taken away"),
    "people:handed_over": _("Work handed over, account switched off"),
    "person:exported": _("Information on a person given out"),
    "person:erased": _("Data of a person erased"),
    "questionnaire:published": _("New version of a questionnaire"),
    "questionnaire:opened": _("Questionnaire opened"),
    "questionnaire:closed": _("Questionnaire closed"),
    "questionnaire:counted": _("Forms of a questionnaire counted"),
    "questionnaire:shown": _("Summary of a questionnaire made public"),
    "questionnaire:hidden": _("Summary of a questionnaire hidden"),
    "news:shown": _("News published"),
    "news:hidden": _("News taken back"),
    "news:removed": _("News deleted"),
    "module:shown": _("Learning module published"),
    "module:hidden": _("Learning module taken back"),
    "module:removed": _("Learning module deleted"),
    "company:assigned": _("Mentor chosen for a newcomer"),
    "company:stopped": _("Request for company stopped"),
    "company:ended": _("Company ended after the visit"),
}
_ALIKE = {
    "same_name": _("same name"),
    "phone": _("same telephone"),
    "email": _("same e-mail address"),
    "person": _("same contact person"),
    "website": _("same website"),
    "near": _("close by"),
    "name": _("similar name"),
    "source": _("same name in the source"),
    "hand": _("put together by hand"),
}
_AGAINST = {"elsewhere": _("but in another place"), "far": _("but far away")}


def ago(moment: datetime) -> str:
    """How long ago that was, in the active language: "vor 2 Tagen"."""
    return str(format_timedelta(moment - timezone.now(), add_direction=True, locale=formats.locale()))


def action_text(action: str) -> str:
    """What was done, in words; what is not known by name stands as it is written down."""
    return str(ACTIONS.get(action, action))


def alike_text(reasons: Iterable[str]) -> str:
    """Why two entries may be the same, in words."""
    given = list(reasons)
    told = formats.joined([str(_ALIKE.get(reason, reason)) for reason in given if reason not in _AGAINST])
    return ", ".join([told, *(str(_AGAINST[reason]) for reason in given if reason in _AGAINST)])


def described(entry: Organisation, terms: Vocabulary) -> str:
    """What tells an entry from others of its name: kind, state, area and the end of its address."""
    area = terms.area_by_id.get(entry.area_id or 0)
    told = [entry.get_kind_display(), entry.get_state_display(), area.name if area else "", entry.slug]
    return " · ".join(str(word) for word in told if word)


def person_name(user: Any) -> str:
    """How a curator is called on the desk."""
    return str(user.get_full_name() or user.get_username())


def names_of(authors: Iterable[str]) -> dict[str, str]:
    """Who these authors ("user:7", "editor:…", "visitor") are, for curators. Two queries at most."""
    wanted = set(authors)
    users = {author: author[5:] for author in wanted if author.startswith("user:") and author[5:].isdigit()}
    known = get_user_model().objects.in_bulk([int(id) for id in users.values()]) if users else {}
    editors = _editor_names([author for author in wanted if author.startswith("editor:")])
    found = {}
    for author in wanted:
        user = known.get(int(users[author])) if author in users else None
        name = person_name(user) if user else editors.get(author, "")
        found[author] = name or kind_of(author)
    return found


def _editor_names(authors: list[str]) -> dict[str, str]:
    if not authors:
        return {}
    told = gettext("An editor of the entry (%(name)s)")
    rows = Editor.objects.exclude(name="").in_bulk([author.partition(":")[2] for author in authors])
    return {editor.author: told % {"name": editor.name} for editor in rows.values()}
