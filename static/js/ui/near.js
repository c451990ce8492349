/** "Near me": its buttons, the steps of distance, and the panel, which is loaded with the first tap. */

import { all, byId, plainClick, show, write } from './dom.js';

/**
 * @param {Object} parts
 * @param {() => Promise<{open: (from: HTMLElement | null) => void, show: () => void,
 *   locate: (onFailed?: () => void) => void}>} parts.load
 * @param {(radius: number | null) => void} parts.onRadius kilometres
 * @param {() => void} parts.onFailed the panel could not be loaded
 */
export function createNear({ load, onRadius, onFailed }) {
  const bar = /** @type {HTMLFieldSetElement} */ (byId('near-bar'));
  const corrected = byId('near-corrected');
  const again = byId('near-again');
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
  again.querySelector('button').addEventListener('click', async () => {
    await open(again.querySelector('button'));
    panel?.locate();
  });
  bar.addEventListener('change', ({ target }) => onRadius(Number(target.value) || null));

  function showQuery({ near, radius }) {
    for (const button of all('[data-near]')) button.classList.toggle('is-on', near !== null);
    bar.hidden = near === null;
    bar.disabled = near === null;
    byId('main').classList.toggle('has-near', near !== null);
    for (const input of all('input', bar)) input.checked = (Number(input.value) || null) === radius;
    show(corrected, near !== null && corrected.dataset.at === near.join());
    if (near) show(again, false);
    panel?.show();
  }

  /** Says what a misspelt place was taken for, as long as the list is around it. */
  function correct(text, near) {
    corrected.dataset.at = near.join();
    write(corrected.querySelector('p'), text);
  }

  /**
   * Asks for the position again, without a word where the visitor allowed it before. Else, or if the device does not
   * tell, the page says that the position is gone and offers to ask: it was kept nowhere, so nothing else can bring it back.
   */
  async function resume() {
    const state = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null);
    const offer = () => show(again, true);
    if (state?.state === 'granted') await theirs().then(({ locate }) => locate(offer), offer);
    else offer();
  }

  return { open, correct, resume, show: showQuery };
}
