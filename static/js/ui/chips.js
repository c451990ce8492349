/** What is chosen, as chips that can be removed one by one: the twin of mapping/chips.py. */

import { all, byId, fromTemplate, show, write, writeApart } from './dom.js';

// Around a text that is searched for exactly.
const QUOTES = /^["“”„«»]+|["“”„«»]+$/g;
const NO_FILTERS = ['sort', 'page', 'radius'];

/**
 * @param {Object} parts
 * @param {import('../core/words.js').Words} parts.words
 * @param {any} parts.labels
 * @param {string} parts.language the interface is written in
 * @param {(query: any) => URLSearchParams} parts.toParams
 * @param {(query: any, name: string, value: string) => any} parts.without
 * @param {(query: any) => string} parts.address
 * @param {(query: any) => boolean} parts.isHere its position was measured
 * @param {(near: number[], areas: any) => string} parts.nameNear
 */
export function createChips({ words, labels, language, toParams, without, address, isHere, nameNear }) {
  const list = byId('chips');
  const days = Object.fromEntries(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'].map((day, index) => [day, labels.days[index]]));

  const texts = {
    q: (text) => words.say('quoted', { text: text.replace(QUOTES, '') }),
    topic: (slug) => labels.topics[slug]?.name,
    language: (code) => labels.languages[code]?.own,
    understood: (code) => (code === language
      ? words.say('understood')
      : words.say('understood_other', { language: labels.languages[code]?.name ?? code })),
    german: (slug) => labels.german[slug]?.name,
    open: (slug) => labels.flags[slug]?.name,
    opening: (kind) => words.say(kind),
    kind: (kind) => words.say(kind),
    area: (slug) => labels.areas[slug]?.name,
    near: (_, query) => nearText(query),
    bbox: () => words.say('in_map'),
    day: (day) => days[day],
    access: () => words.say('wheelchair'),
    fresh: () => words.say('fresh'),
  };

  /** "2 km", "500 m": whole kilometres without a tenth. */
  function radiusText(km) {
    return km >= 1 && Number.isInteger(km) ? words.say('kilometres', { n: km }) : words.distance(km * 1000);
  }

  function nearText(query) {
    const distance = query.radius && radiusText(query.radius);
    const place = isHere(query) ? '' : nameNear(query.near, labels.areas);
    if (isHere(query)) return distance ? words.say('within', { distance }) : words.say('near_me');
    if (place) return distance ? words.say('within_of', { distance, place }) : words.say('near_place', { place });
    return distance ? words.say('within_this', { distance }) : words.say('near_this');
  }

  /**
   * @param {any} query
   * @returns {{name: string, value: string, text: string, without: any}[]} in the order of the parameters
   */
  function chosen(query) {
    return [...toParams(query)]
      .filter(([name]) => !NO_FILTERS.includes(name))
      .map(([name, value]) => ({ name, value, text: texts[name](value, query) ?? value, without: without(query, name, value) }));
  }

  function draw(query) {
    const chips = chosen(query);
    const at = all('a', list).indexOf(document.activeElement);
    list.replaceChildren(...chips.map(drawn));
    if (at >= 0) (all('a', list)[Math.min(at, chips.length - 1)] ?? byId('results')).focus();
    for (const badge of all('[data-badge]')) {
      write(badge, words.number(chips.length));
      show(badge, chips.length > 0);
    }
    for (const link of all('#clear-all')) show(link, chips.length > 0);
    mark();
    return chips;
  }

  const mark = () => byId('main').classList.toggle('has-chips', list.children.length > 0);

  function drawn(chip) {
    const { root } = fromTemplate('chip-template');
    const link = root.querySelector('a');
    const label = link.querySelector('bdi');
    link.dataset.chip = `${chip.name}:${chip.value}`;
    link.href = address(chip.without);
    link.setAttribute('aria-label', words.say('remove', { name: chip.text }));
    writeApart(label, chip.text, 'de');
    if (chip.name === 'language') label.lang = chip.value;
    if (chip.name === 'area') label.lang = 'de';
    return root;
  }

  mark();
  return { draw, chosen };
}
