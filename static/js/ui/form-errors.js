/** Errors the server has found in a form: each goes away as soon as its field is changed, with its line in the list. */

import { all, byId } from './dom.js';

/**
 * Takes away the errors that a change of `input` may have mended. The list above vanishes with the last of them; what
 * is being typed into stays where it is on the screen.
 * @param {HTMLInputElement} input
 * @param {Record<string, string[]>} restsOn the names of the fields an error rests on, if others than its own
 */
export function settleErrors(input, restsOn = {}) {
  if (!byId('errors')) return;
  const before = input.getBoundingClientRect().top;
  for (const link of all('#errors li a')) {
    const field = link.getAttribute('href').slice(1);
    if ((restsOn[field] ?? [field]).includes(input.name)) settle(field, link.closest('li'));
  }
  if (!byId('errors').querySelector('li')) byId('errors').remove();
  scrollBy({ top: input.getBoundingClientRect().top - before, behavior: 'instant' });
}

function settle(field, line) {
  const id = `${field}-error`;
  for (const element of all(`[aria-describedby~="${id}"]`)) {
    const others = element.getAttribute('aria-describedby').split(' ').filter((other) => other !== id);
    if (others.length) element.setAttribute('aria-describedby', others.join(' '));
    else element.removeAttribute('aria-describedby');
    element.removeAttribute('aria-invalid');
  }
  byId(id)?.remove();
  line.remove();
}
