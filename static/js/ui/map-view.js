/**
 * The page's side of the map: opens it when it is first seen, keeps its markers, the chosen one and the view in step
 * with list and address.
 */

import { all, byId, show, write } from './dom.js';

const WAIT_MS = 400;
const SURROUNDINGS_KM = 3;
// Degrees.
const GRID = 0.01;
const PHONE = matchMedia('(max-width: 39.99rem)');

/**
 * @param {Object} parts
 * @param {any} parts.config
 * @param {import('../core/words.js').Words} parts.words
 * @param {any} parts.state
 * @param {(url: string) => Promise<any>} parts.request
 * @param {boolean} parts.thrifty map pictures wait until asked for
 * @param {() => Promise<any>} parts.importPanel
 * @param {(bbox: [number, number, number, number] | null) => void} parts.onArea the part of the map to search in
 * @param {(look: any) => void} parts.onChoose
 * @param {(looks: any[]) => void} parts.onPile
 * @param {() => void} parts.onLocate
 * @param {() => boolean} parts.isHere whether a measured position plays a part: then the view is not remembered
 * @param {((view: any) => Promise<{looks: any[], cells: any[]}>) | null} parts.points for directories too large to
 *   hold all markers at once
 */
export function createMapView({
  config, words, state, request, thrifty, importPanel, onArea, onChoose, onPile, onLocate, isHere, points,
}) {
  const search = /** @type {HTMLInputElement} */ (byId('map-search'));
  let panel = null;
  let opening = null;
  let looks = [];
  /** @type {(() => any[]) | null} */
  let later = null;
  let chosen = '';
  let fitted = false;
  let wanted = '';
  let lastQuery = null;

  search.addEventListener('change', () => onArea(search.checked && panel ? rounded(panel.view().bbox) : null));

  /** Opens the map once; later calls give the same. A failure is said, and can be tried again. */
  function open() {
    opening ??= startSaying().catch(() => {
      opening = null;
      status('map_failed');
    });
    return opening;
  }

  /** A map that takes longer than a moment says that it is coming. */
  async function startSaying() {
    const clock = setTimeout(() => status('loading'), WAIT_MS);
    try {
      await start();
    } finally {
      clearTimeout(clock);
    }
  }

  async function start() {
    const { openMap } = await importPanel();
    const { view, chosen: before } = state.note();
    panel = await openMap({
      container: byId('map'), config, words, view, thrifty,
      areas: (bbox) => request(`${config.urls.areas}&bbox=${bbox}`, { purpose: 'areas' }),
      onChoose: (id) => onChoose(looks.find((look) => look.id === id)),
      onPoint: (id) => lightCard(looks.find((look) => look.id === id)?.slug),
      onPile: (ids) => onPile(ids.map((id) => looks.find((look) => look.id === id))),
      onView: moved,
      onLocate,
      onStatus: status,
      onOffer: (box) => byId('map-status').after(box),
    });
    byId('map-status').replaceChildren();
    take();
    all('#map-legend').forEach((legend) => { legend.open = !PHONE.matches; });
    fitted = view !== undefined;
    wanted = before ?? '';
    put();
    if (points) await refresh();
    comeBack();
  }

  /** Once the markers are there: the first view, and what was chosen before the visitor left. */
  function comeBack() {
    if (!fitted) showAll();
    const again = looks.find((look) => look.id === wanted);
    if (!again) return;
    wanted = '';
    if (PHONE.matches) onChoose(again);
    else choose(again);
  }

  /** The markers of the last answer, made when the map needs them. */
  function take() {
    if (later) looks = later();
    later = null;
  }

  /** The part asked for, else all markers, else the operator's region as it stands. */
  function showAll() {
    const { bbox } = state.query();
    if (bbox) panel.fit(bbox, 0);
    else if (looks.length && !points) panel.fit(extent());
    fitted = bbox !== null || looks.length > 0;
  }

  /** What a first look should show: the surroundings of a place, else the markers. */
  function extent() {
    const { near, radius } = state.query();
    return near ? around(near, radius ?? SURROUNDINGS_KM) : extentOf(nearby());
  }

  /** The markers that decide a view: those in the operator's region if there are any, a far one else hides them all. */
  function nearby() {
    const [west, south, east, north] = config.extent;
    const inside = looks.filter(({ lat, lng }) => lng >= west && lng <= east && lat >= south && lat <= north);
    return inside.length ? inside : looks;
  }

  function moved(view, byUser) {
    state.remember({ view: isHere() ? undefined : { lat: view.lat, lng: view.lng, zoom: view.zoom } });
    if (byUser && search.checked) onArea(rounded(view.bbox));
    else if (points) refresh();
  }

  /** Asks the server for what is in sight. */
  async function refresh() {
    try {
      const found = await points(panel.view());
      looks = found.looks;
      panel.setCells(found.cells);
      put();
    } catch (error) {
      if (error.kind !== 'aborted') status('map_failed');
    }
  }

  /** Shows the markers of an answer. The view moves only where the query asks for a place, or nothing would be seen. */
  function update(query, found) {
    search.checked = query.bbox !== null;
    const asked = JSON.stringify([query.area, query.near, query.radius, query.q]);
    const elsewhere = lastQuery !== null && lastQuery !== asked;
    lastQuery = asked;
    later = found ?? null;
    if (!panel) return;
    take();
    markCard();
    if (points) refresh();
    else put();
    const unseen = looks.length > 0 && !looks.some((look) => panel.sees(look.lat, look.lng));
    if (!query.bbox && (elsewhere || unseen) && (looks.length || query.near)) panel.fit(extent());
    comeBack();
  }

  function put() {
    const { near, radius } = state.query();
    panel.setMarkers(looks);
    panel.setHere(near, radius && radius * 1000);
  }

  function choose(look, covered = 0) {
    chosen = look?.id ?? '';
    panel?.choose(look, covered);
    state.remember({ chosen });
    markCard();
  }

  /** Marks the card of the chosen marker, after the list was drawn anew too. */
  function markCard() {
    const slug = looks.find((look) => look.id === chosen)?.slug;
    for (const card of all('#cards > .card')) card.classList.toggle('is-chosen', card.dataset.slug === slug);
  }

  function lightCard(slug) {
    for (const card of all('#cards > .card')) card.classList.toggle('is-lit', card.dataset.slug === slug);
  }

  function status(key) {
    const box = byId('map-status');
    const line = document.createElement('p');
    line.className = 'map-box';
    write(line, words.say(key));
    box.replaceChildren(line);
    show(box, true);
  }

  const slugOf = (event) => event.target.closest?.('#cards > .card')?.dataset.slug;
  for (const kind of ['pointerover', 'focusin']) byId('results').addEventListener(kind, (event) => panel?.light(slugOf(event)));
  for (const kind of ['pointerleave', 'focusout']) byId('results').addEventListener(kind, () => panel?.light(null));

  return {
    open, update, choose, status, mark: markCard,
    isOpen: () => panel !== null,
    chosen: () => chosen,
    /** The markers in sight, in the order of the list. */
    inSight: () => looks.filter((look) => panel?.sees(look.lat, look.lng)),
  };
}

/** Five decimals of a degree, about a metre. */
function rounded(bbox) {
  return bbox.map((degree) => Math.round(degree * 1e5) / 1e5);
}

/**
 * The box around a circle (kilometres). Its sides lie on a coarse grid, so that what is asked for the map's sake, tiles
 * and outlines, does not have the place in its middle.
 */
function around([lat, lng], km) {
  const [high, wide] = [km / 111.32, km / (111.32 * Math.cos((lat * Math.PI) / 180))];
  const [down, up] = [(degree) => Math.floor(degree / GRID) * GRID, (degree) => Math.ceil(degree / GRID) * GRID];
  return [down(lng - wide), down(lat - high), up(lng + wide), up(lat + high)];
}

function extentOf(looks) {
  const [lats, lngs] = [looks.map(({ lat }) => lat), looks.map(({ lng }) => lng)];
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}
