/** Outlines and names of municipalities and districts: the part of the map that never depends on tiles. */

const HEIGHT = 20;
const LETTER = 8; // pixels, a generous mean of the label fonts
// Where a name may stand: pixels aside and down from its place, the nearest first.
const SHIFTS = [0, -34, 34, -52, 52]
  .flatMap((down) => [0, 40, -40, 80, -80].map((aside) => [aside, down]))
  .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

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
      for (const name of names) name.element.hidden = true;
      const width = names[0]?.element.closest('.leaflet-container')?.clientWidth ?? Infinity;
      const places = placesFree(namesFor(names, zoom).map((name) => boxOf(map, name)), markers.map(boxAround), width);
      namesFor(names, zoom).forEach((name, index) => {
        name.element.hidden = places[index] === null;
        const [aside, down] = places[index] ?? SHIFTS[0];
        name.element.style.translate = `${aside}px ${down}px`;
      });
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

function boxOf(map, name) {
  const { x, y } = map.pixel(name.lat, name.lng);
  return { x, y, w: name.size[0], h: name.size[1] };
}

/** The middle and size of a marker, in pixels of the map. */
function boxAround(element) {
  const frame = element.closest('.leaflet-container').getBoundingClientRect();
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left - frame.left + width / 2, y: top - frame.top + height / 2, w: width, h: height };
}

/**
 * Where names may stand: on their place, else a little beside it, covering neither markers nor earlier names.
 * @param {Box[]} boxes in order of importance
 * @param {Box[]} taken
 * @param {number} [width] of the map: no name is pushed out of sight
 * @returns {(number[] | null)[]} how far aside and down in pixels; a name that finds no room is left out (null)
 * @typedef {{x: number, y: number, w: number, h: number}} Box middle and size in pixels
 */
export function placesFree(boxes, taken, width = Infinity) {
  const full = [...taken];
  return boxes.map((box) => {
    const at = ([aside, down]) => ({ ...box, x: box.x + aside, y: box.y + down });
    const inSight = ([aside]) => !aside || (box.x + aside >= box.w / 2 && box.x + aside <= width - box.w / 2);
    const found = SHIFTS.find((shift) => inSight(shift) && !full.some((other) => overlap(at(shift), other))) ?? null;
    if (found) full.push(at(found));
    return found;
  });
}

function overlap(a, b) {
  return Math.abs(a.x - b.x) * 2 < a.w + b.w && Math.abs(a.y - b.y) * 2 < a.h + b.h;
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
