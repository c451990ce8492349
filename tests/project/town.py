"""A small town for proofs about access: five entries, secret links to each, and everybody who might ask for them."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from organisations.document import Contact
from organisations.editor_sessions import cookie_name
from organisations.models import (
    Area,
    ContactPerson,
    CuratorRole,
    Editor,
    ImportRun,
    ImportSource,
    Mail,
    Organisation,
    SavedView,
    SuggestionKind,
    Work,
)
from organisations.models.organisation import State
from organisations.participation import services as messages
from organisations.participation.company import proposing
from organisations.participation.draft import Draft
from organisations.participation.evaluation.tables import Look
from organisations.participation.mentors.services import new_link
from organisations.participation.models import Accompaniment, Evaluation, Mentor, Questionnaire, Version
from organisations.participation.news import write
from organisations.services import curators, ownership
from organisations.services.consent import ask_consent
from organisations.services.duplicate_pairs import pair_by_hand
from organisations.services.states import set_state
from organisations.services.suggestions import Sender, ask, suggest_entry
from organisations.services.unsubscribing import unsubscribe_link
from organisations.tickets import Ticket
from tests.factories import document, organisation, place
from tests.participation import accompanying, mentoring
from tests.signing_in import signed_in

SITE = "http://testserver"
# Who asks, in the order of the table's columns.
ACTORS = ("visitor", "editor", "other-ed", "ex-ed", "ex-staff", "no-factor", "curator", "other-cur", "super")
# What is asked for: the editor's and the curator's own entry, one of another town, one nobody has accepted yet, one
# that was taken off the map, one of which no row is left.
OBJECTS = ("own", "foreign", "draft", "archived", "deleted")
MENTORS = {"own": "filderstadt", "foreign": "ostfildern"}  # where they would come along
NOBODYS = "A" * 43  # looks like a secret and is none


class Browser(Client):
    """A client without what only tests of pages need (copies of all contexts): some ten thousand requests are made.

    It keeps no cookie that an answer sets or takes away. What fails is answered with 500.
    """

    def request(self, **request: Any) -> Any:
        """The answer."""
        return self.handler(self._base_environ(**request))  # type: ignore[attr-defined]


@dataclass
class Town:
    """Entries by object, secrets by the name of their URL and object, and a browser for each actor."""

    entries: dict[str, Organisation] = field(default_factory=dict)
    suggestions: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, dict[str, str]] = field(default_factory=dict)
    ids: dict[str, dict[str, Any]] = field(default_factory=dict)  # by what stands before them in the address
    users: dict[str, User] = field(default_factory=dict)
    browsers: dict[str, Browser] = field(default_factory=dict)

    def keep(self, name: str, thing: str, link: str) -> None:
        """Remembers the secret at the end of a link."""
        self.secrets.setdefault(name, {})[thing] = link.rstrip("/").rpartition("/")[2]

    def secrets_of(self, thing: str) -> set[str]:
        """All secrets that lead to one entry."""
        return {found[thing] for found in self.secrets.values() if thing in found}


def new_town() -> Town:
    """Everything, made by the services that make it for people."""
    town = Town()
    _build(town)
    for thing in OBJECTS:
        _links(town, thing)
    _people(town)
    _questionnaires()
    set_state(town.entries["archived"].pk, State.ARCHIVED, author="test", reason="test")
    town.ids = _numbers(town)
    Organisation.objects.filter(pk=town.entries["deleted"].pk).delete()
    return town


def _numbers(town: Town) -> dict[str, dict[str, Any]]:
    """What numbers stand in addresses: by object, or one alone ("")."""
    return {
        "api/v1/organisations/": {thing: entry.pk for thing, entry in town.entries.items()},
        "curate/queue/": {thing: suggestion.pk for thing, suggestion in town.suggestions.items()},
        "curate/people/": {"": town.users["invited"].pk},
        "accounts/keys/": {"": "1"},
        **_numbers_of_the_desk(town),
    }


def _company(town: Town, thing: str, mentor: Mentor) -> Any:
    """A request to the entry about which that mentor is asked, and one after which somebody came along; the first."""
    first, key = accompanying.asked_for(town.entries[thing])
    town.keep("company", thing, key)
    proposing.assign(first, mentor, by="test", site=SITE)
    town.keep("company-answer", thing, accompanying.mailed(mentor.email, "answer"))
    second, _key = accompanying.asked_for(town.entries[thing])
    other = mentoring.mentor(f"{thing}-2@mentor.example")
    accompanying.agreed(second, other)
    town.keep("company-after", thing, accompanying.mailed(second.email, "after"))
    Accompaniment.objects.filter(pk=second.pk).update(meets_at=timezone.now() - timedelta(hours=1))
    adult = f"{thing}@family.example"
    accompanying.asked_for(town.entries[thing], minor=True, adult_name="Mina", adult_email=adult)
    town.keep("company-adult", thing, accompanying.mailed(adult, "adult"))
    return first.pk


def _numbers_of_the_desk(town: Town) -> dict[str, dict[str, Any]]:
    """Things of the curator of the editor's town, and what everybody reads."""
    user, entries = town.users["curator"], town.entries
    source = ImportSource.objects.create(name="Liste", by=user)
    run = ImportRun.objects.create(source=source, by=user, file="liste.csv", forgotten=True)
    work = Work.objects.create(kind="undo", title="x", by=user, state="done")
    view = SavedView.objects.create(owner=user, name="Meine")
    pair = pair_by_hand(entries["own"], entries["archived"], user=town.users["super"])
    news, module = write.new_news("Fest", "de", author="user:1"), write.new_module("Lektion", "de")
    page = write.add_page(module, "de", {"title": "Eins", "text": ""})
    for row in (news, module):
        write.publish(row, True, author="user:1")
    file = write.attach(page, "x.pdf", "application/pdf", b"%PDF-")
    mentors = {thing: mentoring.mentor(f"{thing}@mentor.example", areas=(area,)) for thing, area in MENTORS.items()}
    for thing, mentor in mentors.items():
        town.keep("mentor-link", thing, new_link(mentor, SITE))
    return {
        "curate/participation/": {thing: _company(town, thing, mentor) for thing, mentor in mentors.items()},
        "curate/participation/mentors/": {thing: mentor.pk for thing, mentor in mentors.items()},
        "curate/entries/bulk/": {"": work.pk}, "curate/work/": {"": work.pk}, "curate/views/": {"": view.pk},
        "curate/import/": {"": run.pk}, "curate/sources/": {"": source.pk}, "curate/duplicates/": {"": pair.pk},
        "curate/news/": {"": news.pk}, "curate/modules/": {"": module.pk}, "<lang>/news/": {"": news.pk},
        "<lang>/files/": {"": file.pk},
    }  # fmt: skip


def _questionnaires() -> None:
    """Two that are open, with a draft each: any, and that of associations."""
    asked = {"title": {"de": "Fragen"}, "intro": {}, "thanks": {}, "questions": [
        {"code": "words", "kind": "text", "text": {"de": "Worte?"}},
    ]}  # fmt: skip
    for slug in ("lektion", "associations"):
        row = Questionnaire.objects.create(slug=slug, open_at=timezone.now())
        for number, out in ((1, timezone.now()), (2, None)):
            Version.objects.create(questionnaire=row, number=number, content=asked, author="user:1", published_at=out)
    Evaluation.objects.create(
        version=Version.objects.get(questionnaire__slug="lektion", number=1), number=1, day=timezone.localdate(),
        forms=20, tables=Look(20).data(), author="user:1",
    )  # fmt: skip
    Questionnaire.objects.filter(slug="lektion").update(summary_at=timezone.now())


def links_of(mail: Mail) -> list[str]:
    """Every link of a mail: of both parts and of its headers."""
    return sorted(set(re.findall(r"https?://[^\s\"'<>]+", f"{mail.text} {mail.html} {mail.unsubscribe}")))


def sender(**values: Any) -> Sender:
    """A visitor who proposes something, with a form of their own."""
    return Sender(**({"language": "de", "key": Ticket.new("x").key} | values))


def newest_link(part: str) -> str:
    """The link of the newest mail that has this part in its path."""
    newest = Mail.objects.order_by("created_at", "pk").last()
    assert newest
    return next(link for link in links_of(newest) if part in link)


def _build(town: Town) -> None:
    for thing in OBJECTS:
        town_of = {"area": "bernhausen", "places": (place(),)}
        if thing == "foreign":
            there = place((9.262, 48.718), postcode="73760", town="Ostfildern", area="ostfildern")
            town_of = {"area": "ostfildern", "places": (there,)}
        person = Contact(name=f"Person {thing}", email=f"person-{thing}@verein.example")
        words: dict[str, Any] = {"email": f"{thing}@verein.example", "contacts": (person,), **town_of}
        if thing == "draft":
            proposed = document("Verein draft", **words)
            town.suggestions[thing] = suggest_entry(proposed, sender=sender())
            town.entries[thing] = Organisation.objects.get(pk=proposed.id)
        else:
            entry = town.entries[thing] = organisation(f"Verein {thing}", **words)
            town.suggestions[thing] = ask(
                SuggestionKind.REPORT, entry.pk, sender=sender(), notes={"about": "geheimnotiz"}
            )


def _links(town: Town, thing: str) -> None:
    """A secret link of each kind that leads to the entry."""
    entry = town.entries[thing]
    editor = ownership.add_editor(entry.pk, f"editor-{thing}@verein.example", added_by="test")
    town.keep("edit-link", thing, ownership.new_link(editor, SITE))
    town.keep("unsubscribe", thing, unsubscribe_link(editor, SITE))
    ask_consent(ContactPerson.objects.get(organisation=entry), f"editor:{editor.pk}", language="de", site=SITE)
    town.keep("consent", thing, newest_link("/consent/"))
    key = Ticket.new("x").key
    if thing != "draft":  # nobody proposes a change of, or writes to, what is not public
        ask(SuggestionKind.REPORT, entry.pk, sender=sender(key=key), notes={"about": "geheimnotiz"})
        town.keep("suggestion", thing, key)
        to = messages.Addressee(entry.pk, entry.name, f"{SITE}/de/o/{entry.slug}/")
        writer = Draft(words="Hallo", name="Nadia", reach="nadia@newcomer.example", consent=True)
        messages.send(writer, to, key=(key := Ticket.new("x").key), language="de", consent="x", site=SITE)
        town.keep("message", thing, key)
        town.keep("answer", thing, newest_link("/answer/"))


def _people(town: Town) -> None:
    town.browsers = {name: Browser() for name in ACTORS}
    for name, things in {"editor": ("own", "draft", "archived"), "other-ed": ("foreign",)}.items():
        for thing in things:
            _edits(town, town.entries[thing], name)
    for thing in ("own", "draft", "archived"):
        ex = _edits(town, town.entries[thing], "ex-ed")
        ownership.revoke(ex, author="test")
    areas = {"curator": "filderstadt", "other-cur": "ostfildern", "no-factor": "filderstadt", "ex-staff": "filderstadt"}
    for name, area in areas.items():
        user = User.objects.create_user(name, f"{name}@stadt.example", is_staff=True)
        CuratorRole.objects.create(user=user).areas.set(Area.objects.filter(slug=area))
        town.users[name] = user
    town.users["super"] = User.objects.create_superuser("super", "super@stadt.example")
    for name in ("curator", "other-cur", "ex-staff", "super"):
        signed_in(town.users[name], town.browsers[name])
    town.browsers["no-factor"].force_login(town.users["no-factor"])
    User.objects.filter(username="ex-staff").update(is_active=False)
    town.users["invited"] = curators.invite("invited@stadt.example", site=SITE)
    town.keep("account_invitation", "own", newest_link("/invitation/"))


def _edits(town: Town, entry: Organisation, actor: str) -> Editor:
    """The actor has pressed the button behind their link, so their browser has the cookie."""
    editor = ownership.add_editor(entry.pk, f"{actor}@verein.example", added_by="test")
    link = ownership.link_of(ownership.new_link(editor, SITE).rstrip("/").rpartition("/")[2])
    assert link and link.expires_at > timezone.now()
    town.browsers[actor].cookies[cookie_name(entry.pk)] = ownership.open_session(link)[1]
    return editor
