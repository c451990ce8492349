/** What somebody typed and could not save yet, kept on the device: one entry of the storage for each form. */

const PREFIX = 'edit:';
const LASTS_MS = 30 * 24 * 3600 * 1000;
const PASSING = new Set(['ticket', 'step', 'row', 'seen', 'csrfmiddlewaretoken']);

/**
 * The fields of a form as they are kept; null if they are what the form held when it opened.
 * @param {Iterable<[string, unknown]>} fields
 */
export function fieldsOf(fields) {
  return [...fields].filter(([name, value]) => typeof value === 'string' && !PASSING.has(name));
}

/** Keeps the fields under a name; without storage (private windows, full devices) nothing happens. */
export function keep(storage, name, fields, now) {
  try {
    storage.setItem(PREFIX + name, JSON.stringify({ at: now, fields }));
  } catch { /* the page works without */ }
}

/** The fields kept under a name, not older than thirty days; null if there are none. */
export function kept(storage, name, now) {
  try {
    const { at, fields } = JSON.parse(storage.getItem(PREFIX + name) ?? 'null') ?? {};
    return Array.isArray(fields) && now - at < LASTS_MS ? fields : null;
  } catch {
    return null;
  }
}

/** Forgets one form, or with a name that ends in a slash all forms of an entry. */
export function forget(storage, name) {
  try {
    const names = Object.keys(storage).filter((key) => (name.endsWith('/') ? key.startsWith(PREFIX + name) : key === PREFIX + name));
    for (const key of names) storage.removeItem(key);
  } catch { /* nothing is kept then */ }
}
