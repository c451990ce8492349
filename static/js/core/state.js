/**
 * The state of the page: the query and the tab stand in the address, so that they can be shared and come back; what only
 * this visit needs (scroll, view of the map, chosen entry) stands beside it in the history entry. Nothing is stored on
 * the device.
 */

/**
 * @typedef {Object} Note what one history entry remembers
 * @property {number} [scroll] pixels
 * @property {{slug: string, top: number}} [seen] the first card in sight at that scroll, and its place in the window in pixels
 * @property {{lat: number, lng: number, zoom: number}} [view] of the map
 * @property {string} [left] slug of the card through which the page was left
 * @property {string} [chosen] id of the chosen marker
 */

/**
 * @template Q
 * @param {{parse: (params: URLSearchParams) => Q, write: (query: Q) => URLSearchParams, window: Window,
 *   whole?: (query: Q) => URLSearchParams, later?: (run: () => void) => void}} parts `whole`: all that a query asks, where
 *   `write` keeps some of it out of the address; `later`: runs something once an answer can be seen
 */
export function createState({ parse, write, window, whole = write, later = (run) => window.setTimeout(run) }) {
  const { history, location } = window;
  const path = location.pathname;
  /** @type {Set<(query: Q, how: 'push' | 'replace' | 'back') => void>} */
  const listeners = new Set();
  let query = parse(new URLSearchParams(location.search));
  let tab = location.hash === '#map' ? 'map' : 'list';
  /** @type {(() => void) | null} */
  let waiting = null;

  const address = (someQuery, someTab) => {
    const search = write(someQuery).toString();
    return path + (search ? `?${search}` : '') + (someTab === 'map' ? '#map' : '');
  };
  const tell = (how) => listeners.forEach((listener) => listener(query, how));

  /** Sets query or tab; without a change nothing happens. The address follows after the answer is drawn. */
  function set(changes, how = 'push') {
    settle();
    const nextQuery = changes.query ?? query;
    const nextTab = changes.tab ?? tab;
    const next = address(nextQuery, nextTab);
    const moves = next !== address(query, tab);
    if (!moves && whole(nextQuery).toString() === whole(query).toString()) return;
    [query, tab] = [nextQuery, nextTab];
    waiting = () => {
      const note = { ...history.state, scroll: changes.query ? 0 : history.state?.scroll };
      if (how === 'push' && moves) history.pushState(note, '', next);
      else history.replaceState(note, '', next);
    };
    later(settle);
    tell(how);
  }

  /** Writes the address that is still to be written: browsers take several milliseconds for it. */
  function settle() {
    const write = waiting;
    waiting = null;
    write?.();
  }

  window.addEventListener('popstate', () => {
    waiting = null;
    if (location.pathname !== path) return;
    const next = parse(new URLSearchParams(location.search));
    // A link within the page comes here too: what asks the same stays the same object.
    if (whole(next).toString() !== whole(query).toString()) query = next;
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
    remember(part) {
      settle();
      history.replaceState({ ...history.state, ...part }, '');
    },
    onChange: (listener) => listeners.add(listener),
  };
}
