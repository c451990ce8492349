/** What the page of an entry can say without a connection: everything that the compact files know of it. */

import { NO_TOPIC, checkedText, closedOf, freshnessOf, isoDay, promisesOf, whenText } from './card.js';
import { dayOf } from './compact.js';

/**
 * @typedef {[string, number, Record<string, string>]} Offer kind, last day (milliseconds since 1970), titles by language
 */

/**
 * What an organisation offers, one by one; where the file that knows it is of another version, by kind and last day.
 * @param {import('./compact.js').Organisation} organisation
 * @param {any} file body of /api/v1/compact/words, if there is one of the same version
 * @returns {Offer[]}
 */
export function offersOf(organisation, file) {
  if (!file?.openings) return [...organisation.openings].map(([kind, until]) => [kind, until, {}]);
  return file.openings.filter(([owner]) => owner === organisation.index).map(([, kind, day, titles]) => [kind, dayOf(day), titles]);
}

/**
 * @param {{organisation: import('./compact.js').Organisation, card: import('./compact.js').CardFacts, offers?: Offer[]}} entry
 * @param {import('./card.js').Reader} reader
 */
export function standInOf({ organisation, card, offers = [] }, reader) {
  const { words, labels } = reader;
  const topics = organisation.topics.map((slug) => labels.topics[slug]).filter(Boolean);
  const places = [...new Set(card.places.filter(Boolean))];
  return {
    slug: card.slug,
    name: card.name,
    nameLang: card.nameLang,
    kind: organisation.kind,
    look: topics[0] ?? NO_TOPIC,
    approximate: organisation.rows[0].approximate,
    meta: [words.say(organisation.kind), ...topics.map(({ name }) => name)],
    parent: card.parent,
    closed: closedOf(card.closed, reader),
    teaser: card.teaser,
    teaserLang: card.teaserLang,
    flags: Object.entries(labels.flags).filter(([slug]) => organisation.open.has(slug)).map(([, flag]) => flag),
    levels: levelsOf(organisation.german, labels),
    languages: promisesOf(card.promises, reader).map((promise) => languageOf(promise, reader)),
    times: timesOf(card.times, reader),
    openings: openingsOf(offers, reader),
    places: places.length ? places : [words.say('place_unknown')],
    wheelchair: organisation.rows.some(({ wheelchair }) => wheelchair),
    freshness: freshnessOf(organisation.checked, reader),
  };
}

/** The four steps of German, filled up to the one that is needed; none if that is not known. */
function levelsOf(needed, labels) {
  if (needed < 0) return [];
  return Object.values(labels.german).map(({ name, icon }, rank) => ({ name, icon, filled: rank <= needed, needed: rank === needed }));
}

function languageOf(promise, reader) {
  return {
    code: promise.code,
    name: reader.labels.languages[promise.code]?.name ?? promise.label,
    own: promise.own_name,
    direction: promise.direction,
    icon: promise.icon,
    css: promise.css,
    how: promise.how || promise.label,
    note: promise.note,
    checked: checkedText(promise.checked, reader),
    stale: promise.css === 'stale',
  };
}

/** What is still open on the reader's day, the soonest end first. */
function openingsOf(offers, { today, language, words, labels }) {
  return offers.filter(([, until]) => until >= today).sort((a, b) => a[1] - b[1]).map(([kind, until, titles]) => {
    const date = new Date(until);
    const [day, month] = [date.getUTCDate(), labels.monthsShort[date.getUTCMonth()]];
    const lang = [language, 'de', ...Object.keys(titles)].find((code) => titles[code]) ?? '';
    return { date: isoDay(until), month, day, what: words.say('opening', { kind: words.say(kind), day, month }), title: titles[lang] ?? '', lang };
  });
}

/** The next date of each time that is not over, the earliest first. */
function timesOf(times, reader) {
  const today = isoDay(reader.today);
  return times.map(([rule, moments]) => ({ rule, next: moments.find((moment) => moment.slice(0, 10) >= today) }))
    .filter(({ next }) => next)
    .sort((a, b) => (a.next < b.next ? -1 : Number(a.next > b.next)))
    .map(({ rule, next }) => ({
      rule, date: next.slice(0, 10), when: whenText(next, reader),
      month: reader.labels.monthsShort[Number(next.slice(5, 7)) - 1], day: Number(next.slice(8, 10)),
    }));
}
