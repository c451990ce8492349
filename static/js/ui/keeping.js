/** What this device keeps: the shortlist of bookmarks, and by the service worker the site for when there is no connection. */

import { all, show } from './dom.js';

// A worker that does not answer knows of no form.
const ASKED_MS = 2000;

/**
 * A button on every card and entry keeps it on this device, and nothing is kept before one is pressed. Cards that come
 * later (another filter, the map's sheet) or become others get their state as they do.
 * @param {Object} parts
 * @param {(storage: () => Storage) => any} parts.createShortlist
 * @param {import('../core/words.js').Words} parts.words
 * @param {(slugs: string[]) => string} parts.addressPart
 * @param {(slugs: string[]) => void} [parts.onChange]
 */
export function startBookmarks({ createShortlist, words, addressPart, onChange = () => {} }) {
  const list = createShortlist(() => window.localStorage);

  const slugOf = (button) => button.dataset.keep || button.closest('[data-slug]')?.dataset.slug;

  function mark(button) {
    const slug = slugOf(button);
    if (!slug) return;
    const kept = list.has(slug);
    button.setAttribute('aria-pressed', String(kept));
    const name = button.dataset.name ?? button.closest('[data-slug]')?.querySelector('.card-name bdi')?.textContent ?? '';
    if (button.hasAttribute('data-words')) button.querySelector('span').textContent = words.say(kept ? 'kept' : 'keep');
    else button.setAttribute('aria-label', words.say('keep_named', { name }));
  }

  function markAll(root = document) {
    all('[data-keep]', root).forEach(mark);
    const slugs = list.slugs();
    for (const link of all('[data-shortlist]')) {
      show(link, slugs.length > 0);
      link.setAttribute('aria-label', words.say('shortlist_count', { n: slugs.length }));
    }
    for (const link of all('[data-shortlist], .drop-panel a[href$="/shortlist/"], .drop-panel a[href*="/shortlist/?"]')) {
      link.search = addressPart(slugs);
    }
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-keep]');
    if (!button) return;
    event.preventDefault();
    const { lasting } = list.toggle(slugOf(button));
    markAll();
    if (!lasting) say(button, words.say('keep_failed'));
    onChange(list.slugs());
  });
  addEventListener('storage', () => markAll());
  addEventListener('pageshow', () => markAll());
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      for (const node of type === 'attributes' ? [target] : addedNodes) {
        // Markers are buttons.
        if (node.firstElementChild && node.localName !== 'button') all('[data-keep]', node).forEach(mark);
      }
    }
  }).observe(document.querySelector('main') ?? document.body, { childList: true, subtree: true, attributeFilter: ['data-slug'] });
  markAll();
  return list;
}

/** A sentence below the button, once. */
function say(button, text) {
  const box = button.closest('.card, .keep-device');
  if (!box || box.querySelector('.keep-note')) return;
  const line = document.createElement('p');
  line.className = 'small keep-note';
  line.setAttribute('role', 'status');
  line.textContent = text;
  box.append(line);
}

/**
 * Makes the site work without a connection: registers the service worker and hands it what this page is worth keeping.
 * @param {Object} parts
 * @param {{worker: string, pages: string[]}} parts.offline
 * @param {Record<string, string>} parts.urls
 * @param {boolean} parts.thrifty then the map's files are kept only once they were used
 */
export async function startOffline({ offline, urls, thrifty }) {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(offline.worker, { scope: '/', updateViaCache: 'none' });
    const { active } = await navigator.serviceWorker.ready;
    const here = document.body.dataset.page === 'entry' ? [location.pathname] : [];
    active.postMessage({ pages: [...offline.pages, ...here], data: [urls.compact, urls.cards, urls.words], map: !thrifty });
  } catch {
    // Refused by the browser (private window, no https): the site works as before, with a connection.
  }
}

/** The fields of a form that the service worker could not deliver from this page's address, as pairs; null if there is none. */
export function askUnsent() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve(null);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ unsent: location.pathname }, [port2]);
    setTimeout(() => resolve(null), ASKED_MS);
  });
}
