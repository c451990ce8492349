/**
 * The query answered in the browser, over the compact file: which organisations match, in which order, and the counts
 * beside every value. The twin of organisations/matching.py and organisations/facets.py.
 *
 * `near`, `bbox`, `area`, `day` and `access` must hold for the same place, all else for the organisation.
 */

import { metresBetween } from './distance.js';
import { LEVELS, orderOf } from './query.js';

/** Facets that count with their own condition left out; `open` is counted as if the flag were added. */
const FACETS = ['topic', 'language', 'understood', 'german', 'opening', 'kind', 'area', 'day', 'access', 'fresh'];
const BIT = Object.fromEntries(FACETS.map((name, place) => [name, 1 << place]));
// A condition that no facet leaves out.
const ALWAYS = 1 << FACETS.length;
// Every facet.
const ALL = ALWAYS - 1;
const BY_PLACE = ['near', 'bbox', 'area', 'day', 'access'];

/**
 * @typedef {Object} Found
 * @property {import('./compact.js').Organisation} organisation
 * @property {import('./compact.js').Row} row its nearest or first matching place
 * @property {import('./compact.js').Row[]} rows all its matching places
 * @property {number | null} metres from `near`; null without it and for an approximate place
 */

/**
 * @typedef {Object} Days the day and limits of freshness, in milliseconds since 1970
 * @property {number} today
 * @property {number} fresh checked on that day or later
 * @property {number} unconfirmed checked before that day
 * @property {number} promise promises checked before that day are stale
 */

/**
 * @param {import('./query.js').Query} query
 * @param {import('./compact.js').Organisation[]} organisations
 * @param {{days: Days, text?: Map<number, number> | null}} context `text`: rank by index of the organisations that the
 *   text of the query finds, smaller first; it must be there if the query has a text
 * @returns {{found: Found[], facets: Record<string, Record<string, number>>, little: number,
 *   sureOf: Record<string, number>, sure: number | null}} in the query's order; `little` counts those that need at most
 *   a little German, whatever they speak; `sureOf`, by language, those whose promise is sure; `sure` those of the
 *   results that are sure in a language asked for, null if none is asked for
 */
export function evaluate(query, organisations, { days, text = null }) {
  const counts = Object.fromEntries([...FACETS, 'open', 'sure'].map((name) => [name, new Map()]));
  const found = [];
  let sure = 0;
  const byPlace = BY_PLACE.some((name) => isAsked(query[name]));
  for (const organisation of organisations) {
    const missed = missedBy(organisation, query, days, text);
    if (!oneAtMost(missed)) continue;
    const places = organisation.rows.map((row) => place(row, query, missed));
    countInto(counts, organisation, places, days);
    const matching = places.filter((one) => one.missed === 0);
    if (!matching.length) continue;
    found.push(best(organisation, byPlace ? matching : places.slice(0, 1), matching));
    if (query.language.some((code) => isSure(organisation, code, days))) sure += 1;
  }
  found.sort(comparison(query, days, text));
  const little = counts.understood.get('') ?? 0;
  counts.understood = understoodBy(counts.language, counts.understood, little);
  const plain = Object.entries(counts).map(([name, values]) => [name, Object.fromEntries(values)]);
  const { sure: sureOf, ...facets } = Object.fromEntries(plain);
  return { found, facets, little, sureOf, sure: query.language.length ? sure : null };
}

function isSure({ promised }, code, days) {
  const promise = promised.get(code);
  return promise !== undefined && promise.sure && promise.checked >= days.promise;
}

/** For every language that occurs: those who speak it and those who need at most a little German. */
function understoodBy(spoken, further, little) {
  const codes = [...spoken.keys(), ...further.keys()].filter((code) => code !== '');
  return new Map(codes.map((code) => [code, little + (further.get(code) ?? 0)]).filter(([, n]) => n > 0));
}

function isAsked(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

const meets = (asked, has) => asked.length === 0 || asked.some((value) => has.has(value));

/** The conditions on the organisation that it misses, as bits. */
function missedBy(organisation, query, days, text) {
  const { language, german } = organisation;
  let missed = 0;
  if (query.q && !text?.has(organisation.index)) missed |= ALWAYS;
  if (!query.open.every((flag) => organisation.open.has(flag))) missed |= ALWAYS;
  if (!meets(query.topic, organisation.topic)) missed |= BIT.topic;
  if (!meets(query.language, language)) missed |= BIT.language;
  if (query.understood && !language.has(query.understood) && !needsLittle(german)) missed |= BIT.understood;
  if (query.german && !(german >= 0 && german <= LEVELS.indexOf(query.german))) missed |= BIT.german;
  if (!meets(query.opening, openNow(organisation, days))) missed |= BIT.opening;
  if (query.kind.length && !query.kind.includes(organisation.kind)) missed |= BIT.kind;
  if (query.fresh && !(organisation.checked >= days.fresh)) missed |= BIT.fresh;
  return missed;
}

/** The kinds of which something is open on the day. */
function openNow({ openings }, { today }) {
  return openings.size ? new Set([...openings.keys()].filter((kind) => openings.get(kind) >= today)) : openings;
}

function needsLittle(german) {
  return german === 0 || german === 1;
}

/** One place with all conditions that it or its organisation misses, as bits, and its distance in metres. */
function place(row, query, missedBefore) {
  let missed = missedBefore;
  let metres = null;
  if (query.near) {
    if (row.lat === null) missed |= ALWAYS;
    else metres = metresBetween(query.near[0], query.near[1], row.lat, row.lng);
    if (query.radius !== null && !(metres <= query.radius * 1000)) missed |= ALWAYS;
  }
  if (query.bbox && !inside(row, query.bbox)) missed |= ALWAYS;
  if (!meets(query.area, row.area)) missed |= BIT.area;
  if (!meets(query.day, row.day)) missed |= BIT.day;
  if (query.access && !row.wheelchair) missed |= BIT.access;
  return { row, missed, metres };
}

function inside({ lat, lng }, [west, south, east, north]) {
  return lat !== null && lng >= west && lng <= east && lat >= south && lat <= north;
}

/** Whether at most one condition is missed, and one that some facet leaves out: else nothing counts. */
function oneAtMost(missed) {
  return (missed & (missed - 1)) === 0 && (missed & ALWAYS) === 0;
}

/**
 * Adds one organisation to the counts. A place that misses nothing counts for every facet, one that misses a single
 * facet's condition counts for that facet.
 */
function countInto(counts, organisation, places, days) {
  // The facets for which it counts.
  let open = 0;
  let whole = false;
  for (const { missed } of places) {
    if (missed === 0) whole = true;
    else if (oneAtMost(missed)) open |= missed;
  }
  if (!whole && open === 0) return;
  const counted = whole ? ALL : open;
  const { german, language } = organisation;
  if (counted & BIT.topic) addAll(counts.topic, organisation.topic);
  if (counted & BIT.language) {
    for (const code of language) {
      add(counts.language, code);
      if (isSure(organisation, code, days)) add(counts.sure, code);
    }
  }
  if (counted & BIT.opening) addAll(counts.opening, openNow(organisation, days).keys());
  if (counted & BIT.kind) add(counts.kind, organisation.kind);
  if (german >= 0 && counted & BIT.german) for (let level = german; level < LEVELS.length; level += 1) add(counts.german, LEVELS[level]);
  if (organisation.checked >= days.fresh && counted & BIT.fresh) add(counts.fresh, '1');
  if (counted & BIT.understood) {
    if (needsLittle(german)) add(counts.understood, '');
    else addAll(counts.understood, language);
  }
  if (whole) addAll(counts.open, organisation.open);
  if (counted & BIT.area) addAll(counts.area, union(places, 'area'));
  if (counted & BIT.day) addAll(counts.day, union(places, 'day'));
  if (places.some(({ row, missed }) => row.wheelchair && (missed & ~BIT.access) === 0)) add(counts.access, 'wheelchair');
}

function add(tally, value) {
  tally.set(value, (tally.get(value) ?? 0) + 1);
}

function addAll(tally, values) {
  for (const value of values) add(tally, value);
}

/** The values of all places for which only this facet's condition may be missed. */
function union(places, name) {
  const kept = places.length === 1 ? places : places.filter(({ missed }) => (missed & ~BIT[name]) === 0);
  return kept.length === 1 ? kept[0].row[name] : new Set(kept.flatMap(({ row }) => [...row[name]]));
}

/** The organisation by its nearest or first place: exact ones before approximate ones. */
function best(organisation, places, matching) {
  const { row, metres } = places.reduce((kept, one) => {
    const later = one.row.approximate - kept.row.approximate || (one.metres ?? 0) - (kept.metres ?? 0);
    return later < 0 ? one : kept;
  });
  return { organisation, row, rows: matching.map((one) => one.row), metres: row.approximate ? null : metres, sortBy: metres };
}

/** The order of the results; organisations stand in the file in the order of their names. */
function comparison(query, days, text) {
  const age = ({ organisation }) =>
    (organisation.checked >= days.fresh ? 0 : organisation.checked >= days.unconfirmed ? 1 : 2);
  const { language } = query;
  const stale = ({ organisation: { promised } }) =>
    Number(language.length > 0 && !language.some((code) => promised.get(code)?.checked >= days.promise));
  const rank = text ? ({ organisation }) => text.get(organisation.index) : () => 0;
  const keys = {
    name: [],
    checked: [({ organisation }) => -organisation.checked || Infinity],
    distance: [({ row }) => Number(row.approximate), ({ sortBy }) => sortBy],
    relevance: [stale, rank, age, ({ row }) => Number(row.approximate)],
  }[orderOf(query)];
  return (a, b) => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left !== right) return left - right;
    }
    return a.organisation.index - b.organisation.index;
  };
}
