/** The page of an entry without a connection, drawn into the template that the page brings along. */

import { FLIPPED, all, fromTemplate, setIcon } from './dom.js';

/**
 * @param {any} entry made by core/stand-in.js
 * @param {{sprite: string, number: (n: number) => string, notice: string}} parts `notice`: from which day the data are
 * @returns {HTMLElement}
 */
export function drawStandIn(entry, { sprite, number, notice }) {
  const { root, slot } = fromTemplate('entry-template');
  const shape = slot('shape');
  shape.className = `shape shape-large shape-${entry.kind} hue-${entry.look.hue}`;
  shape.classList.toggle('is-approximate', entry.approximate);
  setIcon(shape, sprite, entry.look.icon);
  slot('meta').textContent = entry.meta.join(' · ');
  Object.assign(slot('name'), { lang: entry.nameLang, textContent: entry.name });
  slot('notice').textContent = notice;
  fill(slot('closed'), entry.closed, (part) => { part.querySelector('b').textContent = entry.closed; });
  fill(slot('teaser'), entry.teaser, (part) => Object.assign(part, { lang: entry.teaserLang, textContent: entry.teaser }));
  fill(slot('parent'), entry.parent, (part) => { part.querySelector('bdi').textContent = entry.parent; });
  const write = (name, items, one) => fill(slot(name), items.length, () => repeat(slot(`${name}-item`), items, one));
  write('flags', entry.flags, (item, { name, icon }) => put(item, sprite, icon, name));
  write('levels', entry.levels, (item, level) => drawLevel(item, level, sprite));
  write('languages', entry.languages, (item, language) => drawLanguage(item, language, entry.nameLang, sprite));
  write('times', entry.times, (item, time) => drawTime(item, time, number));
  write('openings', entry.openings, (item, opening) => drawOpening(item, opening, number));
  write('places', entry.places, (item, place) => { item.querySelector('bdi').textContent = place; });
  fill(slot('level'), entry.levels.length, (part) => { part.textContent = entry.levels.find(({ needed }) => needed).name; });
  fill(slot('wheelchair'), entry.wheelchair, () => {});
  for (const box of all('[data-slot~=pair]', root)) if (!box.children.length) box.remove();
  const { css, icon, label } = entry.freshness;
  slot('fresh').classList.add({ fresh: 'sure', ageing: 'ask' }[css] ?? 'plain');
  put(slot('fresh'), sprite, icon, label);
  return root;
}

/** Fills a part, or takes it away when there is nothing to say. */
function fill(element, value, write) {
  if (value) write(element);
  else element?.remove();
}

/** One copy of an element for each item. */
function repeat(first, items, write) {
  first.replaceWith(...items.map((item) => {
    const copy = first.cloneNode(true);
    write(copy, item);
    return copy;
  }));
}

function put(element, sprite, icon, text) {
  const svg = element.querySelector('svg');
  setIcon(svg, sprite, icon);
  svg.classList.toggle('flip', FLIPPED.includes(icon));
  element.querySelector('[data-text]').textContent = text;
}

function drawLevel(item, { name, icon, filled, needed }, sprite) {
  put(item, sprite, icon, name);
  item.classList.toggle('is-needed', filled);
  if (needed) item.setAttribute('aria-current', 'step');
}

function drawLanguage(item, language, noteLang, sprite) {
  item.querySelector('b').textContent = language.name;
  const own = item.querySelector('.own');
  if (language.own === language.name) own.remove();
  else Object.assign(own, { lang: language.code, dir: language.direction, textContent: language.own });
  const badge = item.querySelector('.badge');
  badge.className = `badge ${language.css}`;
  put(badge, sprite, language.icon, language.how);
  const note = item.querySelector('[data-note]');
  fill(note, language.note, () => Object.assign(note.querySelector('bdi'), { lang: noteLang, textContent: language.note }));
  const checked = item.querySelector('.fresh');
  checked.className = `fresh ${language.stale ? 'ageing' : 'fresh'}`;
  put(checked, sprite, language.stale ? 'hourglass' : 'user-check', language.checked);
}

function drawOpening(item, opening, number) {
  drawLeaf(item, opening, number);
  item.querySelector('[data-what]').textContent = opening.what;
  const title = item.querySelector('[data-title]');
  fill(title, opening.title, () => Object.assign(title.querySelector('bdi'), { lang: opening.lang, textContent: opening.title }));
}

function drawLeaf(item, { date, month, day }, number) {
  const leaf = item.querySelector('time');
  leaf.dateTime = date;
  leaf.querySelector('span').textContent = month;
  leaf.querySelector('b').textContent = number(day);
}

function drawTime(item, time, number) {
  const { when, rule } = time;
  drawLeaf(item, time, number);
  item.querySelector('[data-when]').textContent = when;
  item.querySelector('[data-rule]').textContent = rule;
}
