/** A browser that knows it has no connection would leave the page, and what was typed with it; so the form stays. */

import { byId, show } from './dom.js';

/** @param {HTMLFormElement} form on a page with the notice `offline` */
export function stayWithoutConnection(form) {
  form.addEventListener('submit', (event) => {
    const offline = navigator.onLine === false;
    show(byId('offline'), offline);
    if (!offline) return;
    event.preventDefault();
    byId('offline')?.focus();
  });
  addEventListener('online', () => show(byId('offline'), false));
}
