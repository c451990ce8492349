"""What the page of one entry shows, as plain values in the language of the reader."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from organisations import formats
from organisations.cards import Card, Reader, closed_of, freshness_of, hidden_text, how_text, promise_of, topic_of
from organisations.document import NO_VISIT, Contact, Meeting, OrganisationDocument, Place, Text
from organisations.entry import PublicEntry, Relative
from organisations.first_visit import Answer, answers_of
from organisations.further import Link, links
from organisations.languages import capital, language_name, reading_order, written_in
from organisations.models.organisation import Kind, Origin
from organisations.models.vocabulary import German
from organisations.openings.told import Told, committee_facts, open_now
from organisations.sentences import say
from organisations.services.listing import Spot
from organisations.times import Gap, next_days, schedule_of, titled_rule
from organisations.translations import age_of
from organisations.vocabulary import label, worded

LATER_DATES = 3
OSM = "https://www.openstreetmap.org/?mlat={lat}&mlon={lng}#map=17/{lat}/{lng}"


@dataclass(frozen=True)
class EntryPage:
    """The page of a public entry for one reader and day."""

    entry: PublicEntry
    reader: Reader

    @property
    def document(self) -> OrganisationDocument:
        """The public document."""
        return self.entry.document

    @property
    def head(self) -> Card:
        """Shape, kind, topics and place, as on the card."""
        document = self.document
        spot = self.entry.spots[0] if self.entry.spots else None
        kind, topic = say(document.kind), topic_of(list(document.topics), self.reader)
        town = ", ".join(area.name for area in spot.areas) or spot.label if spot else ""
        return {
            "kind": document.kind,
            "topic": topic,
            "place": town,
            "meta": [part for part in (kind, topic["label"], town or say("place_unknown")) if part],
            "approximate": bool(spot and spot.approximate),
        }

    @property
    def further(self) -> list[Link]:
        """What a visitor of a committee may want to read."""
        return links("committee", self.reader.terms.version) if self.document.kind == Kind.COMMITTEE else []

    @property
    def visit_further(self) -> list[Link]:
        """What to read before a first visit."""
        return links("visit", self.reader.terms.version)

    @cached_property
    def text(self) -> dict[str, Any] | None:
        """The prose in the reader's language, else in the original; `lang`, and a remark if it is not the original."""
        texts = self.document.texts
        for code in reading_order(self.reader.language, self.document.language, settings.LANGUAGE_CODE, *texts):
            if code in texts:
                return self._text(code, texts[code])
        return None

    def _text(self, code: str, text: Text) -> dict[str, Any]:
        remark = ""
        if code not in reading_order(self.reader.language):
            name = language_name(code, self.reader.language).within
            remark = _("This text is there in %(language)s only.") % {"language": name}
        elif code != self.document.language:
            remark = self._translated(code, text)
        return {
            "lang": code,
            "direction": language_name(code, code).direction,
            "lead": text.summary,
            "paragraphs": [part for part in text.description.split("\n\n") if part],
            "audience": text.audience,
            "remark": remark,
        }

    def _translated(self, code: str, text: Text) -> str:
        """Who translated, when, and whether the original has changed since."""
        age = age_of(self.document, code)
        machine = text.origin == Origin.MACHINE
        if age is None:
            return _("Translated by a machine, not checked yet.") if machine else ""
        day = {"date": formats.long_date(age.made_on)}
        by_machine = _("Translated by a machine on %(date)s, not checked yet.")
        remark = (by_machine if machine else _("Translated on %(date)s.")) % day
        changed = _("The original text has changed since.")
        return f"{remark} {changed}" if age.outdated else remark

    @property
    def topics(self) -> list[dict[str, str]]:
        """All topics."""
        return [topic_of([slug], self.reader) for slug in self.document.topics]

    @property
    def flags(self) -> list[dict[str, str]]:
        """All openness flags in the order of the vocabulary."""
        own = [flag for flag in self.reader.terms.flags if flag.slug in self.document.flags]
        return [{"label": label(flag.names, self.reader.language), "icon": flag.icon} for flag in own]

    @cached_property
    def languages(self) -> list[dict[str, Any]]:
        """Languages with how sure each is, note, and when it was checked; the reader's own first."""
        found = []
        for item in self.document.languages:
            row = [item.code, item.assurance, list(item.days), item.checked_on and item.checked_on.isoformat()]
            promise = promise_of(row, self.reader)
            how = how_text(item.assurance, list(item.days)) or promise["label"]
            name = language_name(item.code, self.reader.language)
            found.append(promise | {"name": name.name, "how": how, "note": item.note, "checked": item.checked_on})
        slow = "slow_german"
        return sorted(
            found, key=lambda item: (item["assurance"] == slow, item["code"] != written_in(self.reader.language))
        )

    @property
    def levels(self) -> list[dict[str, Any]]:
        """The four steps of German needed, filled up to the one that is needed; empty if that is not known."""
        if not self.document.german:
            return []
        rank = German(self.document.german).rank
        return [
            {
                "label": label(level.short_names, self.reader.language),
                "sentence": label(level.sentences, self.reader.language),
                "icon": level.icon,
                "filled": level.rank <= rank,
                "needed": level.rank == rank,
            }
            for level in self.reader.terms.levels
        ]

    @property
    def gap(self) -> Gap:
        """Closure and end."""
        return Gap(self.document.closed_from, self.document.closed_until, self.document.ends_on)

    @property
    def closed(self) -> str:
        """The sentence about a closure that is on now, else empty."""
        return closed_of(self.gap, self.reader.today)

    @cached_property
    def times(self) -> list[dict[str, Any]]:
        """All recurring times with their next dates, the soonest first; those without a next date last."""
        found = [self._time(meeting) for meeting in self.document.meetings]
        return sorted(found, key=lambda time: (time["next"] is None, time["next"] or date.max, time["starts_at"]))

    def _time(self, meeting: Meeting) -> dict[str, Any]:
        schedule = schedule_of(meeting)
        days = next_days(schedule, self.reader.today, LATER_DATES + 1, self.gap, self.reader.now)
        place = next((p for p in self.document.places if p.id == meeting.place), None)
        first = days[0] if days else None
        note, note_lang = worded(meeting.note, self.reader.language)
        return {
            "next": first,
            "month": formats.month_names("abbreviated")[first.month - 1] if first else "",
            "when": self._when(first, meeting),
            "starts_at": meeting.starts_at,
            "hours": self._hours(meeting),
            "rule": titled_rule(schedule, self.reader.language),
            "lang": worded(meeting.title, self.reader.language)[1],
            "note": note,
            "note_lang": note_lang,
            "later": [formats.day_month(day) for day in days[1:]],
            "place": place.address.name or place.address.street if place and not place.primary else "",
        }

    def _when(self, day: date | None, meeting: Meeting) -> str:
        """ "Heute, Dienstag, 17:30 bis 19:00"; the hours stay on one line."""
        hours = self._hours(meeting).replace(" ", formats.NO_BREAK)
        return _("%(day)s, %(hours)s") % {"day": self._day(day), "hours": hours} if day else hours

    def _day(self, day: date) -> str:
        """ "Heute, Dienstag", "Morgen, Mittwoch", else the weekday."""
        name = formats.day_names()[day.weekday()]
        ahead = (day - self.reader.today).days
        if ahead > 1:
            return capital(name)
        return (_("Today, %(weekday)s") if ahead == 0 else _("Tomorrow, %(weekday)s")) % {"weekday": name}

    def _hours(self, meeting: Meeting) -> str:
        start = formats.clock(meeting.starts_at)
        if meeting.ends_at is None:
            return start
        return _("%(start)s to %(end)s") % {"start": start, "end": formats.clock(meeting.ends_at)}

    @property
    def places(self) -> list[dict[str, Any]]:
        """The places: address, point, access, ways to get there."""
        by_id = {place.id: place for place in self.document.places}
        return [self._place(spot, by_id.get(spot.id)) for spot in self.entry.spots]

    def _place(self, spot: Spot, place: Place | None) -> dict[str, Any]:
        address = place.address if place else None
        exact = spot.point if spot.point and not spot.approximate else None
        found: dict[str, Any] = {
            "label": spot.label,
            "fixed": spot.fixed,
            "private": bool(place and place.private),
            "address": address,
            "known": bool(spot.label or (address and (address.name or address.street or address.postcode))),
            "town_line": " ".join(part for part in (address.postcode, address.town) if part) if address else spot.label,
            "wheelchair": place.wheelchair if place else "unknown",
            "approximate": spot.approximate,
        }
        if spot.point:
            found |= {"lat": str(spot.point[1]), "lng": str(spot.point[0])}  # as text: never with a decimal comma
        if exact:
            lat, lng = exact[1], exact[0]
            found["geo"] = f"geo:{lat},{lng}?q={lat},{lng}({quote(self.document.name)})"
            found["osm"] = OSM.format(lat=lat, lng=lng)
        return found

    @property
    def contacts(self) -> list[dict[str, Any]]:
        """Contact persons who agreed to be shown."""
        return [self._contact(contact) for contact in self.document.contacts]

    def _contact(self, contact: Contact) -> dict[str, Any]:
        spoken = [language_name(code, self.reader.language).within for code in contact.languages]
        return {
            "name": contact.name,
            "role": contact.role,
            "languages": formats.joined(spoken) if spoken else "",
            "phone": contact.phone,
            "email": contact.email,
        }

    @cached_property
    def first_visit(self) -> list[Answer]:
        """The answers of the first-visit card, those that are known; none if the entry answers nothing of its own."""
        known = self.document.first_visit != NO_VISIT
        return answers_of(self.document, self.times, self.languages) if known else []

    def visit_sheet(self, most_times: int) -> list[Answer]:
        """The same for the printed page, which every entry has: times and languages are worth a sheet too."""
        return answers_of(self.document, self.times, self.languages, most_times)

    @cached_property
    def openings(self) -> list[Told]:
        """What is open today."""
        return open_now(self.document, self.reader, self.entry.slug)

    @cached_property
    def committee(self) -> list[dict[str, Any]]:
        """What a committee says of its seats."""
        return committee_facts(self.document.committee, self.reader)

    @property
    def freshness(self) -> dict[str, str]:
        """When a human last checked the entry."""
        return freshness_of(self.document.checked_on, self.reader.today)

    @property
    def hidden(self) -> str:
        """That the entry is reached by its own address only, in words; empty if it stands in lists."""
        return hidden_text(self.entry.vouched_on, self.reader.today)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Public sections of this body."""
        return [self._relative(section) for section in self.entry.sections]

    @property
    def parent(self) -> dict[str, Any] | None:
        """The public body this is a section of."""
        return self._relative(self.entry.parent) if self.entry.parent else None

    def _relative(self, relative: Relative) -> dict[str, Any]:
        return {
            "slug": relative.slug,
            "name": relative.name,
            "lang": relative.card["language"],
            "kind": relative.kind,
            "topic": topic_of(relative.card["topics"], self.reader),
        }
