/**
 * Remembers how far the list was scrolled when the visitor leaves, and through which card, and goes there again on the
 * way back: who uses the keyboard goes on from that card. Where the browser has the navigation API, the entry of the list is marked with its number of results, for the way back.
 */

// Pixels.
const ROOM = 12;
const BESIDE = matchMedia('(min-width: 40rem)');

const scroller = () => (BESIDE.matches ? document.querySelector('.list-pane') : document.scrollingElement);

/**
 * @param {any} state
 * @param {() => number | undefined} total results of the list
 */
export function createScroll(state, total) {
  history.scrollRestoration = 'manual';
  // Asking the list itself would have the browser lay out the page in the middle of a tap.
  let moved = false;
  document.querySelector('.list-pane')?.addEventListener('scroll', () => { moved = true; }, { passive: true });
  function keep(more = {}) {
    state.remember({ scroll: Math.round(scroller().scrollTop), ...more });
    window.navigation?.updateCurrentEntry({ state: { results: total() } });
  }
  const cardOf = (slug) => [...document.querySelectorAll('#cards > .card')].find((item) => item.dataset.slug === slug);
  document.addEventListener('click', ({ target }) => {
    if (target.closest('a[href]')) keep({ left: target.closest('#cards .card-name a')?.closest('.card').dataset.slug });
  }, true);
  addEventListener('pagehide', () => keep());

  return {
    restore() {
      const { scroll, left } = state.note();
      scroller().scrollTop = scroll ?? 0;
      const link = left && cardOf(left)?.querySelector('.card-name a');
      if (!link) return;
      link.focus({ preventScroll: true });
      state.remember({ left: undefined });
    },
    toTop() {
      if (BESIDE.matches && moved) scroller().scrollTop = 0;
      moved = false;
    },
    /** Brings a card into sight without taking the focus. */
    toCard(slug) {
      const card = cardOf(slug);
      if (!card) return false;
      const [frame, box] = [scroller().getBoundingClientRect(), card.getBoundingClientRect()];
      if (box.top < frame.top) scroller().scrollTop += box.top - frame.top - ROOM;
      else if (box.bottom > frame.bottom) scroller().scrollTop += box.bottom - frame.bottom + ROOM;
      return true;
    },
  };
}
