/**
 * The short ways to another query: topic tiles, the yellow one-tap filter, and all links of the page that lead to this
 * page with another query (chips, pages, "clear all"). They work without this module too, by loading the page anew.
 */

import { all, byId, plainClick, show, write } from './dom.js';

const SAME_PAGE = '[data-chip], [data-drop], [data-clear], [data-exact], .pager a, [data-topic].tile, [data-one-tap]';
// With anything else asked, the tiles make room.
const BESIDE_TILES = ['german', 'understood', 'sort', 'page'];

/**
 * @param {Object} parts
 * @param {(n: number) => string} parts.number
 * @param {(query: any) => string} parts.address
 * @param {(query: any, changes: object) => any} parts.change
 * @param {() => any} parts.query
 * @param {() => string[]} parts.params names of the parameters asked
 * @param {() => string} parts.fragment what the page in another language is told beside the query
 * @param {(params: URLSearchParams, all: boolean) => void} parts.onFollow `all`: everything is to be cleared
 */
export function createShortcuts({ number, address, change, query, params, fragment, onFollow }) {
  const tiles = byId('tiles');
  const oneTaps = all('[data-one-tap]');

  const withTopic = (slug) => change(query(), { topic: [slug] });
  const toggled = ({ parameter, value }) => change(query(), { [parameter]: query()[parameter] === value ? '' : value });

  document.addEventListener('click', (event) => {
    const link = event.target.closest(SAME_PAGE);
    if (!link || !plainClick(event)) return;
    event.preventDefault();
    onFollow(new URL(link.href).searchParams, link.matches('[data-clear]'));
    if (link.matches('.pager a, .empty a, [data-exact], .tile')) byId('results').focus();
  });

  /** Shows what is chosen. */
  function draw() {
    const asked = query();
    show(tiles, params().every((name) => BESIDE_TILES.includes(name)));
    for (const link of oneTaps) {
      const on = asked[link.dataset.parameter] === link.dataset.value;
      if (link.classList.contains('is-on') === on) continue;
      link.classList.toggle('is-on', on);
      if (on) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }

  /** Leads every link to where it goes from the query. */
  function lead() {
    const asked = query();
    for (const tile of all('[data-topic]', tiles ?? document.createElement('div'))) tile.href = address(withTopic(tile.dataset.topic));
    for (const link of oneTaps) link.href = address(toggled(link.dataset));
    const { search } = new URL(address(asked), location.href);
    for (const link of all('[data-language], [data-with-query]')) link.search = search;
    for (const link of all('[data-language]')) link.hash = fragment();
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

  return { draw, lead, count };
}
