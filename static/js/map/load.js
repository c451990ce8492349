/** Loads classic scripts and style sheets on demand, each once. */

/** @type {Map<string, Promise<void>>} */
const loaded = new Map();

/**
 * @param {string} url of our own origin, ending in .js or .css
 * @returns {Promise<void>}
 */
export function load(url) {
  const known = loaded.get(url);
  if (known) return known;
  const promise = new Promise((resolve, reject) => {
    const style = /\.css(\?|$)/.test(url);
    const element = document.createElement(style ? 'link' : 'script');
    if (element instanceof HTMLLinkElement) [element.rel, element.href] = ['stylesheet', url];
    else element.src = url;
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => {
      loaded.delete(url);
      element.remove();
      reject(new Error(`not loaded: ${url}`));
    });
    document.head.append(element);
  });
  loaded.set(url, promise);
  return promise;
}
