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
 * @param {{load: (url: string) => Promise<void>, script: string, lang: string, onFail: () => void,
 *   thrifty: boolean, onAsk: (start: () => void) => void}} parts `onAsk` offers the visitor to start it, where data is to be saved
 * @returns {Promise<void>}
 */
export async function startBasemap(map, container, basemap, { thrifty, onAsk, ...parts }) {
  if (basemap.kind === 'outlines') return;
  if (thrifty) onAsk(() => draw(map, container, basemap, parts));
  else await draw(map, container, basemap, parts);
}

async function draw(map, container, basemap, { load, script, lang, onFail }) {
  const works = () => container.classList.add('has-tiles');
  const fails = () => {
    container.classList.remove('has-tiles');
    onFail();
  };
  if (basemap.kind === 'tiles') map.addTiles(basemap.url, { onLoad: works, onFail: fails });
  if (basemap.kind !== 'pmtiles') return;
  try {
    const maxDataZoom = await deepestZoom(basemap.url);
    await load(script);
    map.addVector(new URL(basemap.url, location.href).href, { flavor: dark() ? 'dark' : 'light', lang, maxDataZoom });
    works();
  } catch {
    fails();
  }
}

/**
 * The deepest zoom with tiles in a PMTiles file, from its header (version 3 of the format: 127 bytes, the deepest zoom
 * in byte 101). Throws if it is no such file.
 */
async function deepestZoom(url) {
  const answer = await fetch(url, { headers: { range: 'bytes=0-126' }, credentials: 'omit' });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (!answer.ok || new TextDecoder().decode(bytes.slice(0, 7)) !== 'PMTiles' || bytes[7] !== 3) throw new Error('no PMTiles file');
  return bytes[101];
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
  for (const [index, part] of text.split(/(OpenStreetMap)/).entries()) {
    line.append(index % 2 ? linkToCopyright(part) : part);
  }
  return line;
}

function linkToCopyright(name) {
  const link = document.createElement('a');
  link.href = 'https://www.openstreetmap.org/copyright';
  link.rel = 'noreferrer';
  link.textContent = name;
  return link;
}
