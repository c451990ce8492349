/**
 * The text search without a network, over the folded words of the cards. Online the server searches (stems, similar
 * words); this one knows beginnings of words and, if nothing begins so, words with one wrong letter and words made of two.
 * The page says so.
 */

import { searchWords } from './fold.js';
import { begins, nearlyBegins } from './spelling.js';

const SHORTEST_PART = 3; // of a compound
const LINKS = ['', 's', 'n', 'en', 'es']; // between the parts of German compounds
const QUOTED = /^["“”„«»].*["“”„«»]$/s; // nothing in it is corrected

/**
 * @param {string} q
 * @param {string[]} texts folded words of each organisation, parted by blanks, by index
 * @returns {Map<number, number>} rank (smaller is better) by index of the organisations that hold every word
 */
export function searchTexts(q, texts) {
  const asked = searchWords(q);
  const all = texts.map((text) => text.split(' '));
  const known = [...new Set(all.flat())];
  const tests = asked.map((word) => testOf(word, known, QUOTED.test(q)));
  const found = new Map();
  all.forEach((words, index) => {
    const places = tests.map((test) => test(words));
    const rank = places.reduce((sum, place) => sum + place, 0);
    if (places.length && Number.isFinite(rank)) found.set(index, rank);
  });
  return found;
}

/**
 * How a word is looked for: as it is or as the beginning of a word, where any begins so; else with one slip; else as the
 * two words it is made of.
 * @returns {(words: string[]) => number} the place of what is found among the words of a text, Infinity if nothing is
 */
function testOf(word, known, exact) {
  if (exact || known.some((other) => other === word || begins(word, other))) return placeOf(word, begins);
  if (known.some((other) => nearlyBegins(word, other))) return placeOf(word, nearlyBegins);
  const isPart = (part) => known.some((other) => begins(part, other));
  const pairs = [...splits(word)].filter((pair) => pair.every(isPart)).map((pair) => pair.map((part) => placeOf(part, begins)));
  return (words) => Math.min(Infinity, ...pairs.map(([first, second]) => first(words) + second(words)));
}

/** A word itself comes before all that only begin so. */
function placeOf(word, fits) {
  return (words) => {
    const at = words.indexOf(word);
    const place = at >= 0 ? at : words.findIndex((candidate) => fits(word, candidate));
    return place < 0 ? Infinity : (at >= 0 ? 0 : 1000) + Math.min(place, 999);
  };
}

/** The ways in which a word may be made of two, without the letters that link them: the twin of spelling.py. */
function* splits(word) {
  for (let place = SHORTEST_PART; place <= word.length - SHORTEST_PART; place += 1) {
    const first = word.slice(0, place);
    for (const link of LINKS) {
      const stem = first.slice(0, place - link.length);
      if (first.endsWith(link) && stem.length >= SHORTEST_PART) yield [stem, word.slice(place)];
    }
  }
}
