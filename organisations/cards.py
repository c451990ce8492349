"""The card of an entry in a list: a pure function of the listing's facts, the vocabulary, the reader and the day.

static/js/core/card.js is its twin and makes the same cards in the browser from the compact files; tests compare both.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations import formats
from organisations.freshness import Step, is_hidden, stale_promise_since, step
from organisations.languages import language_name, reading_order, written_in
from organisations.models import Listing
from organisations.models.organisation import Assurance
from organisations.sentences import digits, say
from organisations.times import Gap, gap_of_facts, next_days, schedule_of_facts, titled_rule
from organisations.vocabulary import Vocabulary, label, worded

MOST_PROMISES = 3
MOST_NOTES = 2
SURE_FIRST = list(Assurance)
PROMISE_LOOK = {
    Assurance.ALWAYS: ("circle-check", "sure"),
    Assurance.CERTAIN_DAYS: ("calendar", "days"),
    Assurance.ON_REQUEST: ("message-circle", "ask"),
    Assurance.INTERPRETER: ("users", "plain"),
    Assurance.SLOW_GERMAN: ("clock-pause", "plain"),
}
FRESHNESS_ICONS = {Step.FRESH: "user-check", Step.AGEING: "hourglass", Step.UNCONFIRMED: "alert-triangle"}
NO_TOPIC = {"slug": "", "label": "", "icon": "users-group", "hue": "slate"}

Card = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """For whom a card is made: interface language, day and hour, languages, flags and openings asked for, first."""

    language: str
    today: date
    terms: Vocabulary
    languages: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    now: time | None = None


def card_of(listing: Listing, reader: Reader) -> Card:
    """The card of a listing as plain values; its `distance` (metres), if it has one, is shown for exact places."""
    facts = listing.card
    metres = None if listing.approximate else getattr(listing, "distance", None)
    far = formats.distance(metres) if metres is not None else ""
    topic = topic_of(facts["topics"], reader)
    kind = say(listing.kind)
    found = {
        "id": str(listing.pk),
        "organisation": str(listing.organisation_id),
        "slug": listing.slug,
        "url": reverse("entry", args=[listing.slug]),
        "name": listing.name,
        "name_lang": facts["language"],
        "kind": listing.kind,
        "kind_label": kind,
        "topic": topic,
        "place": facts["place"],
        "meta": [part for part in (kind, topic["label"], facts["place"] or say("place_unknown"), far) if part],
        "time": time_of(facts, gap_of_facts(facts, listing.ends_on), reader),
        "german": german_of(facts["german"], reader),
        "flag": mark_of(facts, reader),
        "freshness": freshness_of(listing.checked_on, reader.today),
        "closed": closed_of(gap_of_facts(facts, None), reader.today),
        "fixed": listing.fixed,
        "approximate": listing.approximate,
        "parent": parent_of(facts["parent"], reader.today),
    }
    promises = promises_of(facts["languages"], reader)
    teaser, teaser_lang = teaser_of(facts, reader)
    shown = not found["time"] and not promises
    return found | {
        "promises": promises[:MOST_PROMISES],
        "promise_notes": notes_of(promises, facts.get("notes", {}), reader),
        "more_promises": max(0, len(promises) - MOST_PROMISES),
        "more_two": more_text(len(promises) - 2),
        "more_three": more_text(len(promises) - MOST_PROMISES),
        "teaser": teaser if shown else "",
        "teaser_lang": teaser_lang,
    }


def more_text(count: int) -> str:
    """ "+2" for promises that are not shown (phones show two, wider screens three), empty for none."""
    return f"+{digits(count)}" if count > 0 else ""


def topic_of(slugs: list[str], reader: Reader) -> dict[str, str]:
    """The main topic: slug, label, icon, hue."""
    if not slugs:
        return NO_TOPIC
    topic = reader.terms.topic_by_slug[slugs[0]]
    hue = reader.terms.hue(topic)
    return {"slug": topic.slug, "label": label(topic.names, reader.language), "icon": topic.icon, "hue": hue}


def time_of(facts: dict[str, Any], gap: Gap, reader: Reader) -> dict[str, str] | None:
    """The next date of all times, with title and rule: {"when": "Heute 17:30", "rule": "Training, jeden Di"}.

    `lang`: language of a title that is not in the reader's; it is isolated within the rule.
    """
    best: tuple[date, str, dict[str, str]] | None = None
    for item in facts["times"]:
        schedule = schedule_of_facts(item)
        for day in next_days(schedule, reader.today, 1, gap, reader.now):
            key = (day, item["starts_at"])
            if best is None or key < best[:2]:
                when = when_text(day, item["starts_at"], reader.today)
                rule, lang = titled_rule(schedule, reader.language), worded(schedule.title, reader.language)[1]
                best = (*key, {"when": when, "rule": rule, "lang": lang})
    return best[2] if best else None


def when_text(day: date, at: str, today: date) -> str:
    """ "Heute 17:30", "Morgen 17:30", "Mi 16:00", "12. Dez., 10:00"; `at` as "17:30"."""
    ahead = (day - today).days
    if ahead == 0:
        return say("today", time=at)
    if ahead == 1:
        return say("tomorrow", time=at)
    if ahead < 7:
        return say("weekday", weekday=formats.day_names("abbreviated")[day.weekday()], time=at)
    return say("date", day=day.day, month=formats.month_names("abbreviated")[day.month - 1], time=at)


def promises_of(rows: list[list[Any]], reader: Reader) -> list[dict[str, Any]]:
    """All language promises: those asked for and the reader's own first, then the surest; as in the entry otherwise."""
    wanted = (*reader.languages, written_in(reader.language))

    def order(row: list[Any]) -> tuple[bool, bool, int]:
        first = row[0] in wanted and row[1] != Assurance.SLOW_GERMAN
        return not first, promise_of(row, reader)["css"] == "stale", SURE_FIRST.index(row[1])

    return [promise_of(row, reader) for row in sorted(rows, key=order)]


def promise_of(row: list[Any], reader: Reader) -> dict[str, Any]:
    """One promise from [code, assurance, days, checked on]; checked too long ago, it does not count as sure."""
    code, assurance, days, checked = row
    name = language_name(code, reader.language)
    icon, css = PROMISE_LOOK[Assurance(assurance)]
    how = how_text(assurance, days)
    if not checked or date.fromisoformat(checked) < stale_promise_since(reader.today):
        icon, css, how = "hourglass", "stale", say("stale" if checked else "promise_unchecked")
    slow = assurance == Assurance.SLOW_GERMAN
    return {
        "code": code,
        "label": say("slow_german") if slow else name.name,
        "own_name": name.own,
        "direction": name.direction,
        "assurance": assurance,
        "icon": icon,
        "css": css,
        "how": "" if slow and css != "stale" else how,
        "checked": checked or "",
    }


def notes_of(promises: list[dict[str, Any]], notes: dict[str, str], reader: Reader) -> list[dict[str, str]]:
    """The day a promise was checked and its note, of the languages asked for, else of the reader's own."""
    wanted = reader.languages or (reader.language,)
    return [
        {
            "label": promise["label"],
            "checked": checked_text(promise["checked"]),
            "date": promise["checked"],
            "note": notes.get(promise["code"], ""),
        }
        for promise in promises[:MOST_PROMISES]
        if promise["code"] in wanted and promise["assurance"] != Assurance.SLOW_GERMAN
    ][:MOST_NOTES]


def checked_text(checked: str) -> str:
    """ "geprüft am 2. Nov. 2026" of an ISO date; "noch nicht geprüft" of none."""
    if not checked:
        return say("promise_unchecked")
    day = date.fromisoformat(checked)
    return say("promise_checked", day=day.day, month=formats.month_names("abbreviated")[day.month - 1], year=day.year)


def how_text(assurance: str, days: list[int]) -> str:
    """How sure a promise is: "sicher", "dienstags", "Di, Do", "auf Anfrage", "mit Dolmetschen"."""
    if assurance == Assurance.CERTAIN_DAYS:
        if len(days) == 1:
            return say(f"on_{days[0]}")
        names = formats.day_names("abbreviated")
        return ", ".join(names[day] for day in sorted(days)) or say("certain_days")
    return "" if assurance == Assurance.SLOW_GERMAN else say(assurance)


def german_of(slug: str, reader: Reader) -> dict[str, str] | None:
    """The level of German needed, if known."""
    if not slug:
        return None
    level = reader.terms.level_by_slug[slug]
    return {"slug": slug, "label": label(level.names, reader.language), "icon": level.icon}


def mark_of(facts: dict[str, Any], reader: Reader) -> dict[str, str] | None:
    """What is open for some days only comes before a flag that nobody asked for."""
    opening = opening_of(facts.get("openings", []), reader)
    asked = any(slug in reader.flags for slug in facts["flags"])
    wanted = opening and (opening["slug"] in reader.openings or not asked)
    return opening if wanted else flag_of(facts["flags"], reader)


def opening_of(openings: list[list[str]], reader: Reader) -> dict[str, str] | None:
    """ "Free seat, until 12 Dec": of the kinds asked for if there is one, and of those what ends first."""
    days = {kind: date.fromisoformat(until) for kind, until in openings}
    found = [kind for kind, until in days.items() if until >= reader.today]
    for kind in sorted(found, key=lambda kind: (kind not in reader.openings, days[kind]))[:1]:
        day, month = days[kind].day, formats.month_names("abbreviated")[days[kind].month - 1]
        return {"slug": kind, "label": say("opening", kind=say(kind), day=day, month=month), "icon": "speakerphone"}
    return None


def flag_of(slugs: list[str], reader: Reader) -> dict[str, str] | None:
    """One openness flag: one that was asked for, else the first in the order of the vocabulary."""
    mine = [flag for flag in reader.terms.flags if flag.slug in slugs]
    asked = [flag for flag in mine if flag.slug in reader.flags]
    for flag in (asked or mine)[:1]:
        return {"slug": flag.slug, "label": label(flag.names, reader.language), "icon": flag.icon}
    return None


def freshness_of(checked_on: date | None, today: date) -> dict[str, str]:
    """When a human last checked, in words, and how that looks."""
    state = step(checked_on, today)
    found = {"css": str(state), "icon": FRESHNESS_ICONS[state]}
    if checked_on is None:
        return found | {"label": say("unchecked"), "date": ""}
    return found | {"label": ago_text(checked_on, today, state), "date": checked_on.isoformat()}


def hidden_text(vouched_on: date, today: date) -> str:
    """That an entry is reached by its own address only, in words; empty while it stands in lists."""
    if not is_hidden(vouched_on, today):
        return ""
    return _("In no list and on no map any more: nobody has confirmed this entry for long. Please ask before you go.")


def ago_text(checked_on: date, today: date, state: Step) -> str:
    """ "Geprüft vor 3 Wochen": days up to 13, weeks up to 8, then months of 30.4375 days, all rounded down."""
    days = max(0, (today - checked_on).days)
    months = days * 10000 // 304375
    if state == Step.UNCONFIRMED:
        return say("unconfirmed_months", n=months)
    if days < 2:
        return say("checked_today" if days == 0 else "checked_yesterday")
    if days < 14:
        return say("checked_days", n=days)
    return say("checked_weeks", n=days // 7) if days < 63 else say("checked_months", n=months)


def closed_of(gap: Gap, today: date) -> str:
    """ "Bis 3. September geschlossen" while that is so, else empty."""
    if not gap.closed(today):
        return ""
    if gap.closed_until is None:
        return say("closed")
    return say("closed_until", day=gap.closed_until.day, month=formats.month_names()[gap.closed_until.month - 1])


def parent_of(parent: dict[str, Any] | None, today: date) -> str:
    """The name of the body this entry is a section of, unless that has ended."""
    if not parent or (parent["ends_on"] and date.fromisoformat(parent["ends_on"]) < today):
        return ""
    return str(parent["name"])


def teaser_of(facts: dict[str, Any], reader: Reader) -> tuple[str, str]:
    """One or two sentences in the reader's language, else in the original, and which language that is."""
    summaries = facts["summaries"]
    for code in reading_order(reader.language, facts["language"], settings.LANGUAGE_CODE, *summaries):
        if code in summaries:
            return summaries[code], code
    return "", ""
