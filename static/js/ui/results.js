/** The list of results: the server's fragment, or drawn here from cards; with its waiting state. */

import { all, byId, fromTemplate, show, write } from './dom.js';

// Cards: more than these are below the fold of a phone and of a usual wide screen.
const AT_ONCE = 3;
const WAIT_MS = 300;
const SAY_WAIT_MS = 1000;

/**
 * @param {Object} parts
 * @param {import('../core/words.js').Words} parts.words
 * @param {(card: any, old?: HTMLElement) => HTMLElement} parts.drawCard `old`: a card that may become this one
 * @param {(query: any) => string} parts.address
 * @param {number} parts.months after which a promise is stale
 */
export function createResults({ words, drawCard, address, months }) {
  const root = byId('results');
  let clocks = [];
  // What is still to be drawn of the answer.
  let rest = null;
  // The cards drawn so far, by their place in the list.
  const places = [];

  /**
   * @param {{total: number, sure: number | null, page: number, pages: number, cards: any[], drops: Drop[], almost: any[], notes: string[],
   *   pageQuery: (page: number) => any, exactQuery: (q: string) => any, query: any, empty: any, seldom: any,
   *   corrections?: {text: string, exact: string}, whole?: boolean}} answer `corrections`: what the text of the query was
   *   taken for; `seldom`: ui/seldom.js, loaded where it is needed;
   *   `whole`: the cards below those in sight are drawn at once too, not by `finish`
   * @typedef {{name: string, text: string, total: number, query: any}} Drop a filter to give up, or a word of the text
   */
  function draw(answer) {
    settle();
    write(byId('result-count'), words.say('results', { n: answer.total }));
    const sure = answer.total && answer.sure !== null;
    show(byId('sure-line'), sure);
    write(byId('sure-line'), sure ? words.say('sure_line', { n: answer.sure, months }) : '');
    byId('notes').replaceChildren(...(answer.seldom?.notes(answer) ?? []));
    const list = byId('cards');
    const cards = answer.total ? answer.cards : answer.almost;
    const first = cards.slice(0, AT_ONCE).map(drawn);
    root.querySelector('.empty')?.remove();
    if (answer.pages < 2) root.querySelector('.pager')?.remove();
    show(root.querySelector('.select'), answer.total);
    // Cards below the fold become others where they stand, a moment later.
    if (first.every((card, place) => list.children[place] === card)) [...list.children].slice(cards.length).forEach((card) => card.remove());
    else list.replaceChildren(...first);
    if (!answer.total) list.before(answer.seldom.emptyState(answer));
    rest = () => {
      const further = cards.slice(AT_ONCE).map((card, place) => drawn(card, AT_ONCE + place));
      list.append(...further.filter((card) => card.parentNode !== list));
      root.querySelector('.pager')?.remove();
      if (answer.pages > 1) list.after(pager(answer));
    };
    if (answer.whole) finish();
  }

  /** The card of a place in the list, made of the one that stood there before. */
  function drawn(card, place) {
    places[place] = drawCard(card, places[place]);
    return places[place];
  }

  /** Draws what stands below the cards in sight, once what was drawn is seen. */
  function finish() {
    rest?.();
    rest = null;
  }

  function pager({ page, pages, pageQuery }) {
    const { root: box, slot } = fromTemplate('pager-template');
    write(slot('position'), words.say('page_of', { page, pages }));
    for (const [name, target] of [['previous', page - 1], ['next', page + 1]]) {
      const link = slot(name);
      if (target < 1 || target > pages) link.replaceWith(document.createElement('span'));
      else link.href = address(pageQuery(target));
    }
    return box;
  }

  /** Replaces everything by the server's fragment. */
  function replace(html) {
    settle();
    rest = null;
    const fragment = new DOMParser().parseFromString(html, 'text/html');
    root.replaceChildren(...fragment.body.childNodes);
  }

  /** Shows that an answer is under way, if it takes longer than a moment. */
  function wait() {
    settle();
    clocks = [
      setTimeout(() => root.setAttribute('aria-busy', 'true')), // an answer made here comes before
      setTimeout(() => {
        const outlines = fromTemplate('loading-template');
        if (outlines) byId('cards').replaceChildren(...outlines.root.children);
        rest = null;
      }, WAIT_MS),
      setTimeout(() => write(byId('result-count'), words.say('loading')), SAY_WAIT_MS),
    ];
  }

  function settle() {
    clocks.forEach(clearTimeout);
    root.removeAttribute('aria-busy');
  }

  return { draw, finish, replace, wait, settle };
}
