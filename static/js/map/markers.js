/**
 * The look of markers and clusters: shape tells the kind, the icon the topic, the accessible name both and more; colour
 * never tells anything alone. Styles stand in css/map.css.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** Shapes with a tail, whose tip stands on the place; the last number is the middle of the icon from above. */
const PLACED = {
  club: ['M17 2a15 15 0 0 1 5.4 29L17 40l-5.4-9A15 15 0 0 1 17 2z', 17],
  committee: ['M8 3h18a6 6 0 0 1 6 6v17a6 6 0 0 1-6 6h-3.6L17 40l-5.4-8H8a6 6 0 0 1-6-6V9a6 6 0 0 1 6-6z', 17.5],
  initiative: ['M17.2 3.2a4 4 0 0 1 5.6 0l14.5 15a4 4 0 0 1 0 5.6l-14.5 15a4 4 0 0 1-5.6 0l-14.5-15a4 4 0 0 1 0-5.6z', 21],
};

/** Small shapes without a tail, in the middle of a ring, for what has no fixed place. */
const LOOSE = {
  club: 'M29 17a12 12 0 0 1 0 24a12 12 0 0 1 0-24z',
  committee: 'M22 17h14a5 5 0 0 1 5 5v14a5 5 0 0 1-5 5H22a5 5 0 0 1-5-5V22a5 5 0 0 1 5-5z',
  initiative: 'M26.6 14.4a3.4 3.4 0 0 1 4.8 0l12.2 12.2a3.4 3.4 0 0 1 0 4.8L31.4 43.6a3.4 3.4 0 0 1-4.8 0L14.4 31.4a3.4 3.4 0 0 1'
    + ' 0-4.8z',
};

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
  const box = BOXES[look.approximate ? 'approximate' : look.kind];
  element.append(shape(look, box.size, sprite));
  if (look.closed) element.append(symbol(sprite, 'clock', 'icon marker-clock'));
  return { element, ...box };
}

/** Three times the same path, one over the other: rim and edge show when the marker is chosen. Above it the icon. */
function shape(look, [width, height], sprite) {
  const svg = part('svg', { class: 'marker-shape', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
  const [path, middle] = look.approximate ? [LOOSE[look.kind], 29] : PLACED[look.kind];
  const size = look.approximate ? 16 : 19;
  if (look.approximate) svg.append(part('circle', { class: 'marker-ring', cx: 29, cy: 29, r: 28 }));
  const body = part('g', { class: 'marker-body' });
  for (const name of ['marker-rim', 'marker-edge', 'marker-fill']) body.append(part('path', { class: name, d: path }));
  const corner = { x: (width - size) / 2, y: middle - size / 2, width: size, height: size };
  body.append(part('use', { class: 'marker-icon', href: `${sprite}#${look.icon}`, ...corner }));
  svg.append(body);
  return svg;
}

/**
 * @param {number} count
 * @param {string} text the count as written
 * @param {string} name accessible name
 * @param {[string, number][]} [shares] parts of the ring around it: class and percent of each
 * @returns {Drawing}
 */
export function drawCluster(count, text, name, shares = []) {
  const size = count < 10 ? 's' : count < 50 ? 'm' : 'l';
  const element = button(`cluster cluster-${size}`, name);
  if (shares.length) element.append(ring(shares));
  const number = document.createElement('span');
  number.textContent = text;
  element.append(number);
  return { element, ...BOXES[size] };
}

/** A ring of shares, clockwise from above. The percents of all of them make 100. */
function ring(shares) {
  const svg = part('svg', { class: 'cluster-ring', viewBox: '0 0 40 40', 'aria-hidden': 'true' });
  let before = 0;
  for (const [name, percent] of shares) {
    const place = { cx: 20, cy: 20, r: 17, pathLength: 100, transform: 'rotate(-90 20 20)' };
    svg.append(part('circle', { ...place, class: name, 'stroke-dasharray': `${percent} 100`, 'stroke-dashoffset': -before }));
    before += percent;
  }
  return svg;
}

/**
 * The name below the chosen marker, for the eye; the marker's accessible name says it already.
 * @param {string} text
 * @returns {HTMLElement}
 */
export function nameLabel(text) {
  const label = document.createElement('span');
  label.className = 'marker-name';
  label.dir = 'auto';
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
  const svg = part('svg', { class: className, 'aria-hidden': 'true' });
  svg.append(part('use', { href: `${sprite}#${name}` }));
  return svg;
}

function part(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
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
