/** Small helpers for the page's own elements. Data becomes text or attributes, never markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** @returns {HTMLElement | null} */
export const byId = (id) => document.getElementById(id);

/** @returns {HTMLElement[]} */
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Shows or hides an element that may be missing. */
export function show(element, shown) {
  if (element && element.hidden === Boolean(shown)) element.hidden = !shown;
}

/** Menus of the top bar: Escape and a tap elsewhere close them; without scripts they still open and close. */
export function closeMenusOutside() {
  const open = () => all('details.drop[open]');
  document.addEventListener('click', ({ target }) => {
    for (const menu of open()) if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
}

/** Writes text only if it differs, so that nothing is announced twice; into the node there is, which costs the least layout. */
export function write(element, text) {
  if (!element || element.textContent === text) return;
  const [node, more] = element.childNodes;
  if (node instanceof Text && !more) node.data = text;
  else element.textContent = text;
}

/** Writes a text; the words set apart in it (U+2068 to U+2069) become a <bdi> of their language. */
export function writeApart(element, text, lang) {
  element.replaceChildren(...text.split(/[\u2068\u2069]/).map((part, place) => (place % 2 ? apart(part, lang) : part)));
}

/** Words of another language, with their own direction. */
export function apart(text, lang) {
  const words = document.createElement('bdi');
  if (lang) words.lang = lang;
  words.textContent = text;
  return words;
}

/**
 * A copy of the only element of a template, with its slots by name.
 * @param {string} id
 * @returns {{root: HTMLElement, slot: (name: string) => HTMLElement | null} | null} null if the page has no such template
 */
export function fromTemplate(id) {
  const template = /** @type {HTMLTemplateElement | null} */ (byId(id));
  if (!template?.content.firstElementChild) return null;
  const root = /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
  return { root, slot: (name) => (root.dataset.slot === name ? root : root.querySelector(`[data-slot~="${name}"]`)) };
}

/** Icons that are mirrored where one reads from right to left, of those that scripts choose. */
export const FLIPPED = ['level-little', 'level-conversation', 'level-fluent'];

/** Points an icon of the sprite at another symbol. */
export function setIcon(svg, sprite, name) {
  const use = svg?.querySelector('use');
  const href = `${sprite}#${name}`;
  // Each time its shapes are made anew.
  if (use && use.getAttribute('href') !== href) use.setAttribute('href', href);
}

/** Whether a click means "here", not "in a new tab" or the like. */
export function plainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

/** A new icon of the sprite. */
export function icon(sprite, name, className = 'icon') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/** Waits until calls stop for that long, then runs once. */
export function settled(run, milliseconds) {
  let clock = 0;
  return (...values) => {
    clearTimeout(clock);
    clock = setTimeout(() => run(...values), milliseconds);
  };
}

/** Runs something once what is drawn now can be seen: a task of its own, behind all that waited for the same frame. */
export function afterPaint(run) {
  requestAnimationFrame(() => setTimeout(() => setTimeout(run)));
}
