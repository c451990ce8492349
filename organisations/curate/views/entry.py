"""What a curator does for one entry: check it, write down a consent, say how far its editors are trusted."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.curate.choice import number_of
from organisations.curate.entries import TRUST, ConsentForm, EntryDesk
from organisations.curate.neighbours import neighbours
from organisations.curate.views.found import curator_of, entry_of
from organisations.curate.views.queue import around, desk
from organisations.curate.words import names_of
from organisations.forms.rows import harmless
from organisations.models import ContactPerson, Editor, EntryNote, Organisation, Revision
from organisations.past import told_page
from organisations.permissions import CURATOR, allow
from organisations.services import caring, labels, ownership
from organisations.services.consent import AskedAlready, NoAddress
from organisations.text import clean
from organisations.validation import InvalidDocument

Row = TypeVar("Row", bound=Model)
LONGEST_LABEL, MOST_LABELS, LONGEST_NOTE = 40, 50, 2_000
Act = Callable[[HttpRequest, Organisation], EntryDesk | None]


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """The entry on the desk; every act is a POST. What was typed wrongly is shown again."""
    found = entry_of(request, slug)
    near = neighbours(request.GET, found.pk, request.user)
    act = ACTS.get(request.POST.get("action", "")) if request.method == "POST" else None
    shown = act(request, found) if act else EntryDesk(found)
    if shown is None:
        return redirect(reverse("curate-entry", args=[found.slug]) + (near.query if near else ""))
    status = 422 if shown.consent else 200
    context = around(request) | {"desk": shown, "entry": found, "me": curator_of(request).author, "near": near}
    return render(request, "curate/entry.html", context, status=status)


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def past(request: HttpRequest, slug: str) -> HttpResponse:
    """What the entry was before, and who changed it; POST brings a version back."""
    found = entry_of(request, slug)
    if request.method == "POST":
        _restore(request, found)
        return redirect("curate-past", found.slug)
    shown = told_page(found.pk, before=number_of(request.GET.get("before", "")), names=names_of)
    return render(request, "curate/past.html", desk(request) | {"past": shown, "entry": found})


def _restore(request: HttpRequest, found: Organisation) -> None:
    number = number_of(request.POST.get("number", "")) or 0
    try:
        made = caring.restore(found.pk, number, author=curator_of(request).author)
    except Revision.DoesNotExist:
        return
    except InvalidDocument as error:
        messages.error(request, error.translated)
        return
    told = _("Version %(number)s is back.") if made else _("The entry is like version %(number)s already.")
    messages.success(request, told % {"number": number})


def _check(request: HttpRequest, found: Organisation) -> None:
    caring.check(found.pk, author=curator_of(request).author)
    messages.success(request, _("Noted: checked today."))


def _trust(request: HttpRequest, found: Organisation) -> None:
    wanted = request.POST.get("trust", "")
    if wanted in TRUST:
        caring.trust(found.pk, TRUST[wanted], author=curator_of(request).author)
        messages.success(request, _("Saved."))


def _consent(request: HttpRequest, found: Organisation) -> EntryDesk | None:
    person = _person(request, found)
    if person is None:
        return None
    form = ConsentForm(harmless(request.POST), prefix=str(person.pk))
    if not form.is_valid():
        return EntryDesk(found, form, str(person.pk))
    caring.agreed(person, **form.cleaned_data, author=curator_of(request).author)
    messages.success(request, _("The consent is written down; the person is shown now."))
    return None


def _ask(request: HttpRequest, found: Organisation) -> None:
    person, language = _person(request, found), request.POST.get("language", "")
    if person is None or language not in dict(settings.LANGUAGES):
        return
    curator = curator_of(request)
    try:
        caring.ask(person, language=language, site=curator.site, author=curator.author)
        messages.success(request, _("A mail with a link is on its way to the person."))
    except NoAddress:
        messages.warning(request, _("There is no mail address of this person."))
    except AskedAlready:
        messages.warning(request, _("This address was asked within the last week already."))


def _revoke(request: HttpRequest, found: Organisation) -> None:
    editor = _one(Editor.objects.active().filter(organisation=found), request.POST.get("editor", ""))
    if editor:
        ownership.revoke(editor, author=curator_of(request).author)
        messages.success(request, _("This access has ended."))


def _labels(request: HttpRequest, found: Organisation) -> None:
    """Those that are ticked, and one that is typed."""
    given = [*request.POST.getlist("label"), request.POST.get("new", "")]
    names = {clean(name)[:LONGEST_LABEL] for name in given[:MOST_LABELS] if name.isprintable()} - {""}
    had = [name for name in request.POST.getlist("had")[:MOST_LABELS] if name.isprintable()]
    labels.set_labels(found.pk, names, by=curator_of(request).author, had=had)
    messages.success(request, _("Saved."))


def _note(request: HttpRequest, found: Organisation) -> None:
    text = clean(request.POST.get("note", "").replace("\0", ""), lines=True)[:LONGEST_NOTE]
    if text:
        labels.note_down(found.pk, text, author=curator_of(request).author)
        messages.success(request, _("Noted, for curators alone."))


def _forget_note(request: HttpRequest, found: Organisation) -> None:
    note = _one(EntryNote.objects.filter(organisation=found), request.POST.get("note", ""))
    if note and labels.forget_note(found.pk, note.pk, author=curator_of(request).author):
        messages.success(request, _("The note is deleted."))


def _person(request: HttpRequest, found: Organisation) -> ContactPerson | None:
    people = ContactPerson.objects.filter(organisation=found, active=True)
    return _one(people, request.POST.get("person", ""))


def _one(rows: QuerySet[Row], text: str) -> Row | None:
    """The row with that id; None for anything that is none."""
    try:
        return rows.filter(pk=UUID(text)).first()
    except ValueError:
        return None


ACTS: dict[str, Act] = {
    "check": _check,
    "trust": _trust,
    "consent": _consent,
    "ask": _ask,
    "revoke": _revoke,
    "labels": _labels,
    "note": _note,
    "forget-note": _forget_note,
}
