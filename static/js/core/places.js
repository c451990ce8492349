/** The areas that somebody may mean by what is typed: the twin of `areas_named`, `areas_nearly_named` in mapping/places.py. */

import { words } from './fold.js';
import { SHORTEST_CORRECTED, distanceToBeginning, slips, tolerance } from './spelling.js';

const MOST_PLACES = 6;
const POSTCODE = /^[0-9]{5}$/;

/** @typedef {{name: string, detail: string, near: [number, number], exact: boolean, corrected: boolean}} Place */
/** @typedef {Record<string, {name: string, centre: [number, number], postcodes?: string[], parent?: string}>} Areas */

/**
 * @param {string} text
 * @param {Areas} areas by slug, in the order of their names
 * @returns {Place[]} by name (or its beginning) and postcode; towns before their districts
 */
export function areasNamed(text, areas) {
  const onlyPostcodes = words(text).every((word) => POSTCODE.test(word));
  return fitting(text, areas, rankOf).slice(0, MOST_PLACES)
    .map(({ rank, area }) => placeOf(area, areas, { exact: rank === 0 && !onlyPostcodes, corrected: false }));
}

/**
 * The areas a text that names none may mean: those whose names are the fewest slips away.
 * @param {string} text
 * @param {Areas} areas
 * @returns {Place[]}
 */
export function areasNearlyNamed(text, areas) {
  const found = fitting(text, areas, slipsOff);
  const right = found[0]?.rank === 0; // but for "ae" in place of ä
  return found.filter(({ rank }) => rank === found[0].rank).slice(0, MOST_PLACES)
    .map(({ area }) => placeOf(area, areas, { exact: right, corrected: !right }));
}

function placeOf(area, areas, how) {
  return { name: area.name, detail: areas[area.parent]?.name ?? '', near: area.centre, ...how };
}

/** The areas with all postcodes of a text for which its other words have a rank, the best first. */
function fitting(text, areas, rankOfWords) {
  const asked = words(text);
  if (!asked.length) return [];
  const postcodes = asked.filter((word) => POSTCODE.test(word));
  const named = asked.filter((word) => !POSTCODE.test(word));
  const found = [];
  Object.values(areas).forEach((area, order) => {
    if (!postcodes.every((code) => area.postcodes?.includes(code))) return;
    const rank = rankOfWords(named, words(area.name), words(areas[area.parent]?.name ?? area.name));
    if (rank !== null) found.push({ rank, below: Number(Boolean(area.parent)), order, area });
  });
  return found.sort((a, b) => a.rank - b.rank || a.below - b.below || a.order - b.order);
}

/** 0 the area is called just so (or only a postcode was asked), 1 its name begins so, 2 each word begins one. */
function rankOf(named, own, town) {
  if (!named.length || named.join(' ') === own.join(' ')) return 0;
  if (own.join(' ').startsWith(named.join(' '))) return 1;
  const start = (list, word) => list.some((one) => one.startsWith(word));
  return named.every((word) => start([...own, ...town], word)) && named.some((word) => start(own, word)) ? 2 : null;
}

/** The slips in all words of a text if each means a word of the area or its town, and one a word of the area. */
function slipsOff(named, own, town) {
  const all = named.map((word) => fewestSlips(word, [...own, ...town]));
  if (all.includes(null) || named.every((word) => fewestSlips(word, own) === null)) return null;
  return all.reduce((sum, n) => sum + n, 0);
}

/** The fewest slips from a word to one of the others or its beginning; null if they are more than is forgiven. */
function fewestSlips(word, others) {
  const found = [];
  for (const other of others) {
    let most = Math.min(tolerance(word), other[0] === word[0] ? 2 : 1); // two and a wrong first letter: another word
    let away = other.startsWith(word) ? 0 : slips(word, other, most);
    if (away > most && most && word.length > SHORTEST_CORRECTED) [most, away] = [1, distanceToBeginning(word, other, 1)];
    if (away <= most) found.push(away);
  }
  return found.length ? Math.min(...found) : null;
}

/**
 * The place that is meant, null if that is not clear: the only one, or the only one called just so.
 * @param {Place[]} found
 */
export function theOne(found) {
  const exact = found.filter((place) => place.exact);
  return exact.length === 1 || found.length === 1 ? exact[0] ?? found[0] : null;
}
