/**
 * Help for a query that nothing meets: what could be given up of it, and the places that meet the most of it. The twin
 * of organisations/nearest.py and of `drops` in mapping/results.py.
 */

import { searchWords, words } from './fold.js';
import { EMPTY, change } from './query.js';

const MOST_WORDS = 5; // of a text, that are looked for one by one
const SIGNS = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu; // around a word
const QUOTES = /^["“”„«»]/;

/** @typedef {Map<number, number>} Ranks by index of the organisations a text finds, smaller first */
/** @typedef {{name: string, text: string, total: number, query: any}} Drop a filter (by parameter) or word to give up, and what there would be then */

/**
 * @param {Object} parts
 * @param {any} parts.query
 * @param {{name: string, value: string, text: string}[]} parts.chips what is chosen
 * @param {import('./compact.js').Organisation[]} parts.organisations
 * @param {Ranks | null} parts.ranks of the text of the query
 * @param {(q: string) => Promise<Ranks>} parts.ranksOf another text
 * @param {(query: any, ranks: Ranks | null, organisations?: any[]) => {found: any[]}} parts.run
 * @param {(query: any, name: string, value?: string) => any} parts.without
 * @returns {Promise<{drops: Drop[], nearest: any[]}>} the best drop first; `nearest` as found by core/evaluate.js
 */
export async function helpFor(parts) {
  const { query, ranks } = parts;
  const apart = query.q !== '' && ranks.size === 0 && searchWords(query.q).length > 1;
  return { drops: await drops(parts, apart), nearest: nearest(parts, await units(parts, apart)) };
}

async function drops({ query, chips, ranks, ranksOf, run, without }, apart) {
  const found = chips.map(({ name, value, text }) => ({
    name, key: name === 'open' ? `open:${value}` : name, text: text.replace(/^[“„«]\u00a0?|\u00a0?[“”»]$/g, ''), query: less(query, name, value, without), ranks,
  }));
  const fewer = await Promise.all((apart ? fewerWords(query.q) : []).map(async ([word, q]) => (
    { name: 'q', key: `q:${q}`, text: word, query: change(query, { q }), ranks: await ranksOf(q) })));
  const counted = (list) => list.map((one) => ({ ...one, total: run(one.query, one.ranks).found.length })).filter(({ total }) => total);
  const ofWords = counted(fewer);
  const all = [...ofWords, ...counted(found).filter(({ name }) => !ofWords.length || name !== 'q')];
  return [...new Map(all.reverse().map((one) => [one.key, one])).values()].reverse().sort((a, b) => b.total - a.total);
}

/** Alternatives are given up together; of a circle the radius is, so that what lies nearest still comes first. */
function less(query, name, value, without) {
  if (name === 'near' && query.radius !== null) return change(query, { radius: null });
  return without(query, name, name === 'open' ? value : undefined);
}

/** Each word of a text as it is written, less signs around it, and the text without it. */
function fewerWords(q) {
  const pieces = q.split(/\s+/u);
  const wanted = new Set(searchWords(q));
  const telling = pieces.map((_, place) => place).filter((place) => words(pieces[place]).some((word) => wanted.has(word)));
  if (telling.length < 2) return [];
  return telling.slice(0, MOST_WORDS).map((place) => [pieces[place].replace(SIGNS, ''), pieces.filter((_, at) => at !== place).join(' ')]);
}

/** Every condition of the query as a query of its own. */
async function units({ query, ranks, ranksOf }, apart) {
  const one = (part, its = null) => ({ query: { ...EMPTY, ...part }, ranks: its });
  const found = [];
  if (apart) {
    const each = searchWords(query.q).slice(0, MOST_WORDS).map((word) => (QUOTES.test(query.q) ? `"${word}"` : word));
    found.push(...await Promise.all(each.map(async (q) => one({ q }, await ranksOf(q)))));
  } else if (query.q) found.push(one({ q: query.q }, ranks));
  for (const name of ['topic', 'language', 'opening', 'kind', 'area', 'day']) if (query[name].length) found.push(one({ [name]: query[name] }));
  for (const name of ['understood', 'german', 'access', 'fresh', 'bbox', 'near']) if (query[name]) found.push(one({ [name]: query[name] }));
  if (query.radius !== null) found.push(one({ near: query.near, radius: query.radius }));
  return [...found, ...query.open.map((flag) => one({ open: [flag] }))];
}

/** The organisations by the places that meet the most conditions. */
function nearest({ query, organisations, run }, conditions) {
  if (conditions.length < 2) return [];
  const met = new Map();
  for (const { query: asked, ranks } of conditions) {
    for (const { rows } of run(asked, ranks).found) rows.forEach((row) => met.set(row, (met.get(row) ?? 0) + 1));
  }
  const most = Math.max(...met.values());
  const kept = organisations.map((one) => ({ ...one, rows: one.rows.filter((row) => met.get(row) === most) })).filter(({ rows }) => rows.length);
  return run({ ...EMPTY, near: query.near, sort: query.sort }, null, kept).found;
}
