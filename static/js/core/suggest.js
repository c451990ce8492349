/**
 * What somebody who is typing may mean. The server knows all languages of the interface, misspelt words and entries;
 * without it the words of the page itself are searched, and the names of entries that this device has.
 */

import { words } from './fold.js';
import { nearlyBegins } from './spelling.js';

const KEPT = 100; // answers
const MOST = { topic: 3, language: 3, area: 3, entry: 4 };
const SHORTEST_FOR_ENTRIES = 2;

/**
 * @typedef {Object} Suggestion
 * @property {'topic' | 'language' | 'area' | 'entry'} kind the parameter of the query, or an entry
 * @property {string} value
 * @property {string} label
 * @property {string} [language] of the label, if it is not that of the page
 * @property {string} [matched] the word it was found by, if that is not in the label
 * @property {number | null} [count] of organisations
 * @property {string} [icon]
 * @property {string} [hue]
 * @property {string} [entryKind]
 * @property {string} [url] of an entry
 */

/**
 * @param {Object} parts
 * @param {(url: string, options?: object) => Promise<any>} parts.request
 * @param {string} parts.url
 * @param {any} [parts.labels] names of topics, languages and areas in the language of the page
 * @param {() => Promise<Suggestion[]>} [parts.entries] all entries, as far as this device has them
 * @returns {(text: string) => Promise<Suggestion[] | null>} null if a newer question took its place
 */
export function createSuggester({ request, url, labels = {}, entries = async () => [] }) {
  /** @type {Map<string, Suggestion[]>} */
  const kept = new Map();

  async function ask(text) {
    const asked = words(text).join(' ');
    if (!asked) return [];
    if (kept.has(asked)) return kept.get(asked);
    try {
      const { suggestions } = await request(`${url}&q=${encodeURIComponent(text)}`, { purpose: 'suggest' });
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value);
      kept.set(asked, suggestions.map(read));
      return kept.get(asked);
    } catch (error) {
      if (error.kind === 'aborted') return null;
      return suggestFrom(asked.split(' '), labels, await entries().catch(() => []));
    }
  }

  return ask;
}

function read({ kind, value, label, label_language: language, matched, count, icon, hue, entry_kind: entryKind, url }) {
  // The server may know itself by another name than this browser does.
  return { kind, value, label, language, matched, count, icon, hue, entryKind, url: url?.replace(/^https?:\/\/[^/]+/, '') };
}

/**
 * Topics, languages, areas and entries whose names have words that begin with every asked word; failing that, nearly so.
 * @param {string[]} asked folded words
 * @param {any} labels
 * @param {Suggestion[]} [entries]
 * @returns {Suggestion[]}
 */
export function suggestFrom(asked, labels, entries = []) {
  const begins = (word, candidate) => candidate.startsWith(word);
  const named = asked.some((word) => word.length >= SHORTEST_FOR_ENTRIES) ? entries : [];
  const all = [...terms(labels), ...named.map((entry) => ({ ...entry, texts: [entry.label] }))];
  const found = all.filter((term) => fits(asked, term, begins));
  const chosen = found.length ? found : all.filter((term) => fits(asked, term, nearlyBegins));
  const first = ({ label }) => Number(!words(label)[0]?.startsWith(asked[0]));
  const ofKind = (kind) => {
    const some = chosen.filter((term) => term.kind === kind);
    if (kind === 'entry') some.sort((a, b) => first(a) - first(b) || a.label.length - b.label.length);
    return some.slice(0, MOST[kind]);
  };
  return Object.keys(MOST).flatMap(ofKind).map(({ texts, ...suggestion }) => suggestion);
}

function* terms({ topics = {}, languages = {}, areas = {} }) {
  for (const [value, { name, icon, hue }] of Object.entries(topics)) yield { kind: 'topic', value, label: name, icon, hue, texts: [name] };
  for (const [value, { name, own }] of Object.entries(languages)) yield { kind: 'language', value, label: name, texts: [name, own] };
  for (const [value, { name }] of Object.entries(areas)) yield { kind: 'area', value, label: name, texts: [name] };
}

function fits(asked, { texts }, compare) {
  const there = texts.flatMap(words);
  return asked.every((word) => there.some((candidate) => compare(word, candidate)));
}
