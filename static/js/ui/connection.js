/** A browser that knows it has no connection would leave the page, and what was typed with it; so the form stays. */

import { byId, show } from './dom.js';

/** @param {HTMLFormElement} form on a page with the notice `offline`; without it nothing happens */
export function stayWithoutConnection(form) {
  const notice = byId('offline');
  if (!notice) return;
  form.addEventListener('submit', (event) => {
    const offline = navigator.onLine === false;
    show(notice, offline);
    if (!offline) return;
    event.preventDefault();
    notice.focus();
  });
  addEventListener('online', () => show(notice, false));
}
