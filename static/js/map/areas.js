/** Outlines and names of municipalities and districts: the part of the map that never depends on tiles. */

const HEIGHT = 20;
const LETTER = 8; // pixels, a generous mean of the label fonts
const [NEXT, FAR] = [34, 52]; // pixels up and down
const BESIDE = 32; // pixels between the middle of a cluster and a name beside it

/**
 * @typedef {Object} AreaName
 * @property {string} name
 * @property {number} lat
 * @property {number} lng
 * @property {boolean} own inside the operator's region
 * @property {'municipality' | 'district'} kind
 */

/**
 * Draws all outlines and prepares the names.
 * @param {any} map from adapter.js
 * @param {{features: any[]}} areas GeoJSON of /api/v1/areas
 * @returns {{arrange: (zoom: number, markers: Element[]) => void, nearest: (lat: number, lng: number) => string, remove: () => void}}
 */
export function drawAreas(map, areas) {
  const names = [];
  const layers = [];
  for (const { geometry, properties } of areas.features) {
    const own = properties.in_region !== false;
    if (geometry && geometry.type !== 'Point') layers.push(map.addOutline(geometry, own ? 'area-outline' : 'area-neighbour'));
    const [lng, lat] = properties.centre ?? geometry.coordinates;
    const element = document.createElement('span');
    element.className = own ? 'area-label is-own' : 'area-label';
    element.lang = 'de';
    element.textContent = properties.name;
    element.hidden = true;
    const size = [properties.name.length * LETTER + 8, HEIGHT];
    layers.push(map.addName(lat, lng, element, size));
    names.push({ name: properties.name, kind: properties.kind, own, lat, lng, element, size });
  }
  names.sort((a, b) => Number(b.own) - Number(a.own));
  return {
    arrange(zoom, markers) {
      // All is measured before anything is written: the browser then lays the map out once.
      const shown = namesFor(names, zoom);
      const moves = placesFree(shown.map((name) => boxOf(map, name)), markers.map(boxAround), frameOf(map));
      const moveOf = new Map(shown.map((name, index) => [name, moves[index]]));
      for (const name of names) put(name.element, moveOf.get(name) ?? null);
    },
    nearest: (lat, lng) => nearestName(names, lat, lng),
    remove: () => layers.forEach((layer) => layer.remove()),
  };
}

/**
 * A box with half its size more on every side.
 * @param {[number, number, number, number]} box west, south, east, north in degrees
 * @returns {[number, number, number, number]}
 */
export function grown([west, south, east, north]) {
  const [x, y] = [(east - west) / 2, (north - south) / 2];
  return [Math.max(-180, west - x), Math.max(-90, south - y), Math.min(180, east + x), Math.min(90, north + y)];
}

/** Whether one box holds another. */
export function holds([west, south, east, north], [left, bottom, right, top]) {
  return left >= west && bottom >= south && right <= east && top <= north;
}

/**
 * From far the municipalities, from near the districts and those municipalities that have none.
 * @template {{kind: string}} T
 * @param {T[]} names
 * @param {number} zoom
 * @returns {T[]} in order of importance
 */
export function namesFor(names, zoom) {
  const first = zoom >= 12 ? 'district' : 'municipality';
  const chosen = names.filter((name) => name.kind === first);
  return zoom >= 12 ? [...chosen, ...names.filter((name) => name.kind !== first)] : chosen;
}

/** Shows a name so far right and down of its place; null hides it. */
function put(element, move) {
  if (element.hidden === Boolean(move)) element.hidden = !move;
  const translate = move ? `${move[0]}px ${move[1]}px` : '';
  if (move && element.style.translate !== translate) element.style.translate = translate;
}

function boxOf(map, name) {
  const { x, y } = map.pixel(name.lat, name.lng);
  return { x, y, w: name.size[0], h: name.size[1] };
}

function frameOf(map) {
  const { x, y } = map.size();
  return { x: x / 2, y: y / 2, w: x, h: y };
}

/** The middle and size of a marker, in pixels of the map. */
function boxAround(element) {
  const frame = element.closest('.leaflet-container').getBoundingClientRect();
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left - frame.left + width / 2, y: top - frame.top + height / 2, w: width, h: height };
}

/**
 * Where names may stand: on their place, else a little above, below or beside it, where they cover neither markers nor
 * earlier names. Where all is taken, a name stands where the most of it can be read.
 * @param {Box[]} boxes in order of importance
 * @param {Box[]} taken
 * @param {Box} [frame] the map: no name goes aside beyond its edge
 * @returns {([number, number] | null)[]} how far right and down in pixels; null for a name that would cover another one
 * @typedef {{x: number, y: number, w: number, h: number}} Box middle and size in pixels
 */
export function placesFree(boxes, taken, frame = { x: 0, y: 0, w: Infinity, h: Infinity }) {
  const names = [];
  return boxes.map((box) => {
    let [best, least] = [null, Infinity];
    for (const [right, down] of movesOf(box)) {
      const at = { ...box, x: box.x + right, y: box.y + down };
      if (names.some((other) => covered(at, other) > 0)) continue;
      const beyond = right ? box.w * box.h - covered(at, frame) : 0;
      const hidden = taken.reduce((sum, other) => sum + covered(at, other), beyond);
      if (hidden < least) [best, least] = [[right, down], hidden];
      if (hidden === 0) break;
    }
    if (best) names.push({ ...box, x: box.x + best[0], y: box.y + best[1] });
    return best;
  });
}

/** The moves to try, the smallest first. */
function movesOf({ w }) {
  const side = Math.round(w / 2) + BESIDE;
  const beside = (down) => [[side, down], [-side, down]];
  return [[0, 0], [0, -NEXT], [0, NEXT], ...beside(0), [0, -FAR], [0, FAR], ...beside(-NEXT), ...beside(NEXT)];
}

/** How many square pixels two boxes have in common. */
function covered(a, b) {
  const wide = Math.min(a.w, b.w, (a.w + b.w) / 2 - Math.abs(a.x - b.x));
  const high = Math.min(a.h, b.h, (a.h + b.h) / 2 - Math.abs(a.y - b.y));
  return wide > 0 && high > 0 ? wide * high : 0;
}

/**
 * The name of the place nearest to a point; districts win over their municipality, whose middle lies among them.
 * @param {AreaName[]} names
 * @returns {string} empty without any name
 */
export function nearestName(names, lat, lng) {
  const squeeze = Math.cos((lat * Math.PI) / 180);
  let [best, least] = ['', Infinity];
  for (const name of names) {
    const away = Math.hypot(name.lat - lat, (name.lng - lng) * squeeze) * (name.kind === 'district' ? 1 : 1.5);
    if (away < least) [best, least] = [name.name, away];
  }
  return best;
}
