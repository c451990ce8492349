/** Makes the site work without a connection: registers the service worker and hands it what this page is worth keeping. */

/**
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
