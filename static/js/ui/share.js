/** Sharing, and the way back to the list, on an entry's page. */

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
      const url = button.dataset.shareUrl ?? document.querySelector('link[rel="canonical"]')?.href ?? location.href;
      try {
        if (navigator.share) await navigator.share({ title: document.title, url });
        else {
          await navigator.clipboard.writeText(url);
          label.textContent = words.say('copied');
          setTimeout(() => { label.textContent = before; }, TOLD_MS);
        }
      } catch (error) {
        if (error.name !== 'AbortError') showAddress(url, words); // else the visitor closed the device's sheet
      }
    });
  }
}

/** Where neither works, the address itself stands there to be copied by hand. */
function showAddress(url, words) {
  const [line] = all('[data-share-address]');
  if (!line) return;
  const address = Object.assign(document.createElement('bdi'), { dir: 'ltr', textContent: url });
  line.replaceChildren(words.say('copy_by_hand'), document.createElement('br'), address);
  line.hidden = false;
  getSelection()?.selectAllChildren(address);
}

/**
 * The link to the list goes back in history to the list with its filters, if the visitor came from there. Without the
 * navigation API it stays a link to the whole list. (Addresses of earlier pages are hidden, as no referrer is sent.)
 * @param {import('../core/words.js').Words} words
 */
export function startGoingBack(words) {
  const { navigation } = window;
  const earlier = navigation?.entries().slice(0, navigation.currentEntry.index) ?? [];
  const list = earlier.findLast((entry) => entry.getState()?.results !== undefined);
  if (!list) return;
  for (const link of all('[data-back]')) {
    link.lastChild.textContent = ` ${words.say('back_to', { n: list.getState().results })}`;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      navigation.traverseTo(list.key);
    });
  }
}
