/**
 * The look of markers and clusters: shape tells the kind, the icon the topic, the accessible name both and more; colour
 * never tells anything alone. Styles stand in css/map.css.
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Width, height and the pixel that stands on the place: the tip of the tail, or the middle where nothing is exact.
 * @type {Record<string, {size: [number, number], anchor: [number, number]}>}
 */
const BOXES = {
  club: { size: [34, 42], anchor: [17, 41] },
  committee: { size: [34, 42], anchor: [17, 41] },
  initiative: { size: [40, 42], anchor: [20, 40] },
  approximate: { size: [58, 58], anchor: [29, 29] },
  s: { size: [36, 36], anchor: [18, 18] },
  m: { size: [44, 44], anchor: [22, 22] },
  l: { size: [54, 54], anchor: [27, 27] },
};

/**
 * @typedef {Object} MarkerLook
 * @property {string} id of the listing
 * @property {string} name accessible name
 * @property {string} label short visible name for the chosen marker
 * @property {'club' | 'committee' | 'initiative'} kind
 * @property {string} icon name in the sprite
 * @property {string} hue one of the eight topic hues
 * @property {boolean} approximate no fixed place, or only the town may be shown
 * @property {boolean} unconfirmed not confirmed for long
 * @property {boolean} closed closed for some time
 */

/** @typedef {{element: HTMLButtonElement, size: [number, number], anchor: [number, number]}} Drawing */

/**
 * @param {MarkerLook} look
 * @param {string} sprite address of the icons
 * @returns {Drawing}
 */
export function drawMarker(look, sprite) {
  const element = button(`marker marker-${look.kind} hue-${look.hue}`, look.name);
  element.classList.toggle('is-approximate', look.approximate);
  element.classList.toggle('is-unconfirmed', look.unconfirmed && !look.approximate);
  element.classList.toggle('is-closed', look.closed);
  element.dataset.id = look.id;
  const shape = look.approximate ? `shape-${look.kind}` : `marker-${look.kind}`;
  element.append(symbol(sprite, shape, 'marker-shape'), symbol(sprite, look.icon, 'icon'));
  if (look.closed) element.append(symbol(sprite, 'clock', 'icon marker-clock'));
  return { element, ...BOXES[look.approximate ? 'approximate' : look.kind] };
}

/**
 * @param {number} count
 * @param {string} text the count as written
 * @param {string} name accessible name
 * @returns {Drawing}
 */
export function drawCluster(count, text, name) {
  const size = count < 10 ? 's' : count < 50 ? 'm' : 'l';
  const element = button(`cluster cluster-${size}`, name);
  const number = document.createElement('span');
  number.textContent = text;
  element.append(number);
  return { element, ...BOXES[size] };
}

/**
 * The name below the chosen marker, for the eye; the marker's accessible name says it already.
 * @param {string} text
 * @returns {HTMLElement}
 */
export function nameLabel(text) {
  const label = document.createElement('span');
  label.className = 'marker-name';
  label.setAttribute('aria-hidden', 'true');
  const name = document.createElement('bdi');
  name.textContent = text;
  label.append(name);
  return label;
}

function button(className, name) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = className;
  element.setAttribute('aria-label', name);
  return element;
}

/**
 * One symbol of the sprite.
 * @returns {SVGElement}
 */
export function symbol(sprite, name, className) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * Gives elements that share an accessible name a number, so that each name occurs once.
 * @param {HTMLElement[]} elements
 */
export function nameApart(elements) {
  const seen = new Map();
  for (const element of elements) {
    const name = element.dataset.name ?? element.getAttribute('aria-label') ?? '';
    element.dataset.name = name;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    const unique = times === 1 ? name : `${name} (${times})`;
    if (element.getAttribute('aria-label') !== unique) element.setAttribute('aria-label', unique);
  }
}
