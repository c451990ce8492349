/**
 * The visitor's measured position: rounded before anything else is done with it, held in memory alone, and never part of
 * an address. A position that was typed is an ordinary `near` of the query.
 */

const GRID_METRES = 100;
// Of latitude.
const DEGREE_METRES = 111320;
const NEAR_METRES = 5000;

/**
 * The corner of a grid nearest to a position. Its meshes are whole thousandths of a degree and at least 100 metres wide.
 * @param {{latitude: number, longitude: number}} coords degrees
 * @returns {[number, number]} latitude and longitude
 */
export function rounded({ latitude, longitude }) {
  const wide = Math.ceil(GRID_METRES / ((DEGREE_METRES / 1000) * Math.max(Math.cos((latitude * Math.PI) / 180), 0.01)));
  const onGrid = (degree, steps) => Math.round(Math.round((degree * 1000) / steps) * steps) / 1000 + 0;
  return [onGrid(latitude, 1), Math.min(180, Math.max(-180, onGrid(longitude, wide)))];
}

const HANDOVER = /near-me(?:=([0-9.]+))?$/;

/**
 * Takes over from the page before, which was in another language, that the list was around the visitor (`fragment` below
 * wrote it into the address): it becomes a note of this history entry, as if the page had only been loaded again.
 * @param {Window} window
 */
export function takeOver({ history, location: { hash, pathname, search } }) {
  const found = HANDOVER.exec(hash);
  if (!found) return;
  const rest = hash.slice(0, found.index).replace(/[#&]$/, '');
  history.replaceState({ ...history.state, here: Number(found[1]) || true }, '', pathname + search + rest);
}

/**
 * @template Q
 * @param {{parse: (params: URLSearchParams) => Q, toParams: (query: Q) => URLSearchParams,
 *   change: (query: Q, changes: object) => Q}} parts
 */
export function createHere({ parse, toParams, change }) {
  /** @type {[number, number] | null} */
  let position = null;
  let radius = null;

  const isHere = (query) => position !== null && query.near?.join() === position.join();

  /** The query less the measured position and what needs one. */
  function bare(query) {
    if (!isHere(query)) return query;
    return change(query, { near: null, radius: null, sort: query.sort === 'distance' ? '' : query.sort, page: query.page });
  }

  return {
    isHere, bare,
    isOn: () => position !== null,
    /** What may be noted of it: whether there is one, and the radius if one is chosen. Never where it is. */
    note: () => position !== null && (radius ?? true),
    /**
     * The fragment of a link to another page of ours, as the one in another language: that the list was around the
     * visitor. A position is stored nowhere, on the device neither, so it cannot go along; the other page asks again.
     */
    fragment: (tab) => [tab === 'map' && 'map', position && (radius ? `near-me=${radius}` : 'near-me')].filter(Boolean).join('&'),
    /** Takes the radius of a note for the next position; whether there was a position. */
    recall(noted) {
      radius = typeof noted === 'number' ? noted : null;
      return Boolean(noted);
    },
    /** The radius that goes with the position, null for any distance. */
    radius: () => (position ? radius : null),
    /** Holds a position from now on; null forgets it. */
    hold(found) { position = found; if (!found) radius = null; },
    /** The query of an address, with the position if one is held. An address that says something of `near` ends that. */
    read(params) {
      const query = parse(params);
      if (params.has('near')) this.hold(null);
      if (params.get('radius') === '') radius = null;
      return position ? change(query, { near: position, radius, page: query.page }) : query;
    },
    /** Remembers the radius of a query around the position. */
    keep(query) { if (isHere(query)) radius = query.radius; },
    /** The parameters that may stand in an address. */
    write: (query) => toParams(bare(query)),
    /** The same for a link; one that gives the position or its radius up says so by an empty parameter. */
    link(query) {
      const params = toParams(bare(query));
      if (position && !query.near) params.set('near', '');
      else if (isHere(query) && radius !== null && query.radius === null) params.set('radius', '');
      return params;
    },
  };
}

/**
 * The area that a position lies nearest to, empty if all are far away: the twin of `name_near` in mapping/places.py.
 * @param {[number, number]} near latitude and longitude
 * @param {Record<string, {name: string, centre: [number, number]}>} areas in the order of their names
 */
export function nameNear([lat, lng], areas) {
  let [best, name] = [NEAR_METRES, ''];
  for (const area of Object.values(areas)) {
    const north = (lat - area.centre[0]) * DEGREE_METRES;
    const east = (lng - area.centre[1]) * DEGREE_METRES * Math.cos((lat * Math.PI) / 180);
    const metres = Math.hypot(north, east);
    if (metres < best) [best, name] = [metres, area.name];
  }
  return name;
}
