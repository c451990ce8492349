/**
 * The query answered in the browser, over the compact file: which organisations match, in which order, and the counts
 * beside every value. The twin of organisations/matching.py and organisations/facets.py.
 *
 * `near`, `bbox`, `area`, `day` and `access` must hold for the same place, all else for the organisation.
 */

import { metresBetween } from './distance.js';
import { LEVELS, orderOf } from './query.js';

/** Facets that count with their own condition left out; `open` is counted as if the flag were added. */
const FACETS = ['topic', 'language', 'understood', 'german', 'kind', 'area', 'day', 'access', 'fresh'];
const BIT = Object.fromEntries(FACETS.map((name, place) => [name, 1 << place]));
const ALWAYS = 1 << FACETS.length; // a condition that no facet leaves out
const BY_PLACE = ['near', 'bbox', 'area', 'day', 'access'];

/**
 * @typedef {Object} Found
 * @property {import('./compact.js').Organisation} organisation
 * @property {import('./compact.js').Row} row its nearest or first matching place
 * @property {import('./compact.js').Row[]} rows all its matching places
 * @property {number | null} metres from `near`; null without it and for an approximate place
 */

/**
 * @typedef {Object} Days limits of freshness, in milliseconds since 1970
 * @property {number} fresh checked on that day or later
 * @property {number} unconfirmed checked before that day
 */

/**
 * @param {import('./query.js').Query} query
 * @param {import('./compact.js').Organisation[]} organisations
 * @param {{days: Days, text?: Map<number, number> | null}} context `text`: rank by index of the organisations that the
 *   text of the query finds, smaller first; it must be there if the query has a text
 * @returns {{found: Found[], facets: Record<string, Record<string, number>>, little: number}} in the query's order;
 *   `little` counts those that need at most a little German, whatever they speak
 */
export function evaluate(query, organisations, { days, text = null }) {
  const counts = Object.fromEntries([...FACETS, 'open'].map((name) => [name, new Map()]));
  const found = [];
  const byPlace = BY_PLACE.some((name) => isAsked(query[name]));
  for (const organisation of organisations) {
    const missed = missedBy(organisation, query, days, text);
    if (missed & ALWAYS || bits(missed) > 1) continue;
    const rows = organisation.rows.map((row) => ({ row, ...measured(row, query) }));
    for (const place of rows) place.missed |= missed;
    countInto(counts, organisation, rows, days);
    const matching = rows.filter((place) => place.missed === 0);
    if (matching.length) found.push(best(organisation, byPlace ? matching : rows.slice(0, 1), matching));
  }
  found.sort(comparison(query, days, text));
  const little = counts.understood.get('') ?? 0;
  counts.understood = understoodBy(counts.language, counts.understood, little);
  const plain = Object.entries(counts).map(([name, values]) => [name, Object.fromEntries(values)]);
  return { found, facets: Object.fromEntries(plain), little };
}

/** For every language that occurs: those who speak it and those who need at most a little German. */
function understoodBy(spoken, further, little) {
  const codes = [...spoken.keys(), ...further.keys()].filter((code) => code !== '');
  return new Map(codes.map((code) => [code, little + (further.get(code) ?? 0)]));
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
  if (query.kind.length && !query.kind.includes(organisation.kind)) missed |= BIT.kind;
  if (query.fresh && !(organisation.checked >= days.fresh)) missed |= BIT.fresh;
  return missed;
}

function needsLittle(german) {
  return german === 0 || german === 1;
}

/** The conditions on the place that it misses, as bits, and its distance in metres. */
function measured(row, query) {
  let missed = 0;
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
  return { missed, metres };
}

function inside({ lat, lng }, [west, south, east, north]) {
  return lat !== null && lng >= west && lng <= east && lat >= south && lat <= north;
}

function bits(mask) {
  let count = 0;
  for (let rest = mask; rest; rest &= rest - 1) count += 1;
  return count;
}

/** Adds one organisation to the counts of each facet that it would match with that facet's condition left out. */
function countInto(counts, organisation, rows, days) {
  const add = (name, value) => counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
  const addAll = (name, values) => { for (const value of values) add(name, value); };
  const open = (name) => rows.filter((place) => (place.missed & ~(name ? BIT[name] : 0)) === 0);
  const speaks = organisation.language;
  if (open('topic').length) addAll('topic', organisation.topic);
  if (open('language').length) addAll('language', speaks);
  if (open('kind').length) add('kind', organisation.kind);
  if (organisation.german >= 0 && open('german').length) addAll('german', LEVELS.slice(organisation.german));
  if (organisation.checked >= days.fresh && open('fresh').length) add('fresh', '1');
  if (open('understood').length) addAll('understood', needsLittle(organisation.german) ? [''] : speaks);
  if (open('').length) addAll('open', organisation.open);
  addAll('area', new Set(open('area').flatMap(({ row }) => [...row.area])));
  addAll('day', new Set(open('day').flatMap(({ row }) => [...row.day])));
  if (open('access').some(({ row }) => row.wheelchair)) add('access', 'wheelchair');
}

/** The organisation by its nearest or first place: exact ones before approximate ones. */
function best(organisation, rows, matching) {
  const first = rows.reduce((kept, place) => {
    const later = place.row.approximate - kept.row.approximate || (place.metres ?? 0) - (kept.metres ?? 0);
    return later < 0 ? place : kept;
  });
  const { row, metres } = first;
  return { organisation, row, rows: matching.map((place) => place.row), metres: row.approximate ? null : metres, sortBy: metres };
}

/** The order of the results; organisations stand in the file in the order of their names. */
function comparison(query, days, text) {
  const age = ({ organisation }) =>
    (organisation.checked >= days.fresh ? 0 : organisation.checked >= days.unconfirmed ? 1 : 2);
  const rank = text ? ({ organisation }) => text.get(organisation.index) : () => 0;
  const keys = {
    name: [],
    checked: [({ organisation }) => -organisation.checked || Infinity],
    distance: [({ row }) => Number(row.approximate), ({ sortBy }) => sortBy],
    relevance: [rank, age, ({ row }) => Number(row.approximate)],
  }[orderOf(query)];
  return (a, b) => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left !== right) return left - right;
    }
    return a.organisation.index - b.organisation.index;
  };
}
