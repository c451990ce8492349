/**
 * Requests to our own server: one at a time for each purpose, with a time limit and three kinds of failure; and whether
 * the connection should be spared.
 */

const LIMIT_MS = 15000;
const SLOW = ['slow-2g', '2g', '3g'];

/** A request that brought nothing: `kind` is "offline", "status" (the server refused; see `status`) or "aborted". */
export class RequestError extends Error {
  /**
   * @param {'offline' | 'status' | 'aborted'} kind
   * @param {number} [status]
   * @param {string} [problem] the name of the problem, if the server gave one: "geocoder-down"
   */
  constructor(kind, status = 0, problem = '') {
    super(`${kind} ${status} ${problem}`.trim());
    this.kind = kind;
    this.status = status;
    this.problem = problem;
  }
}

/** Modules on their way: if they don't come, that is an answer that brought nothing. */
export const loaded = (modules) => modules.catch(() => { throw new RequestError('offline'); });

let kept = false;

/** Whether the last answer came from this device, without a connection: the service worker marks those. */
export const wasKept = () => kept;

/** The day as this device knows it (milliseconds since 1970 of its midnight in UTC): what was kept may be some days old. */
export function deviceDay(now = new Date()) {
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
}

/**
 * Whether this visitor's connection should be spared: map pictures then come only when asked for.
 * @param {{saveData?: boolean, effectiveType?: string} | undefined} connection of the navigator; not every browser tells
 */
export function isThrifty(connection) {
  return connection?.saveData === true || SLOW.includes(connection?.effectiveType ?? '');
}

/** @type {Map<string, AbortController>} */
const underWay = new Map();

/**
 * Fetches an address; a newer request for the same purpose aborts this one.
 * @param {string} url same origin
 * @param {{purpose?: string, as?: 'json' | 'text', fresh?: boolean, position?: number[] | null, signedIn?: boolean}} [options]
 *   `fresh` asks the server even if the browser holds a copy; `position` is sent in a header, so that no log and no cache
 *   keeps it; `signedIn`: a page of the staff asks, whose answer depends on who asks
 * @returns {Promise<any>} the body; rejects with a RequestError
 */
export async function request(url, { purpose = url, as = 'json', fresh = false, position = null, signedIn = false } = {}) {
  underWay.get(purpose)?.abort();
  const abort = new AbortController();
  underWay.set(purpose, abort);
  let late = false;
  const clock = setTimeout(() => { late = true; abort.abort(); }, LIMIT_MS);
  try {
    const accept = as === 'json' ? 'application/json' : 'text/html';
    const response = await fetch(url, {
      signal: abort.signal, credentials: signedIn ? 'same-origin' : 'omit', cache: position ? 'no-store' : fresh ? 'no-cache' : 'default',
      headers: { accept, ...(position && { 'x-position': position.join() }) },
    });
    kept = response.headers.get('x-kept') === '1';
    if (!response.ok) throw new RequestError('status', response.status, await problemOf(response));
    return await (as === 'json' ? response.json() : response.text());
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(abort.signal.aborted && !late ? 'aborted' : 'offline');
  } finally {
    clearTimeout(clock);
    if (underWay.get(purpose) === abort) underWay.delete(purpose);
  }
}

/** What an answer that is a problem document (RFC 9457) calls its problem. */
async function problemOf(response) {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return '';
  const { type = '' } = await response.json().catch(() => ({}));
  return String(type).split('#')[1] ?? '';
}
