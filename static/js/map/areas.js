/** Outlines and names of municipalities and districts: the part of the map that never depends on tiles. */

const HEIGHT = 20;
const LETTER = 8; // pixels, a generous mean of the label fonts

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
 * @returns {{arrange: (zoom: number) => void, nearest: (lat: number, lng: number) => string}}
 */
export function drawAreas(map, areas) {
  const names = [];
  for (const { geometry, properties } of areas.features) {
    const own = properties.in_region !== false;
    if (geometry && geometry.type !== 'Point') map.addOutline(geometry, own ? 'area-outline' : 'area-neighbour');
    const [lng, lat] = properties.centre ?? geometry.coordinates;
    const element = document.createElement('span');
    element.className = own ? 'area-label is-own' : 'area-label';
    element.lang = 'de';
    element.textContent = properties.name;
    element.hidden = true;
    const size = [properties.name.length * LETTER + 8, HEIGHT];
    map.addName(lat, lng, element, size);
    names.push({ name: properties.name, kind: properties.kind, own, lat, lng, element, size });
  }
  names.sort((a, b) => Number(b.own) - Number(a.own));
  return {
    arrange(zoom) {
      const shown = namesFor(names, zoom);
      const boxes = shown.map((name) => ({ ...map.pixel(name.lat, name.lng), w: name.size[0], h: name.size[1] }));
      const free = withoutOverlap(boxes);
      for (const name of names) name.element.hidden = true;
      shown.forEach((name, index) => { name.element.hidden = !free[index]; });
    },
    nearest: (lat, lng) => nearestName(names, lat, lng),
  };
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

/**
 * Which boxes may stand without covering an earlier one.
 * @param {{x: number, y: number, w: number, h: number}[]} boxes middle and size in pixels
 * @returns {boolean[]}
 */
export function withoutOverlap(boxes) {
  const kept = [];
  return boxes.map((box) => {
    const free = kept.every((other) =>
      Math.abs(box.x - other.x) * 2 >= box.w + other.w || Math.abs(box.y - other.y) * 2 >= box.h + other.h);
    if (free) kept.push(box);
    return free;
  });
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
