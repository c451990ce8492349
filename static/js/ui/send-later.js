/** A form that is sent while the server cannot be reached waits on its page, and goes by itself as soon as it can, once. */

import { byId, show } from './dom.js';

const AGAIN_MS = 15000; // not every browser tells that the connection is back

/**
 * @param {HTMLFormElement} form on a page with the notice `offline`
 * @param {() => Promise<any>} ask asks the server for something; fails if it is not there
 */
export function sendWithConnection(form, ask) {
  const notice = byId('offline');
  let state = 'typing'; // asking (whether the server is there), waiting, gone
  let again = 0;

  async function attempt() {
    const isFirst = state === 'typing';
    clearTimeout(again);
    state = 'asking';
    if (await isThere(ask)) {
      state = 'gone';
      show(notice, false);
      form.submit();
      return;
    }
    state = 'waiting';
    again = setTimeout(attempt, AGAIN_MS);
    show(notice, true);
    if (isFirst) notice.focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (state === 'typing' || state === 'waiting') attempt();
  });
  form.addEventListener('input', () => {
    if (state !== 'waiting') return;
    clearTimeout(again); // whoever goes on writing sends it themselves
    state = 'typing';
    show(notice, false);
  });
  addEventListener('online', () => state === 'waiting' && attempt());
  addEventListener('pageshow', () => {
    if (state === 'gone') state = 'typing'; // the way back leads to the page as it was left
  });
}

async function isThere(ask) {
  if (navigator.onLine === false) return false;
  return ask().then(() => true, () => false);
}
