/** The shortlist of this device: slugs in the order they were kept. Where it is kept is handed in. */

export const MOST = 50;
const KEY = 'shortlist';

/**
 * @param {() => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} storage may throw, as browsers do where the visitor
 *   forbids it: then the list lives as long as the page
 */
export function createShortlist(storage) {
  // Only where nothing can be kept.
  let memory = null;

  /** @returns {string[]} */
  function slugs() {
    if (memory) return [...memory];
    try {
      return readSlugs(storage().getItem(KEY));
    } catch {
      return [];
    }
  }

  /** @returns {boolean} whether it will still be there tomorrow */
  function write(list) {
    try {
      if (list.length) storage().setItem(KEY, JSON.stringify({ v: 1, slugs: list }));
      else storage().removeItem(KEY);
      memory = null;
      return true;
    } catch {
      memory = list;
      return false;
    }
  }

  return {
    slugs,
    has: (slug) => slugs().includes(slug),
    /** Keeps or lets go. */
    toggle(slug) {
      const before = slugs();
      const kept = !before.includes(slug);
      const lasting = write(kept ? [...before, slug].slice(-MOST) : before.filter((one) => one !== slug));
      return { kept, lasting };
    },
    /** Keeps all of them, those already there first. */
    add: (more) => write([...new Set([...slugs(), ...more])].slice(-MOST)),
    /** Puts present slugs in the place of earlier ones; whether that changed anything. */
    rename(moved) {
      const before = slugs();
      const after = [...new Set(before.map((slug) => (Object.hasOwn(moved, slug) ? moved[slug] : slug)))];
      if (after.join() === before.join()) return false;
      write(after);
      return true;
    },
    clear: () => write([]),
  };
}

/** What was kept, read with caution: somebody may have written anything there. */
export function readSlugs(text) {
  try {
    const found = JSON.parse(text ?? 'null')?.slugs;
    return Array.isArray(found) ? [...new Set(found.filter((slug) => typeof slug === 'string' && slug && slug.length <= 90))].slice(-MOST) : [];
  } catch {
    return [];
  }
}

/** The query part of the shared address: `?id=chess,choir`, empty for none. */
export function addressPart(slugs) {
  return slugs.length ? `?id=${slugs.map(encodeURIComponent).join(',')}` : '';
}

/** The slugs of an address. */
export function slugsIn(search) {
  const given = (new URLSearchParams(search).get('id') ?? '').split(',').map((slug) => slug.trim());
  return [...new Set(given.filter((slug) => slug && slug.length <= 90))].slice(0, MOST);
}
