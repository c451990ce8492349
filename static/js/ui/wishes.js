/** Tells our own server, once for each thing looked for in vain, what nobody offers yet: filters and words, no position. */

const PAUSE_MS = 3000; // who is still typing or choosing has not finished wishing
const UNTOLD = ['near', 'radius', 'bbox', 'sort', 'page'];

/**
 * @param {{url: string, toParams: (query: any) => URLSearchParams}} parts
 */
export function createWishes({ url, toParams }) {
  const told = new Set();
  let clock = 0;

  /** Every answer comes here; one that finds something takes the wish before it back. */
  return (query, total) => {
    clearTimeout(clock);
    if (total > 0) return;
    clock = setTimeout(() => {
      const params = new URLSearchParams(toParams(query));
      UNTOLD.forEach((name) => params.delete(name));
      const wish = params.toString();
      if (!wish || told.has(wish) || !navigator.onLine) return;
      told.add(wish);
      navigator.sendBeacon?.(url, params);
    }, PAUSE_MS);
  };
}
