/**
 * The panel of "Near me": it explains before it asks the browser for the position, or takes a typed place. Names of areas
 * are found here; only what is none of them is asked of our server.
 */

import { byId, icon, show, write } from './dom.js';

const WAIT_MS = 10000;
const OLD_MS = 60000;
const TROUBLES = { 'geocoder-down': 'places_down', 'geocoder-busy': 'places_busy', 'status-429': 'places_often' };

/**
 * @param {Object} parts
 * @param {import('../core/words.js').Words} parts.words
 * @param {string} parts.sprite
 * @param {(text: string) => any[]} parts.areasNamed
 * @param {(text: string) => any[]} parts.areasNearlyNamed areas that are spelt a little differently
 * @param {(found: any[]) => any} parts.theOne
 * @param {(text: string) => Promise<{places: any[], geocoder: boolean}>} parts.ask
 * @param {(coords: {latitude: number, longitude: number}) => void} parts.onPosition as measured
 * @param {(place: any) => void} parts.onPlace
 * @param {() => void} parts.onOff
 * @param {() => boolean} parts.isOn
 */
export function createNearPanel({ words, sprite, areasNamed, areasNearlyNamed, theOne, ask, onPosition, onPlace, onOff, isOn }) {
  const panel = byId('near-panel');
  const field = /** @type {HTMLInputElement} */ (byId('place'));
  const hits = byId('place-hits');
  const off = panel.querySelector('[data-near-off]');
  let opener = null;
  let asked = 0; // numbers the questions: an answer that comes late is not taken

  const isOpen = () => panel.classList.contains('is-open');

  function open(from) {
    if (isOpen()) {
      close();
      return;
    }
    opener = from;
    say('');
    panel.classList.add('is-open');
    opener?.setAttribute('aria-expanded', 'true');
    showOff();
    byId('near-title').focus();
  }

  function close(back = true) {
    if (!isOpen()) return;
    asked += 1;
    panel.classList.remove('is-open');
    hits.replaceChildren();
    opener?.setAttribute('aria-expanded', 'false');
    if (back) focusBack();
  }

  /** To where the visitor came from, without moving the page; what is hidden by now has the button of the header for it. */
  function focusBack() {
    const target = opener?.checkVisibility?.() === false ? document.querySelector('[data-near]') : opener;
    target?.focus({ preventScroll: true });
  }

  function showOff() {
    show(off, isOn());
  }

  /** Says what is wrong or under way. */
  function say(key, values = {}, look = 'ask') {
    const box = byId('near-status');
    box.className = key ? `notice ${look}` : '';
    const line = document.createElement('p');
    write(line, key && words.say(key, values));
    box.replaceChildren(...(key ? [icon(sprite, look === 'ask' ? 'info-circle' : 'current-location'), line] : []));
  }

  /** `onFailed` is called in place of any word here if there is no position: nobody is looking at the panel then. */
  function locate(onFailed = null) {
    asked += 1;
    const mine = asked;
    const failed = ({ code } = {}) => {
      if (mine !== asked) return;
      if (onFailed) onFailed();
      else say(code === 1 ? 'position_refused' : 'position_unknown');
      if (!onFailed) field.focus();
    };
    if (!navigator.geolocation) {
      failed();
      return;
    }
    if (!onFailed) say('position_waiting', {}, '');
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      if (mine !== asked) return;
      onPosition(coords);
      if (!onFailed) finish();
    }, failed, { maximumAge: OLD_MS, timeout: WAIT_MS });
  }

  /** Back to where the visitor was; what is chosen now and the steps of distance come into sight, if they are not. */
  function finish() {
    field.value = '';
    close();
    byId('chosen').scrollIntoView({ block: 'nearest' });
  }

  function take(place) {
    onPlace(place);
    finish();
  }

  function offer(places) {
    hits.replaceChildren(...places.map((place) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      const name = document.createElement('b');
      name.textContent = place.name;
      const where = document.createElement('small');
      where.textContent = place.detail;
      const text = document.createElement('bdi');
      text.append(name, ' ', where);
      button.append(icon(sprite, 'current-location'), text);
      button.addEventListener('click', () => take(place));
      item.append(button);
      return item;
    }));
  }

  function typed() {
    asked += 1;
    say('');
    const known = areasNamed(field.value);
    offer(known.length ? known : areasNearlyNamed(field.value));
  }

  async function send() {
    asked += 1;
    const mine = asked;
    const text = field.value.trim();
    const known = areasNamed(text);
    if (!text) say('place_empty');
    if (!text) return;
    try {
      if (!known.length) say('loading', {}, '');
      const answer = known.length ? { places: known, geocoder: true } : await ask(text);
      if (mine === asked) settle(text, answer);
    } catch (error) {
      if (error.kind === 'aborted' || mine !== asked) return;
      if (error.kind === undefined) throw error;
      const nearly = areasNearlyNamed(text);
      if (nearly.length) settle(text, { places: nearly, geocoder: true });
      else say(TROUBLES[error.problem] ?? (error.kind === 'offline' ? 'places_offline' : 'failed'));
    }
  }

  function settle(text, { places, geocoder }) {
    const one = theOne(places);
    if (one) take(one);
    else if (places.length) {
      say('which_place', {}, '');
      offer(places);
      hits.querySelector('button').focus();
    } else {
      say(geocoder ? 'place_not_found' : 'place_towns_only', { text });
      field.focus();
    }
  }

  panel.querySelector('[data-locate]').addEventListener('click', () => locate());
  panel.querySelector('[data-near-close]').addEventListener('click', (event) => {
    event.preventDefault();
    close();
  });
  off.addEventListener('click', () => {
    onOff();
    finish();
  });
  field.addEventListener('input', typed);
  byId('near-form').addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && close());
  document.addEventListener('click', ({ target }) => {
    if (isOpen() && target.isConnected && !panel.contains(target) && !opener?.contains(target)) close(false);
  });

  return { open, locate, show: showOff };
}
