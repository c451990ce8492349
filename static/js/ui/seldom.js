/** What a list seldom needs, loaded when it does: its empty state, notes, corrections of a text, and what was looked for in vain. */

import { all, fromTemplate, show, write } from './dom.js';

const PAUSE_MS = 3000; // who is still typing or choosing has not finished wishing
const UNTOLD = ['near', 'radius', 'bbox', 'sort', 'page'];

/**
 * @param {Object} parts
 * @param {import('../core/words.js').Words} parts.words
 * @param {(query: any) => string} parts.address
 * @param {string} parts.url of the wishes
 * @param {(query: any) => URLSearchParams} parts.toParams
 */
export function createSeldom({ words, address, url, toParams }) {
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

  function note(text) {
    const box = document.createElement('div');
    box.className = 'notice ask';
    const line = document.createElement('p');
    line.textContent = text;
    box.append(line);
    return box;
  }

  /** What is to be said of the answer above the list. */
  const notes = (answer) => [...answer.notes.map(note), ...corrected(answer)];

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

  return { emptyState, notes, wish: createWishes({ url, toParams }) };
}

/**
 * Tells our own server, once for each thing looked for in vain, what nobody offers yet: filters and words, no position.
 * @param {{url: string, toParams: (query: any) => URLSearchParams}} parts
 */
function createWishes({ url, toParams }) {
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
