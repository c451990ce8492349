/** The entries that are chosen in a list, on all of its pages: kept for this tab alone, until another list is asked for. */

const KEY = 'picks';

/**
 * @param {string} list what the list asks for, without page and order
 * @param {number} most how many can be chosen
 */
export function keptPicks(list, most) {
  const ids = new Set(read(list));
  return {
    has: (id) => ids.has(id),
    all: () => [...ids],
    /** Whether there was room for it. */
    put(id, on) {
      if (on && !ids.has(id) && ids.size >= most) return false;
      if (on) ids.add(id);
      else ids.delete(id);
      write(list, ids);
      return true;
    },
    clear() {
      ids.clear();
      write(list, ids);
    },
  };
}

/** Nothing is chosen any more: what was to be done with them has begun. */
export function forgetPicks() {
  write('', []);
}

function read(list) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    return kept.list === list && Array.isArray(kept.ids) ? kept.ids : [];
  } catch {
    return [];
  }
}

function write(list, ids) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ list, ids: [...ids] }));
  } catch {
    // a browser that keeps nothing: what is chosen holds for this page
  }
}
