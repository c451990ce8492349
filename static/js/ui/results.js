/** The list of results: the server's fragment, or drawn here from cards; with its empty and waiting states; and what was looked for in vain. */

import { all, byId, fromTemplate, show, write } from './dom.js';

const AT_ONCE = 6; // cards: more than these are below the fold
const WAIT_MS = 300;
const SAY_WAIT_MS = 1000;
const PAUSE_MS = 3000; // who is still typing or choosing has not finished wishing
const UNTOLD = ['near', 'radius', 'bbox', 'sort', 'page'];

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
  let rest = null; // what is still to be drawn of the answer
  const places = []; // the cards drawn so far, by their place in the list

  /**
   * @param {{total: number, sure: number | null, page: number, pages: number, cards: any[], drops: Drop[], almost: any[], notes: string[],
   *   pageQuery: (page: number) => any, exactQuery: (q: string) => any, query: any, empty: any,
   *   corrections?: {text: string, exact: string}, whole?: boolean}} answer `corrections`: what the text of the query was
   *   taken for; `whole`: the cards below those in sight are drawn at once too, not by `finish`
   * @typedef {{name: string, text: string, total: number, query: any}} Drop a filter to give up, or a word of the text
   */
  function draw(answer) {
    settle();
    write(byId('result-count'), words.say('results', { n: answer.total }));
    const sure = answer.total && answer.sure !== null;
    show(byId('sure-line'), sure);
    write(byId('sure-line'), sure ? words.say('sure_line', { n: answer.sure, months }) : '');
    byId('notes').replaceChildren(...answer.notes.map(note), ...corrected(answer));
    all('.empty, .pager', root).forEach((element) => element.remove());
    const list = byId('cards');
    const cards = answer.total ? answer.cards : answer.almost;
    const first = cards.slice(0, AT_ONCE).map(drawn);
    if (first.every((card, place) => list.children[place] === card)) [...list.children].slice(first.length).forEach((card) => card.remove());
    else list.replaceChildren(...first);
    if (!answer.total) list.before(emptyState(answer));
    rest = () => {
      list.append(...cards.slice(AT_ONCE).map((card, place) => drawn(card, AT_ONCE + place)));
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

  function emptyState({ drops, almost, empty }) {
    const { root: box, slot } = fromTemplate('empty-template');
    const [first, ...others] = all('[data-drop]', box);
    const buttons = box.querySelector('.buttons');
    const isWord = drops[0]?.name === 'q' && drops[0].query.q !== '';
    write(slot('hint'), words.say(isWord ? 'one_word_less' : drops.length ? 'one_less' : 'other_words'));
    others.forEach((other) => other.remove());
    drops.slice(0, 3).forEach((drop, index) => {
      const link = index === 0 ? first : document.createElement('a');
      const text = words.say('without', { name: drop.text, n: drop.total });
      if (index === 0) first.replaceChildren(text, ...first.querySelectorAll('svg'));
      else {
        Object.assign(link, { className: 'button', textContent: text });
        buttons.lastElementChild.before(link);
      }
      link.href = address(drop.query);
      link.dataset.drop = '';
    });
    if (!drops.length) first.remove();
    all('[data-clear]', box).forEach((link) => { link.href = address(empty); });
    show(slot('almost'), almost.length > 0);
    return box;
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

  function note(text) {
    const box = document.createElement('div');
    box.className = 'notice ask';
    const line = document.createElement('p');
    line.textContent = text;
    box.append(line);
    return box;
  }

  /** Says what a misspelt text was taken for, with the way to what was typed. */
  function corrected({ corrections, query, exactQuery }) {
    if (!corrections) return [];
    const { root: box, slot } = fromTemplate('correction-template');
    const link = box.querySelector('a');
    slot('sentence').textContent = words.say('shown_for', { text: corrections.text });
    link.textContent = words.say('search_exactly', { text: query.q });
    link.href = address(exactQuery(corrections.exact));
    return [box];
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
    root.setAttribute('aria-busy', 'true');
    clocks = [
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

/**
 * Tells our own server, once for each thing looked for in vain, what nobody offers yet: filters and words, no position.
 * @param {{url: string, toParams: (query: any) => URLSearchParams}} parts
 */
export function createWishes({ url, toParams }) {
  const told = new Set();
  let clock = 0;

  /** Every answer comes here; one that finds something takes the wish before it back. */
  return (query, total) => {
    clearTimeout(clock);
    if (total > 0) return;
    clock = setTimeout(() => {
      const params = new URLSearchParams(toParams(query));
      UNTOLD.forEach((name) => params.delete(name));
      const wish = params.toString();
      if (!wish || told.has(wish) || !navigator.onLine) return;
      told.add(wish);
      navigator.sendBeacon?.(url, params);
    }, PAUSE_MS);
  };
}
