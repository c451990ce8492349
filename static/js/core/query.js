/**
 * The grammar of the one query: the twin of organisations/search.py. Same names, same checks, same canonical order;
 * fixtures/query_cases.json holds both together. What it answers is in evaluate.js.
 */

export const SORTS = ['relevance', 'distance', 'name', 'checked'];
export const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
export const LEVELS = ['none', 'little', 'conversation', 'fluent'];
export const REPEATED = new Set(['topic', 'language', 'open', 'opening', 'kind', 'area', 'day']);
const OPENINGS = ['seat', 'guest', 'trial', 'helper', 'internship'];
const KINDS = ['club', 'committee', 'initiative'];
const LONGEST_TEXT = 200;
const LONGEST_VALUE = 300;
const MOST_VALUES = 50;
const NUMBER = /^-?[0-9]{1,3}(\.[0-9]{1,15})?$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/;

/**
 * @typedef {Object} Query what somebody looks for; frozen
 * @property {string} q
 * @property {string[]} topic
 * @property {string[]} language
 * @property {string} understood
 * @property {string} german
 * @property {string[]} open all of them
 * @property {string[]} opening
 * @property {string[]} kind
 * @property {string[]} area slugs
 * @property {[number, number] | null} near latitude, longitude in degrees
 * @property {number | null} radius kilometres
 * @property {[number, number, number, number] | null} bbox west, south, east, north in degrees
 * @property {string[]} day "MO" to "SU"
 * @property {string} access
 * @property {boolean} fresh
 * @property {string} sort
 * @property {number} page
 */

/**
 * @typedef {Object} Known the words of the site
 * @property {(slug: string) => boolean} topic
 * @property {(slug: string) => boolean} open
 * @property {(key: string) => string | undefined} area slug of a slug or official key
 */

/** @typedef {{parameter: string, value: string, code: 'unknown' | 'repeated' | 'malformed' | 'value' | 'needs_near'}} Problem */

/** @type {Query} */
export const EMPTY = Object.freeze({
  q: '', topic: [], language: [], understood: '', german: '', open: [], opening: [], kind: [], area: [],
  near: null, radius: null, bbox: null, day: [], access: '', fresh: false, sort: '', page: 1,
});

/** Thrown by the parsers below, with the code of a Problem. */
class Unusable extends Error {}

function need(fits, code = 'malformed') {
  if (!fits) throw new Unusable(code);
}

function text(value) {
  need([...value].length <= LONGEST_TEXT);
  return clean(value);
}

/** Text from outside made harmless: NFC, no control or direction-override characters, blanks joined. */
function clean(value) {
  const kept = value.normalize('NFC').replace(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '');
  return kept.trim().split(/\s+/u).join(' ');
}

function language(value) {
  need(LANGUAGE.test(value));
  return value;
}

function degrees(value, count) {
  const pieces = value.split(',');
  need(pieces.every((piece) => NUMBER.test(piece)) && pieces.length === count);
  // No minus zero.
  return pieces.map((piece) => Number(piece) + 0);
}

function near(value) {
  const [lat, lng] = degrees(value, 2);
  need(Math.abs(lat) <= 90 && Math.abs(lng) <= 180);
  return [lat, lng];
}

function bbox(value) {
  const [west, south, east, north] = degrees(value, 4);
  need(west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90);
  return [west, south, east, north];
}

function radius(value) {
  need(/^[0-9]{1,4}(\.[0-9]{1,6})?$/.test(value) && Number(value) > 0 && Number(value) <= 1000);
  return Number(value);
}

function page(value) {
  need(/^[1-9][0-9]{0,5}$/.test(value) && Number(value) <= 100000);
  return Number(value);
}

const oneOf = (values) => (value) => {
  need(values.includes(value), 'value');
  return value;
};

const known = (name) => (value, words) => {
  need(words[name](value), 'value');
  return value;
};

function area(value, words) {
  const slug = words.area(value);
  need(slug, 'value');
  return slug;
}

function fresh(value) {
  need(value === '1');
  return true;
}

const PARSERS = {
  q: text, topic: known('topic'), language, understood: language, german: oneOf(LEVELS), open: known('open'),
  opening: oneOf(OPENINGS), kind: oneOf(KINDS), area, near, radius, bbox, day: oneOf(DAYS), access: oneOf(['wheelchair']), fresh,
  sort: oneOf(SORTS), page,
};

/**
 * The query in the parameters of an address and what of them could not be used. An empty value counts as not given.
 * @param {URLSearchParams} params
 * @param {Known} words
 * @returns {{query: Query, problems: Problem[]}}
 */
export function parse(params, words) {
  const found = { ...EMPTY };
  const problems = [];
  for (const name of new Set(params.keys())) {
    const every = params.getAll(name);
    const given = every.filter((value) => value !== '');
    if (REPEATED.has(name) && every.length > MOST_VALUES) problems.push({ parameter: name, value: every[MOST_VALUES], code: 'repeated' });
    if (!Object.hasOwn(PARSERS, name)) problems.push({ parameter: name, value: given[0] ?? '', code: 'unknown' });
    else if (given.length > 1 && !REPEATED.has(name)) problems.push({ parameter: name, value: given[1], code: 'repeated' });
    else if (given.length) read(name, given, words, found, problems);
  }
  if (!found.near && (found.radius !== null || found.sort === 'distance')) {
    const name = found.radius !== null ? 'radius' : 'sort';
    problems.push({ parameter: name, value: params.get(name), code: 'needs_near' });
    Object.assign(found, { radius: null, sort: found.sort === 'distance' ? '' : found.sort });
  }
  return { query: Object.freeze(found), problems };
}

function read(name, given, words, found, problems) {
  const good = [];
  for (const value of given.slice(0, MOST_VALUES)) {
    try {
      need(!value.includes('\0') && [...value].length <= LONGEST_VALUE);
      good.push(PARSERS[name](value, words));
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      problems.push({ parameter: name, value, code: error.message });
    }
  }
  if (good.length) found[name] = REPEATED.has(name) ? [...new Set(good)] : good[0];
}

/**
 * The parameters of a query in their one canonical order; page 1 and empty values are left out.
 * @param {Query} query
 * @returns {URLSearchParams}
 */
export function toParams(query) {
  const params = new URLSearchParams();
  for (const name of Object.keys(EMPTY)) {
    const value = query[name];
    if (REPEATED.has(name)) value.forEach((item) => params.append(name, item));
    else if (Array.isArray(value)) params.append(name, value.map(plain).join(','));
    else if (value === true) params.append(name, '1');
    else if (typeof value === 'number' && !(name === 'page' && value === 1)) params.append(name, plain(value));
    else if (typeof value === 'string' && value) params.append(name, value);
  }
  return params;
}

/** A number without exponent. */
function plain(number) {
  const written = String(number);
  return written.includes('e') ? number.toFixed(15).replace(/\.?0+$/, '') : written;
}

/**
 * Another query with some parameters changed, back on page 1 unless the page itself is changed.
 * @param {Query} query
 * @param {Partial<Query>} changes
 * @returns {Query}
 */
export function change(query, changes) {
  return Object.freeze({ ...query, page: 1, ...changes });
}

/**
 * The query less one parameter, or less one value of a repeated one; back on page 1.
 * @param {Query} query
 * @param {string} name
 * @param {string} [value]
 * @returns {Query}
 */
export function without(query, name, value) {
  if (value !== undefined && REPEATED.has(name)) return change(query, { [name]: query[name].filter((item) => item !== value) });
  const also = name === 'near' ? { radius: null, sort: query.sort === 'distance' ? '' : query.sort } : {};
  return change(query, { [name]: EMPTY[name], ...also });
}

/**
 * How results are sorted: as asked, else nearest first when a position is given, else by relevance.
 * @param {Query} query
 * @returns {string}
 */
export function orderOf(query) {
  return query.sort || (query.near ? 'distance' : 'relevance');
}
