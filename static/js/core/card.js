/**
 * The card of an entry in a list, made in the browser from the compact files: the twin of organisations/cards.py.
 */

const ASSURANCES = ['always', 'certain_days', 'on_request', 'interpreter', 'slow_german'];
const PROMISE_LOOK = {
  always: ['circle-check', 'sure'],
  certain_days: ['calendar', 'days'],
  on_request: ['message-circle', 'ask'],
  interpreter: ['users', 'plain'],
  slow_german: ['clock-pause', 'plain'],
};
const FRESHNESS_ICONS = { fresh: 'user-check', ageing: 'hourglass', unconfirmed: 'alert-triangle' };
export const NO_TOPIC = { slug: '', label: '', icon: 'users-group', hue: 'slate' };
const MOST_PROMISES = 3;
const MOST_NOTES = 2;
const DAY_MS = 86400000;

/**
 * @typedef {Object} Reader for whom a card is made
 * @property {string} language the interface is written in
 * @property {number} today milliseconds since 1970 of the day (midnight UTC), as are the limits below
 * @property {number} fresh entries checked before are ageing
 * @property {number} unconfirmed entries checked before are unconfirmed
 * @property {number} promise promises checked before do not count as sure
 * @property {import('./words.js').Words} words
 * @property {any} labels names of topics, flags, languages, levels and days in the interface language
 * @property {(slug: string) => string} entryUrl
 * @property {string[]} languages asked for
 * @property {string[]} flags asked for
 * @property {string[]} [openings] kinds asked for
 */

/**
 * @param {{organisation: import('./compact.js').Organisation, row: import('./compact.js').Row, metres: number | null}} found
 * @param {import('./compact.js').CardFacts} facts
 * @param {Reader} reader
 * @returns {Object} the same fields as `card_of` of organisations/cards.py, less the ids
 */
export function cardOf({ organisation, row, metres }, facts, reader) {
  const { words, labels } = reader;
  const topic = topicOf(organisation.topics[0], labels);
  const kind = words.say(organisation.kind);
  const place = facts.places[row.place] ?? '';
  const far = metres === null ? '' : words.distance(metres);
  const time = timeOf(facts.times, reader);
  const promises = promisesOf(facts.promises, reader);
  return {
    slug: facts.slug,
    url: reader.entryUrl(facts.slug),
    name: facts.name,
    name_lang: facts.nameLang,
    kind: organisation.kind,
    kind_label: kind,
    topic,
    place,
    meta: [kind, topic.label, place || words.say('place_unknown'), far].filter(Boolean),
    time,
    promises: promises.slice(0, MOST_PROMISES),
    promise_notes: notesOf(promises, reader),
    more_promises: Math.max(0, promises.length - MOST_PROMISES),
    german: germanOf(organisation.german, labels),
    flag: markOf(organisation, reader),
    freshness: freshnessOf(organisation.checked, reader),
    closed: closedOf(facts.closed, reader),
    fixed: row.fixed,
    approximate: row.approximate,
    parent: facts.parent,
    teaser: time || promises.length ? '' : facts.teaser,
    teaser_lang: facts.teaserLang,
  };
}

function topicOf(slug, labels) {
  const topic = labels.topics[slug];
  return topic ? { slug, label: topic.name, icon: topic.icon, hue: topic.hue } : NO_TOPIC;
}

/** The earliest date of all times that is not past: [rule in words, next local moments as ISO text, language of a foreign title]. */
function timeOf(times, reader) {
  const today = isoDay(reader.today);
  let best = null;
  for (const [rule, moments, lang] of times) {
    const next = moments.find((moment) => moment.slice(0, 10) >= today);
    if (next && (!best || next < best.next)) best = { next, rule, lang };
  }
  return best && { when: whenText(best.next, reader), rule: best.rule, lang: best.lang };
}

/** "Heute 17:30", "Morgen 17:30", "Mi 16:00", "12. Dez., 10:00". */
export function whenText(moment, { today, words, labels }) {
  const [day, time] = [Date.parse(moment.slice(0, 10)), moment.slice(11, 16)];
  const date = new Date(day);
  const ahead = Math.round((day - today) / DAY_MS);
  if (ahead === 0) return words.say('today', { time });
  if (ahead === 1) return words.say('tomorrow', { time });
  if (ahead < 7) return words.say('weekday', { weekday: labels.daysShort[(date.getUTCDay() + 6) % 7], time });
  return words.say('date', { day: date.getUTCDate(), month: labels.monthsShort[date.getUTCMonth()], time });
}

/** Those asked for and the reader's own first, then the surest; as in the entry otherwise. */
export function promisesOf(promises, reader) {
  const wanted = new Set([...reader.languages, reader.language]);
  const made = promises.map((promise) => promiseOf(promise, reader));
  const rank = ({ code, css, assurance }) =>
    (wanted.has(code) && assurance !== 'slow_german' ? 0 : 100) + (css === 'stale' ? 10 : 0) + ASSURANCES.indexOf(assurance);
  return made.sort((a, b) => rank(a) - rank(b));
}

function promiseOf({ code, assurance, days, checked, note }, reader) {
  const { words, labels } = reader;
  const name = labels.languages[code] ?? { name: code, own: code, dir: 'ltr' };
  const stale = !(checked >= reader.promise);
  const slow = assurance === 'slow_german';
  const [icon, css] = stale ? ['hourglass', 'stale'] : PROMISE_LOOK[assurance];
  return {
    code,
    label: slow ? words.say('slow_german') : name.name,
    own_name: name.own,
    direction: name.dir,
    assurance,
    icon,
    css,
    how: stale ? words.say(Number.isNaN(checked) ? 'promise_unchecked' : 'stale') : howText(assurance, days, reader),
    checked,
    note,
  };
}

/** The day a promise was checked and its note, of the languages asked for, else of the reader's own. */
function notesOf(promises, reader) {
  const wanted = reader.languages.length ? reader.languages : [reader.language];
  return promises.slice(0, MOST_PROMISES)
    .filter(({ code, assurance }) => wanted.includes(code) && assurance !== 'slow_german')
    .slice(0, MOST_NOTES)
    .map(({ label, checked, note }) => ({
      label, note, checked: checkedText(checked, reader), date: Number.isNaN(checked) ? '' : isoDay(checked),
    }));
}

/** "geprüft am 2. Nov. 2026", or that nobody checked it. */
export function checkedText(checked, { words, labels }) {
  if (Number.isNaN(checked)) return words.say('promise_unchecked');
  const date = new Date(checked);
  return words.say('promise_checked', {
    day: date.getUTCDate(), month: labels.monthsShort[date.getUTCMonth()], year: date.getUTCFullYear(),
  });
}

/** "sicher", "dienstags", "Di, Do", "auf Anfrage", "mit Dolmetschen". */
function howText(assurance, days, { words, labels }) {
  if (assurance === 'slow_german') return '';
  if (assurance !== 'certain_days') return words.say(assurance);
  if (days.length === 1) return words.say(`on_${days[0]}`);
  return days.map((day) => labels.daysShort[day]).join(', ') || words.say('certain_days');
}

function germanOf(rank, labels) {
  const found = Object.entries(labels.german)[rank];
  return found ? { slug: found[0], label: found[1].name, icon: found[1].icon } : null;
}

/** What is open for some days only comes before a flag that nobody asked for. */
function markOf({ open, openings }, reader) {
  const opening = openingOf(openings, reader);
  const wanted = reader.openings?.includes(opening?.slug) || !reader.flags.some((flag) => open.has(flag));
  return opening && wanted ? opening : flagOf(open, reader);
}

/** "Free seat, until 12 Dec": of the kinds asked for if there is one, and of those what ends first. */
function openingOf(openings, { openings: asked = [], today, words, labels }) {
  const found = [...openings].filter(([, until]) => until >= today);
  const rank = ([kind, until]) => until + (asked.includes(kind) ? 0 : 1e14);
  const [slug, until] = found.sort((a, b) => rank(a) - rank(b))[0] ?? [];
  if (!slug) return null;
  const date = new Date(until);
  const label = words.say('opening', { kind: words.say(slug), day: date.getUTCDate(), month: labels.monthsShort[date.getUTCMonth()] });
  return { slug, label, icon: 'speakerphone' };
}

/** One flag: one that was asked for, else the first in the order of the vocabulary. */
function flagOf(open, { flags, labels }) {
  const mine = Object.keys(labels.flags).filter((slug) => open.has(slug));
  const slug = mine.find((flag) => flags.includes(flag)) ?? mine[0];
  return slug ? { slug, label: labels.flags[slug].name, icon: labels.flags[slug].icon } : null;
}

export function freshnessOf(checked, reader) {
  const css = checked >= reader.fresh ? 'fresh' : checked >= reader.unconfirmed ? 'ageing' : 'unconfirmed';
  const label = Number.isNaN(checked) ? reader.words.say('unchecked') : agoText(checked, css, reader);
  return { css, icon: FRESHNESS_ICONS[css], label, date: Number.isNaN(checked) ? '' : isoDay(checked) };
}

/** Days up to 13, weeks up to 8, then months of 30.4375 days, all rounded down. */
function agoText(checked, css, { today, words }) {
  const days = Math.max(0, Math.round((today - checked) / DAY_MS));
  const months = Math.floor((days * 10000) / 304375);
  if (css === 'unconfirmed') return words.say('unconfirmed_months', { n: months });
  if (days < 2) return words.say(days === 0 ? 'checked_today' : 'checked_yesterday');
  if (days < 14) return words.say('checked_days', { n: days });
  return days < 63 ? words.say('checked_weeks', { n: Math.floor(days / 7) }) : words.say('checked_months', { n: months });
}

/** "Bis 3. September geschlossen" while that is so, else empty. */
export function closedOf([from, until], { today, words, labels }) {
  const day = isoDay(today);
  if ((!from && !until) || (from && day < from) || (until && day > until)) return '';
  if (!until) return words.say('closed');
  const date = new Date(until);
  return words.say('closed_until', { day: date.getUTCDate(), month: labels.months[date.getUTCMonth()] });
}

export function isoDay(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
