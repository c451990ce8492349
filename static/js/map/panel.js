/**
 * The map as the page uses it: markers of the answer, clusters with names, base map, own position, controls.
 * Loaded only when the map is first seen; it brings Leaflet along.
 */

import { createMap } from './adapter.js';
import { drawAreas, grown, holds } from './areas.js';
import { attributionLine, startBasemap } from './basemap.js';
import { load } from './load.js';
import { drawCluster, drawMarker, nameApart, nameLabel, symbol } from './markers.js';

const FARTHEST = 9; // zoom below which no further outlines are asked for: a country would come

/**
 * @typedef {Object} PanelParts
 * @property {HTMLElement} container
 * @property {any} config of the page
 * @property {import('../core/words.js').Words} words
 * @property {(bbox: string) => Promise<{features: any[]}>} areas asks for the areas in a box: GeoJSON
 * @property {{lat: number, lng: number, zoom: number} | undefined} view to start with
 * @property {(id: string) => void} onChoose
 * @property {(id: string | null) => void} onPoint hover or focus
 * @property {(ids: string[]) => void} onPile
 * @property {(view: any, byUser: boolean) => void} onView
 * @property {(place: {lat: number, lng: number}) => void} [onTap] a tap on the map itself
 * @property {boolean} [thrifty] map pictures wait until the visitor asks for them
 * @property {(box: HTMLElement) => void} [onOffer] places the offer to load them; without it, it stands in the map's corner
 * @property {() => void} [onLocate] without it there is no button for the own position
 * @property {(key: string) => void} onStatus key of a sentence for the map's status
 * @property {(count: number, looks: any[], cell: any) => {name: string, shares: [string, number][]}} [tellCluster] what
 *   else is to be said of so many entries: an accessible name, and a ring of shares (their classes and percents)
 */

/**
 * @param {PanelParts} parts
 */
export async function openMap(parts) {
  const { container, config, words } = parts;
  const { leafletCss, leafletJs, clusterJs, sprite } = config.assets;
  await Promise.all([load(leafletCss), load(leafletJs).then(() => load(clusterJs))]);
  let names = null;
  let areasIn = null;
  let chosen = '';
  let lit = '';
  let looks = [];
  let cells = [];

  const map = createMap(container, {
    extent: config.extent,
    rtl: config.dir === 'rtl',
    snap: config.basemap.kind === 'tiles' ? 1 : 0.25,
    drawMarker: (look) => decorated(drawMarker(look, sprite), look),
    drawCluster: (count, looks, place) => {
      const near = names?.nearest(place.lat, place.lng) ?? '';
      const told = parts.tellCluster?.(count, looks, place);
      const name = told?.name ?? words.say(near ? 'cluster' : 'cluster_plain', { n: count, place: near });
      const drawing = drawCluster(count, short(count, words.number), name, told?.shares);
      drawing.element.classList.toggle('is-lit', looks.some(({ id, slug }) => slug === lit || id === chosen));
      return drawing;
    },
    onChoose: parts.onChoose,
    onPile: parts.onPile,
    onTap: parts.onTap,
    onView: (view, byUser) => {
      showAreas(view);
      parts.onView(view, byUser);
    },
    onDrawn: () => nameApart(map.elements()), // at once: nobody may meet two markers of one name
    onSettled: () => names?.arrange(map.view().zoom, map.elements()),
  });

  function decorated(drawing, look) {
    if (look.slug === lit) drawing.element.classList.add('is-lit');
    if (look.id === chosen) mark(drawing.element, look.label);
    return drawing;
  }

  function mark(element, text) {
    element.classList.add('is-chosen');
    element.setAttribute('aria-current', 'true');
    element.append(nameLabel(text));
  }

  /** Lights all markers of an entry (or the clusters that hold them); null puts them out. */
  function light(slug) {
    if ((slug ?? '') === lit) return;
    for (const element of map.elements()) element.classList.remove('is-lit');
    lit = slug ?? '';
    for (const { id } of looks.filter((look) => look.slug === lit)) map.elementOf(id)?.classList.add('is-lit');
    const element = map.elementOf(chosen);
    if (isCluster(element)) element.classList.add('is-lit');
  }

  /** Chooses one listing: its marker is marked, named and brought into sight; null takes the choice back. */
  function choose(look, covered = 0) {
    const before = map.elementOf(chosen);
    before?.classList.remove('is-chosen', 'is-lit');
    before?.removeAttribute('aria-current');
    before?.querySelector('.marker-name')?.remove();
    map.release(chosen);
    chosen = look?.id ?? '';
    if (!look) return;
    map.bring(chosen, covered);
    const element = map.elementOf(chosen);
    if (element && isCluster(element)) element.classList.add('is-lit');
    else if (element) mark(element, look.label);
  }

  /** Outlines and names for what is in sight and around it; from very far those that are there stay. */
  async function showAreas({ bbox, zoom }) {
    if (areasIn && (holds(areasIn, bbox) || zoom < FARTHEST)) return;
    areasIn = onGrid(grown(zoom < FARTHEST ? config.extent : bbox));
    try {
      const found = await parts.areas(areasIn.map((degree) => degree.toFixed(2)).join(','));
      names?.remove();
      names = drawAreas(map, found);
      names.arrange(map.view().zoom, map.elements());
      map.refresh();
      setCells(cells);
    } catch {
      areasIn = null; // the next move asks again
    }
  }

  watchPointer(container, parts.onPoint);
  addControls(map, parts);
  const { onOffer = (box) => map.addControl(box, 'bottom') } = parts;
  if (parts.view) map.goTo(parts.view);
  showAreas(map.view());
  startBasemap(map, container, config.basemap, {
    load, script: config.assets.protomapsJs, lang: config.lang, onFail: () => parts.onStatus('map_offline'),
    thrifty: parts.thrifty ?? false, onAsk: (start) => onOffer(offer(words, start)),
  });

  function setMarkers(wanted) {
    looks = wanted;
    map.setMarkers(wanted);
  }

  function setCells(wanted) {
    cells = wanted;
    map.setCells(wanted);
  }

  const { setHere, fit, goTo, view, sees } = map;
  return { light, choose, setMarkers, setCells, setHere, fit, goTo, view, sees };
}

/** The box widened to a coarse grid: what is asked for tells less of where the visitor looks, and is asked less often. */
function onGrid([west, south, east, north]) {
  const [down, up] = [(degree) => Math.floor(degree * 20) / 20, (degree) => Math.ceil(degree * 20) / 20];
  return [Math.max(-180, down(west)), Math.max(-90, down(south)), Math.min(180, up(east)), Math.min(90, up(north))];
}

/** Says that the map pictures wait, with the button that brings them. */
function offer(words, start) {
  const box = document.createElement('div');
  box.className = 'map-box map-offer';
  box.setAttribute('role', 'status');
  const text = document.createElement('p');
  text.textContent = words.say('no_tiles_slow');
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'button', textContent: words.say('load_tiles') });
  button.addEventListener('click', () => {
    box.remove();
    start();
  });
  box.append(text, button);
  return box;
}

function isCluster(element) {
  return element?.classList.contains('cluster') ?? false;
}

/** "999", then "1.2k". */
function short(count, number) {
  return count < 1000 ? number(count) : `${number(Math.floor(count / 100) / 10)}k`;
}

/** Tells which marker is under the pointer or has the focus. */
function watchPointer(container, onPoint) {
  const idOf = (event) => event.target.closest?.('.marker')?.dataset.id ?? null;
  for (const kind of ['pointerover', 'focusin']) container.addEventListener(kind, (event) => onPoint(idOf(event)));
  for (const kind of ['pointerout', 'focusout']) container.addEventListener(kind, (event) => idOf(event) && onPoint(null));
}

/** Zoom, own position and the line of sources, at the end side. */
function addControls(map, { words, config, onLocate }) {
  const bar = document.createElement('div');
  bar.className = 'leaflet-bar';
  const steps = [
    ['plus', 'zoom_in', () => map.zoom(1)],
    ['minus', 'zoom_out', () => map.zoom(-1)],
    ...(onLocate ? [['current-location', 'my_position', onLocate]] : []),
  ];
  for (const [icon, key, act] of steps) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', words.say(key));
    button.append(symbol(config.assets.sprite, icon, 'icon'));
    button.addEventListener('click', act);
    bar.append(button);
  }
  map.addControl(bar, 'top');
  if (config.basemap.attribution) map.addControl(attributionLine(config.basemap.attribution), 'bottom');
}
