/** Sharing and going back on an entry's page. */

import { all } from './dom.js';

const TOLD_MS = 4000;

/**
 * Share buttons: the device's own sheet where there is one, else the address goes to the clipboard and the button says so.
 * @param {import('../core/words.js').Words} words
 */
export function startSharing(words) {
  for (const button of all('[data-share]')) {
    const label = button.lastChild;
    const before = label.textContent;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', async () => {
      const url = document.querySelector('link[rel="canonical"]')?.href ?? location.href;
      try {
        if (navigator.share) await navigator.share({ title: document.title, url });
        else {
          await navigator.clipboard.writeText(url);
          label.textContent = words.say('copied');
          setTimeout(() => { label.textContent = before; }, TOLD_MS);
        }
      } catch {
        // Refused or cancelled by the visitor: the address still stands in the address bar.
      }
    });
  }
}

/** The link to the list goes back in history if the list with its filters is where the visitor came from. */
export function startGoingBack() {
  for (const link of all('[data-back]')) {
    link.addEventListener('click', (event) => {
      const { navigation } = window;
      const before = navigation?.entries()[navigation.currentEntry.index - 1]?.url;
      if (!before || new URL(before).pathname !== new URL(link.href).pathname) return;
      event.preventDefault();
      history.back();
    });
  }
}
