"""Two entries side by side: where they differ in words, what would be taken and why, and what else comes over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.comparing import BOTH, FIRST, SECOND, SIDES, Row, Side, rows_of
from organisations.curate.choice import number_of
from organisations.curate.duplicates import LEVELS, level_of
from organisations.curate.words import alike_text, person_name
from organisations.differences import Piece, Words, label_of, pieces
from organisations.document import Text
from organisations.joining import better_to_keep
from organisations.merging import Key
from organisations.models import DuplicatePair, Editor, ExternalId, Merge, Organisation, PairState, Suggestion
from organisations.services.duplicate_pairs import KEPT
from organisations.services.joining import Wanted, sides_of
from organisations.services.parting import Hindrance, hindrances
from organisations.services.sections import can_be_section
from organisations.vocabulary import vocabulary

LETTERS = {FIRST: "A", SECOND: "B", BOTH: "A + B"}
STAYS = "stays"
WHY = {
    "only": _("said there alone"),
    "checked": _("checked more recently"),
    "public": _("that of the public entry"),
    STAYS: _("that of the entry that stays"),
    "all": _("all of both"),
    "human": _("written by a human"),
    "sure": _("the surer promise"),
    "private": _("private, and stays so"),
    "point": _("known on the map"),
    "consent": _("agreed to be shown"),
}


@dataclass(frozen=True)
class Beside:
    """A row of the page: what people call the part, both values in words, what is chosen of it."""

    row: Row
    label: str
    words: tuple[str, str]
    chosen: str

    @property
    def name(self) -> str:
        """The name of its form field."""
        return f"row-{self.row.field}"

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Both values, with what the other one has not marked."""
        marked: list[list[Piece]] = [[], []]
        for piece in pieces(*self.words) if all(self.words) else ():
            if piece.mark != "ins":
                marked[0].append(piece)
            if piece.mark != "del":
                marked[1].append(piece)
        return [
            {"letter": LETTERS[side], "text": text, "pieces": found, "taken": self.chosen in (side, BOTH)}
            for side, text, found in zip(SIDES, self.words, marked, strict=True)
        ]

    @property
    def choices(self) -> list[dict[str, Any]]:
        """What can be chosen."""
        return [{"value": one, "letter": LETTERS[one], "chosen": one == self.chosen} for one in self.row.choices]

    @property
    def why(self) -> str:
        """Why that is proposed."""
        return _because(self.row.default, self.row.why)

    @property
    def follows(self) -> dict[str, str]:
        """Why, by the entry that stays, if that alone decides what is proposed; empty otherwise."""
        return {side: _because(side, STAYS) for side in SIDES} if self.row.why == STAYS else {}


@dataclass
class Compared:
    """The page of a pair. `given`: a form that was sent, so that what was chosen is shown again."""

    pair: DuplicatePair
    given: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """Both entries as they are now."""
        return sides_of(self.pair)

    @cached_property
    def keep(self) -> str:
        """Which one goes on: as chosen, else the one that more hangs on."""
        wanted = self.given.get("keep", "")
        if wanted in SIDES:
            return wanted
        weights = [fact["editors"] + fact["sections"] + fact["sources"] for fact in self.entries]
        return better_to_keep(*self.sides, (weights[0], weights[1]))

    @cached_property
    def rows(self) -> list[Beside]:
        """Where the two differ; what was proposed because the other entry was to stay is proposed anew."""
        terms = vocabulary("default")
        told = [Words(side.document, terms) for side in self.sides]
        parents = self._names({side.document.parent for side in self.sides} - {None})
        return [self._beside(row, told, parents) for row in rows_of(*self.sides, self.keep)]

    def _beside(self, row: Row, told: list[Words], parents: Mapping[UUID, str]) -> Beside:
        wanted = self.given.get(f"row-{row.field}", "")
        if self.turned and row.why == STAYS and wanted == self.given["shown"]:
            wanted = row.default
        words = tuple(_told(one, row.key, value, parents) for one, value in zip(told, row.values, strict=True))
        return Beside(row, _label(row.key), (words[0], words[1]), wanted if wanted in row.choices else row.default)

    def _names(self, ids: Collection[Any]) -> dict[UUID, str]:
        return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}

    @cached_property
    def entries(self) -> list[dict[str, Any]]:
        """Both entries with what hangs on each. A fixed number of queries."""
        ids = [self.pair.first_id, self.pair.second_id]
        found = []
        editors = list(Editor.objects.active().filter(organisation__in=ids).values_list("organisation_id", flat=True))
        sources = list(ExternalId.objects.filter(organisation__in=ids).values_list("organisation_id", "source"))
        sections = list(Organisation.objects.filter(parent__in=ids).values_list("parent_id", flat=True))
        waiting = list(
            Suggestion.objects.waiting().filter(organisation__in=ids).values_list("organisation_id", flat=True)
        )
        for side, entry in zip(SIDES, (self.pair.first, self.pair.second), strict=True):
            found.append({
                "side": side, "letter": LETTERS[side], "entry": entry, "editors": editors.count(entry.pk),
                "sections": sections.count(entry.pk), "waiting": waiting.count(entry.pk),
                "sources": len([1 for id, _source in sources if id == entry.pk]),
                "named": sorted({source for id, source in sources if id == entry.pk}),
            })  # fmt: skip
        return found

    @property
    def wanted(self) -> Wanted:
        """What the form asks for."""
        chosen = {name.removeprefix("row-"): value for name, value in self.given.items() if name.startswith("row-")}
        numbers = [number_of(self.given.get(f"number-{side}", "")) or 0 for side in SIDES]
        return Wanted(self.keep, chosen, (numbers[0], numbers[1]))

    @property
    def turned(self) -> bool:
        """Whether the form came with another entry to stay than the one its proposals were made for (`shown`)."""
        shown, keep = self.given.get("shown", ""), self.given.get("keep", "")
        return shown in SIDES and keep in SIDES and shown != keep

    @property
    def is_fresh(self) -> bool:
        """Whether the form is about both entries as they are now."""
        return self.wanted.numbers == (self.pair.first.number, self.pair.second.number)

    @property
    def is_understood(self) -> bool:
        """Whether the form says which entry stays, and takes of each part what can be taken."""
        offered = {one.name: one.row.choices for one in self.rows}
        sent = {name: value for name, value in self.given.items() if name.startswith("row-")}
        return self.given.get("keep") in SIDES and all(sent[name] in offered.get(name, ()) for name in sent)

    @property
    def is_unseen(self) -> bool:
        """Whether something is proposed anew that nobody has seen yet."""
        return self.turned and any(one.follows for one in self.rows)

    @property
    def is_open(self) -> bool:
        """Whether the two can be merged."""
        return self.pair.state == PairState.OPEN and all(fact["entry"].state in KEPT for fact in self.entries)

    @cached_property
    def sections(self) -> list[dict[str, str]]:
        """Which of the two can become a section of the other one: the side, and the letters of both."""
        one, two = self.pair.first, self.pair.second
        ways = ((FIRST, one, SECOND, two), (SECOND, two, FIRST, one))
        return [
            {"side": side, "section": LETTERS[side], "body": LETTERS[other]}
            for side, entry, other, body in ways
            if can_be_section(entry, body)
        ]

    @property
    def why(self) -> str:
        """Why they may be one."""
        return alike_text(self.pair.reasons)

    @property
    def likely(self) -> str:
        """How likely that is, in words."""
        return str(LEVELS[level_of(self.pair.score)][1])

    @property
    def decided_by(self) -> str:
        """Who decided."""
        return person_name(self.pair.decided_by) if self.pair.decided_by else ""

    @cached_property
    def merge(self) -> Merge | None:
        """The merge of the two, if it stands."""
        rows = Merge.objects.standing().filter(pair=self.pair).select_related("kept", "gone", "by")
        return rows.first() if self.pair.state == PairState.MERGED else None

    @property
    def went(self) -> dict[str, str]:
        """Which of the two went into which: with their letters, as they often have one name."""
        letters = {fact["entry"].pk: fact["letter"] for fact in self.entries}
        found = {"gone": self.merge.gone, "kept": self.merge.kept} if self.merge else {}
        return {which: f"{letters[entry.pk]}: {entry.name}" for which, entry in found.items()}

    @cached_property
    def hindrances(self) -> list[str]:
        """Why the merge cannot be undone without loss, in sentences; empty if it can."""
        return [sentence for one in hindrances(self.merge) for sentence in _sentences(one)] if self.merge else []


def _because(side: str, why: str) -> str:
    return f"{LETTERS[side]}: {WHY[why]}"


def _sentences(one: Hindrance) -> list[str]:
    if one.later or one.now is None:
        told = gettext("The entry was merged into another one since: %(name)s. Undo that first.")
        return [told % {"name": one.later.name if one.later else ""}]
    lost = gettext("%(name)s: %(part)s was changed since the merge; that would be lost.")
    labels = dict.fromkeys(label_of(conflict.key) for conflict in one.conflicts)
    return [lost % {"name": one.now.name, "part": label} for label in labels]


def _label(key: Key) -> str:
    if key[0] == "texts":
        return label_of((*key[:2], "description")).replace(label_of(("description",)), gettext("Texts"))
    return label_of(key)


def _told(words: Words, key: Key, value: Any, parents: Mapping[UUID, str]) -> str:
    if isinstance(value, Text):
        return "\n\n".join(text for text in (value.summary, value.description, value.audience) if text)
    if key == ("parent",):
        return parents.get(value, "") if value else ""
    return words.value(key, value)
