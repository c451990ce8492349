/**
 * The point of a place in a form: set by a tap or with a cross in the middle of a map, which is loaded only when opened.
 * There is one map on the page; it moves to the place for which it is opened.
 */

import { all, icon, write } from './dom.js';

const HOUSE_ZOOM = 17;
const TOWN_ZOOM = 14;
const DECIMALS = 6;
const ADDRESS = ['street', 'postcode', 'town'];

/**
 * @param {Object} parts
 * @param {any} parts.config of the page
 * @param {import('../core/words.js').Words} parts.words
 * @param {(url: string) => Promise<any>} parts.request
 * @param {(options: any) => Promise<any>} parts.openMap
 * @returns {(row: HTMLElement) => void} prepares the point of a row
 */
export function createPoints({ config, words, request, openMap }) {
  // Outlines alone show nothing of a single house.
  const near = config.basemap.kind === 'outlines' ? TOWN_ZOOM : HOUSE_ZOOM;
  let frame = null;
  let map = null;
  let chosen = null; // the point that is being set

  function start(row) {
    const box = row.querySelector('[data-point]');
    if (!box) return;
    const field = (name) => row.querySelector(`[name$="-${name}"]`);
    const [lat, lng] = [field('lat'), field('lng')];
    const state = box.querySelector('[data-point-state]');
    const point = {
      box,
      get: () => (lat.value && lng.value ? { lat: Number(lat.value), lng: Number(lng.value) } : null),
      set(place, key) {
        lat.value = place ? place.lat.toFixed(DECIMALS) : '';
        lng.value = place ? place.lng.toFixed(DECIMALS) : '';
        say(key ?? (place ? 'point_set' : 'point_none'));
        if (chosen === point) map?.setHere(place && [place.lat, place.lng]);
      },
    };
    const say = (key) => write(state, words.say(key));
    const address = () => ADDRESS.map((name) => field(name).value.trim());
    let known = address().join();

    box.querySelector('[data-point-open]').addEventListener('click', ({ currentTarget }) => toggle(point, currentTarget, say));
    box.querySelector('[data-point-find]').addEventListener('click', () => find(point, address(), say));
    for (const name of ADDRESS) {
      field(name).addEventListener('change', () => {
        if (known !== address().join() && point.get()) point.set(null, 'point_changed');
        known = address().join();
      });
    }
  }

  async function toggle(point, button, say) {
    if (chosen === point) return close();
    await show(point, say);
    button.setAttribute('aria-expanded', 'true');
  }

  function close() {
    for (const button of all('[data-point-open]')) button.setAttribute('aria-expanded', 'false');
    if (chosen) chosen.box.querySelector('[data-point-map]').hidden = true;
    chosen = null;
  }

  async function show(point, say) {
    close();
    chosen = point;
    const slot = point.box.querySelector('[data-point-map]');
    frame ??= framed();
    slot.append(frame.root);
    slot.hidden = false;
    try {
      map ??= await openMap({
        container: frame.map, onTap: tapped,
        areas: (bbox) => request(`${config.urls.areas}&bbox=${bbox}`),
      });
    } catch {
      close();
      frame.root.remove();
      frame = null;
      return say('point_failed');
    }
    const place = point.get();
    map.setHere(place && [place.lat, place.lng]);
    if (place) map.goTo({ ...place, zoom: near });
    return undefined;
  }

  async function find(point, [street, postcode, town], say) {
    if (!town && !postcode) return say('point_no_address');
    await show(point, say);
    point.box.querySelector('[data-point-open]').setAttribute('aria-expanded', 'true');
    const text = [street, [postcode, town].filter(Boolean).join(' ')].filter(Boolean).join(', ');
    const found = await asked(text) ?? await asked([postcode, town].filter(Boolean).join(' '));
    if (chosen !== point || !map) return undefined;
    if (!found) return say('point_not_found');
    const [lng, lat] = found.point;
    map.goTo({ lat, lng, zoom: found.exact ? TOWN_ZOOM : near });
    return say('point_found');
  }

  async function asked(text) {
    try {
      const { places } = await request(`${config.urls.places}&${new URLSearchParams({ place: text })}`);
      return places[0] ?? null;
    } catch {
      return null;
    }
  }

  /** The map with its cross, its words and its two buttons. */
  function framed() {
    const root = document.createElement('div');
    root.className = 'point-frame';
    const help = document.createElement('p');
    help.className = 'small';
    help.id = 'point-help';
    help.textContent = words.say('point_help');
    const view = document.createElement('div');
    view.className = 'point-view';
    const element = document.createElement('div');
    element.id = 'point-map';
    element.setAttribute('role', 'application');
    element.setAttribute('aria-label', words.say('point_here'));
    element.setAttribute('aria-describedby', 'point-help');
    const cross = document.createElement('span');
    cross.className = 'point-cross';
    view.append(element, cross);
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target !== element) return;
      event.preventDefault(); // and send no form
      here();
    });
    const buttons = document.createElement('div');
    buttons.className = 'buttons';
    buttons.append(button('check', 'point_here', here), button('x', 'point_clear', () => chosen?.set(null)));
    root.append(help, view, buttons);
    return { root, map: element };
  }

  /** The point is set, and the cross comes to stand on it. */
  function tapped(place) {
    chosen?.set(place);
    map?.goTo({ lat: place.lat, lng: place.lng, zoom: map.view().zoom });
  }

  function here() {
    const { lat, lng } = map?.view() ?? {};
    if (lat !== undefined) chosen?.set({ lat, lng });
  }

  function button(sign, key, onClick) {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'button';
    element.append(icon(config.assets.sprite, sign), words.say(key));
    element.addEventListener('click', onClick);
    return element;
  }

  return start;
}
