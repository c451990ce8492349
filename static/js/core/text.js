/**
 * The text search without a network, over the folded words of the cards. Online the server searches (stems, similar
 * words); this one knows beginnings of words and, if nothing begins so, words with one wrong letter. The page says so.
 */

import { searchWords } from './fold.js';
import { begins, nearlyBegins } from './spelling.js';

const QUOTED = /^["“”„«»].*["“”„«»]$/s; // nothing in it is corrected

/**
 * @param {string} q
 * @param {string[]} texts folded words of each organisation, parted by blanks, by index
 * @returns {Map<number, number>} rank (smaller is better) by index of the organisations that hold every word
 */
export function searchTexts(q, texts) {
  const asked = searchWords(q);
  if (!asked.length) return new Map();
  const exact = matches(asked, texts, begins);
  return exact.size || QUOTED.test(q) ? exact : matches(asked, texts, nearlyBegins);
}

function matches(asked, texts, fits) {
  const found = new Map();
  texts.forEach((text, index) => {
    const words = text.split(' ');
    let rank = 0;
    for (const word of asked) {
      const at = words.indexOf(word);
      const place = at >= 0 ? at : words.findIndex((candidate) => fits(word, candidate));
      if (place < 0) return;
      rank += (at >= 0 ? 0 : 1000) + Math.min(place, 999);
    }
    found.set(index, rank);
  });
  return found;
}
