/** The areas that somebody may mean by what is typed: the twin of `areas_named` in mapping/places.py. */

import { words } from './fold.js';

const MOST_PLACES = 6;
const POSTCODE = /^[0-9]{5}$/;

/** @typedef {{name: string, detail: string, near: [number, number], exact: boolean}} Place */
/** @typedef {Record<string, {name: string, centre: [number, number], postcodes?: string[], parent?: string}>} Areas */

/**
 * @param {string} text
 * @param {Areas} areas by slug, in the order of their names
 * @returns {Place[]} by name (or its beginning) and postcode; towns before their districts
 */
export function areasNamed(text, areas) {
  const asked = words(text);
  if (!asked.length) return [];
  const postcodes = asked.filter((word) => POSTCODE.test(word));
  const named = asked.filter((word) => !POSTCODE.test(word));
  const found = [];
  Object.values(areas).forEach((area, order) => {
    const rank = postcodes.every((code) => area.postcodes?.includes(code)) ? rankOf(named, area, areas) : null;
    if (rank !== null) found.push({ rank, below: Number(Boolean(area.parent)), order, area });
  });
  found.sort((a, b) => a.rank - b.rank || a.below - b.below || a.order - b.order);
  return found.slice(0, MOST_PLACES).map(({ rank, area }) => ({
    name: area.name, detail: areas[area.parent]?.name ?? '', near: area.centre, exact: named.length > 0 && rank === 0,
  }));
}

/** 0 the area is called just so (or only a postcode was asked), 1 its name begins so, 2 each word begins one. */
function rankOf(named, area, areas) {
  const own = words(area.name);
  if (!named.length || named.join(' ') === own.join(' ')) return 0;
  if (own.join(' ').startsWith(named.join(' '))) return 1;
  const around = [...own, ...words(areas[area.parent]?.name ?? '')];
  const begins = (list, word) => list.some((one) => one.startsWith(word));
  return named.every((word) => begins(around, word)) && named.some((word) => begins(own, word)) ? 2 : null;
}

/**
 * The place that is meant, null if that is not clear: the only one, or the only one called just so.
 * @param {Place[]} found
 */
export function theOne(found) {
  const exact = found.filter((place) => place.exact);
  return exact.length === 1 || found.length === 1 ? exact[0] ?? found[0] : null;
}
