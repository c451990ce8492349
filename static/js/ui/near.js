/** "Near me": its buttons, the steps of distance, and the panel, which is loaded with the first tap. */

import { all, byId, plainClick } from './dom.js';

/**
 * @param {Object} parts
 * @param {() => Promise<{open: (from: HTMLElement | null) => void, show: () => void, locate: (quiet: boolean) => void}>} parts.load
 * @param {(radius: number | null) => void} parts.onRadius kilometres
 * @param {() => void} parts.onFailed the panel could not be loaded
 */
export function createNear({ load, onRadius, onFailed }) {
  const bar = /** @type {HTMLFieldSetElement} */ (byId('near-bar'));
  let loaded = null;
  let panel = null;

  function theirs() {
    loaded ??= load().catch((error) => { loaded = null; throw error; });
    return loaded;
  }

  async function open(from = /** @type {HTMLElement | null} */ (document.activeElement)) {
    try {
      panel = await theirs();
      panel.open(from);
    } catch {
      onFailed();
    }
  }

  for (const button of all('[data-near]')) {
    button.setAttribute('role', 'button');
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', (event) => {
      if (!plainClick(event)) return;
      event.preventDefault();
      open(button);
    });
  }
  bar.addEventListener('change', ({ target }) => onRadius(Number(target.value) || null));

  function show({ near, radius }) {
    for (const button of all('[data-near]')) button.classList.toggle('is-on', near !== null);
    bar.hidden = near === null;
    bar.disabled = near === null;
    for (const input of all('input', bar)) input.checked = (Number(input.value) || null) === radius;
    panel?.show();
  }

  /** Asks for the position again without a word, where the visitor allowed it before. */
  async function resume() {
    const state = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null);
    if (state?.state === 'granted') (await theirs()).locate(true);
  }

  return { open, show, resume, prepare: () => theirs().catch(() => null) };
}
