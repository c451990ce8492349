/**
 * Remembers how far the list was scrolled when the visitor leaves, and goes there again on the way back. Where the
 * browser has the navigation API, the entry of the list is marked with its number of results, for the way back.
 */

const ROOM = 12; // pixels
const BESIDE = matchMedia('(min-width: 40rem)');

const scroller = () => (BESIDE.matches ? document.querySelector('.list-pane') : document.scrollingElement);

/**
 * @param {any} state
 * @param {() => number | undefined} total results of the list
 */
export function createScroll(state, total) {
  history.scrollRestoration = 'manual';
  function keep() {
    state.remember({ scroll: Math.round(scroller().scrollTop) });
    window.navigation?.updateCurrentEntry({ state: { results: total() } });
  }
  document.addEventListener('click', (event) => event.target.closest('a[href]') && keep(), true);
  addEventListener('pagehide', keep);

  return {
    restore: () => { scroller().scrollTop = state.note().scroll ?? 0; },
    toTop: () => { if (!BESIDE.matches) return; scroller().scrollTop = 0; },
    /** Brings a card into sight without taking the focus. */
    toCard(slug) {
      const card = [...document.querySelectorAll('#cards > .card')].find((item) => item.dataset.slug === slug);
      if (!card) return false;
      const [frame, box] = [scroller().getBoundingClientRect(), card.getBoundingClientRect()];
      if (box.top < frame.top) scroller().scrollTop += box.top - frame.top - ROOM;
      else if (box.bottom > frame.bottom) scroller().scrollTop += box.bottom - frame.bottom + ROOM;
      return true;
    },
  };
}
