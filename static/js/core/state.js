/**
 * The state of the page: the query and the tab stand in the address, so that they can be shared and come back; what only
 * this visit needs (scroll, view of the map, chosen entry) stands beside it in the history entry. Nothing is stored on
 * the device.
 */

/**
 * @typedef {Object} Note what one history entry remembers
 * @property {number} [scroll] pixels
 * @property {{lat: number, lng: number, zoom: number}} [view] of the map
 * @property {string} [chosen] id of the chosen marker
 * @property {number} [depth] how many entries of this page lie before it
 */

/**
 * @template Q
 * @param {{parse: (params: URLSearchParams) => Q, write: (query: Q) => URLSearchParams, window: Window}} parts
 */
export function createState({ parse, write, window }) {
  const { history, location } = window;
  const path = location.pathname;
  /** @type {Set<(query: Q, how: 'push' | 'replace' | 'back') => void>} */
  const listeners = new Set();
  let query = parse(new URLSearchParams(location.search));
  let tab = location.hash === '#map' ? 'map' : 'list';

  const address = (someQuery, someTab) => {
    const search = write(someQuery).toString();
    return path + (search ? `?${search}` : '') + (someTab === 'map' ? '#map' : '');
  };
  const tell = (how) => listeners.forEach((listener) => listener(query, how));

  /** Sets query or tab; without a change nothing happens. */
  function set(changes, how = 'push') {
    const nextQuery = changes.query ?? query;
    const nextTab = changes.tab ?? tab;
    const next = address(nextQuery, nextTab);
    if (next === address(query, tab)) return;
    [query, tab] = [nextQuery, nextTab];
    const note = { ...history.state, scroll: changes.query ? 0 : history.state?.scroll };
    if (how === 'push') history.pushState({ ...note, depth: (note.depth ?? 0) + 1 }, '', next);
    else history.replaceState(note, '', next);
    tell(how);
  }

  window.addEventListener('popstate', () => {
    if (location.pathname !== path) return;
    query = parse(new URLSearchParams(location.search));
    tab = location.hash === '#map' ? 'map' : 'list';
    tell('back');
  });

  return {
    set,
    query: () => query,
    tab: () => tab,
    /** The address of another query on this tab. */
    address: (someQuery) => address(someQuery, tab),
    /** @returns {Note} */
    note: () => history.state ?? {},
    /** Remembers something beside the address. */
    remember: (part) => history.replaceState({ ...history.state, ...part }, ''),
    onChange: (listener) => listeners.add(listener),
  };
}
