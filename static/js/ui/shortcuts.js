/** The short ways to a filter: topic tiles and the yellow one-tap filter; and links that carry the query along. */

import { all, byId, show, write } from './dom.js';

/**
 * @param {Object} parts
 * @param {(n: number) => string} parts.number
 * @param {(query: any) => string} parts.address
 * @param {(query: any, changes: object) => any} parts.change
 * @param {() => any} parts.query
 * @param {(query: any) => void} parts.onChange
 */
export function createShortcuts({ number, address, change, query, onChange }) {
  const tiles = byId('tiles');
  const oneTaps = all('[data-one-tap]');

  const withTopic = (slug) => change(query(), { topic: [slug] });
  const toggled = ({ parameter, value }) => change(query(), { [parameter]: query()[parameter] === value ? '' : value });

  tiles?.addEventListener('click', (event) => {
    const tile = event.target.closest('[data-topic]');
    if (!tile) return;
    event.preventDefault();
    onChange(withTopic(tile.dataset.topic));
    byId('results').focus({ preventScroll: true });
  });
  for (const link of oneTaps) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      onChange(toggled(link.dataset));
    });
  }

  /** Brings everything in step with the query. */
  function draw() {
    const asked = query();
    show(tiles, !asked.topic.length && !asked.q);
    for (const tile of all('[data-topic]', tiles ?? document.createElement('div'))) tile.href = address(withTopic(tile.dataset.topic));
    for (const link of oneTaps) {
      const on = asked[link.dataset.parameter] === link.dataset.value;
      link.classList.toggle('is-on', on);
      link.href = address(toggled(link.dataset));
      if (on) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    for (const link of all('[data-language]')) link.search = new URL(address(asked), location.href).search;
  }

  /** Writes how many the one-tap filter would give. */
  function count({ facets, little }) {
    for (const { dataset } of oneTaps) {
      const found = facets[dataset.parameter]?.[dataset.value] ?? (dataset.parameter === 'understood' ? little : 0);
      for (const link of oneTaps) write(link.querySelector('[data-count]'), number(found));
    }
    const box = /** @type {HTMLInputElement | null} */ (byId('understood'));
    if (box) write(box.closest('label').querySelector('[data-count]'), number(facets.understood?.[box.value] ?? little));
  }

  return { draw, count };
}
