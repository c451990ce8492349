/** The base map: vector tiles of the operator's file, raster tiles through our own proxy, or the outlines alone. */

/**
 * @typedef {Object} Basemap
 * @property {'pmtiles' | 'tiles' | 'outlines'} kind
 * @property {string} url
 * @property {string} attribution
 */

/**
 * Starts the base map. When it fails, the outlines below it are the map; the visitor is told once.
 * @param {any} map from adapter.js
 * @param {HTMLElement} container gets the class has-tiles while a base map is drawn
 * @param {Basemap} basemap
 * @param {{load: (url: string) => Promise<void>, script: string, lang: string, onFail: () => void}} parts
 * @returns {Promise<void>}
 */
export async function startBasemap(map, container, basemap, { load, script, lang, onFail }) {
  const works = () => container.classList.add('has-tiles');
  const fails = () => {
    container.classList.remove('has-tiles');
    onFail();
  };
  if (basemap.kind === 'tiles') map.addTiles(basemap.url, { onLoad: works, onFail: fails });
  if (basemap.kind !== 'pmtiles') return;
  try {
    const head = await fetch(basemap.url, { headers: { range: 'bytes=0-6' }, credentials: 'omit' });
    if (!head.ok || (await head.text()).slice(0, 7) !== 'PMTiles') throw new Error('no PMTiles file');
    await load(script);
    map.addVector(new URL(basemap.url, location.href).href, { flavor: dark() ? 'dark' : 'light', lang });
    works();
  } catch {
    fails();
  }
}

function dark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/**
 * The line of sources. OpenStreetMap's is a link, as its licence asks.
 * @param {string} text
 * @returns {HTMLElement}
 */
export function attributionLine(text) {
  const line = document.createElement('div');
  line.className = 'leaflet-control-attribution';
  const [before, name, after] = text.split(/(OpenStreetMap)/, 3);
  line.append(before);
  if (name) {
    const link = document.createElement('a');
    link.href = 'https://www.openstreetmap.org/copyright';
    link.rel = 'noreferrer';
    link.textContent = name;
    line.append(link, after ?? '');
  }
  return line;
}
