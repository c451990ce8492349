/**
 * Remembers how far the list was scrolled when the visitor leaves, and through which card, and goes there again on the
 * way back: who uses the keyboard goes on from that card. Where the browser has the navigation API, the entry of the
 * list is marked with its number of results, for the way back.
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
    state.remember({ scroll: Math.round(scroller().scrollTop), seen: firstSeen(), ...more });
    window.navigation?.updateCurrentEntry({ state: { results: total() } });
  }
  const cards = () => [...document.querySelectorAll('#cards > .card')];
  const cardOf = (slug) => cards().find((item) => item.dataset.slug === slug);
  const topOf = (card) => Math.round(card.getBoundingClientRect().top);

  /** The first card in sight and where it stands: cards out of sight have no true height, so pixels alone mislead. */
  function firstSeen() {
    const top = Math.max(0, scroller().getBoundingClientRect().top);
    const card = cards().find((item) => item.getBoundingClientRect().bottom > top);
    return card && { slug: card.dataset.slug, top: topOf(card) };
  }

  /** Scrolls so that a card stands where it stood; again once those around it have got their true height. */
  function putBack({ slug, top }, again = 2) {
    const card = cardOf(slug);
    if (!card) return;
    scroller().scrollTop += topOf(card) - top;
    if (again) requestAnimationFrame(() => putBack({ slug, top }, again - 1));
  }

  document.addEventListener('click', ({ target }) => {
    if (target.closest('a[href]')) keep({ left: target.closest('#cards .card-name a')?.closest('.card').dataset.slug });
  }, true);
  addEventListener('pagehide', () => keep());

  return {
    restore() {
      const { scroll = 0, seen, left } = state.note();
      scroller().scrollTop = scroll;
      if (scroll && seen) putBack(seen);
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
