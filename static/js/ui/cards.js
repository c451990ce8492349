/**
 * Cards drawn from the page's own template, so that the server's and the browser's look the same. A card that was drawn
 * here can become another one: only what differs is written, which costs a slow phone far less than a new card.
 */

import { FLIPPED, apart, fromTemplate, setIcon, write, writeApart } from './dom.js';

/** @type {WeakMap<HTMLElement, (card: any) => void>} */
const drawn = new WeakMap();

/**
 * @param {any} card made by core/card.js
 * @param {{sprite: string, number: (n: number) => string}} parts
 * @param {HTMLElement} [old] a card that this function drew and that becomes this one
 * @returns {HTMLElement} a list item
 */
export function drawCard(card, parts, old) {
  const root = old ?? fromTemplate('card-template').root;
  if (!old) drawn.set(root, viewOf(root, parts));
  drawn.get(root)(card);
  return root;
}

function viewOf(root, { sprite, number }) {
  const slots = {};
  for (const part of root.querySelectorAll('[data-slot]')) slots[part.dataset.slot] = part;
  const sections = [
    head(root, slots, sprite), closed(slots), time(slots), promises(slots, sprite, number), notes(slots['promise-note']), teaser(slots),
    facts(slots, sprite), fresh(slots.fresh, sprite),
  ];
  let before = '';
  return (card) => {
    const said = JSON.stringify(card);
    if (said !== before) for (const draw of sections) draw(card);
    before = said;
  };
}

/** A part that is taken away while there is nothing to say, and keeps its place. */
function optional(element) {
  const gap = new Text();
  return (shown) => {
    if (shown && gap.parentNode) gap.replaceWith(element);
    else if (!shown && element.parentNode) element.replaceWith(gap);
  };
}

function head(root, slots, sprite) {
  const { shape, meta, 'name-link': link } = slots;
  const name = link.querySelector('bdi');
  let before = '';
  return (card) => {
    if (root.dataset.slug !== card.slug && root.contains(document.activeElement)) document.activeElement.blur();
    root.dataset.slug = card.slug;
    root.className = `card${card.freshness.css === 'unconfirmed' ? ' is-unconfirmed' : ''}`;
    shape.className = `shape shape-${card.kind} hue-${card.topic.hue}${card.approximate ? ' is-approximate' : ''}`;
    setIcon(shape, sprite, card.topic.icon);
    link.href = card.url;
    name.lang = card.name_lang;
    write(name, card.name);
    const line = card.meta.join();
    if (line !== before) meta.replaceChildren(...card.meta.flatMap((text, place) => [metaPart(text, card, place), ' ']));
    before = line;
  };
}

function metaPart(text, { place: town, meta }, place) {
  const part = document.createElement('span');
  part.className = 'part';
  part.append(text === town ? apart(text, 'de') : text, place < meta.length - 1 ? ' ·' : '');
  return part;
}

function closed({ closed: line }) {
  const there = optional(line);
  const text = new Text();
  line.append(text);
  return (card) => {
    text.data = card.closed;
    there(card.closed);
  };
}

function time({ time: line, when, rule }) {
  const there = optional(line);
  return ({ time: next }) => {
    there(next);
    if (!next) return;
    write(when, next.when);
    writeApart(rule, ` · ${next.rule}`, next.lang);
  };
}

function promises({ promise: first, more }, sprite, number) {
  const list = first.parentElement;
  const there = optional(list);
  const badges = [];
  return ({ promises: wanted, more_promises: further }) => {
    there(wanted.length);
    if (!wanted.length) return;
    while (badges.length < wanted.length) badges.push(badgeOf(first.cloneNode(true), sprite));
    wanted.forEach((promise, place) => badges[place].draw(promise));
    const total = wanted.length + further;
    more.dataset.two = `+${number(total - 2)}`;
    more.dataset.three = total > 3 ? `+${number(total - 3)}` : '';
    const shown = [...badges.slice(0, wanted.length).map(({ badge }) => badge), ...(total > 2 ? [more] : [])];
    if (shown.some((part, place) => part !== list.childNodes[place]) || shown.length !== list.childNodes.length) list.replaceChildren(...shown);
  };
}

function badgeOf(badge, sprite) {
  const [label, how] = [document.createElement('b'), new Text()];
  badge.querySelector('span').replaceChildren(label, how);
  return {
    badge,
    draw(promise) {
      badge.className = `badge ${promise.css}`;
      setIcon(badge, sprite, promise.icon);
      write(label, promise.label);
      how.data = promise.how ? ` · ${promise.how}` : '';
    },
  };
}

/** The day checked and the note, for the languages asked for. */
function notes(first) {
  const end = new Text();
  first.replaceWith(end);
  let lines = [];
  return ({ promise_notes: wanted, name_lang: lang }) => {
    for (const line of lines) line.remove();
    lines = wanted.map(({ label, checked, date, note }) => {
      const line = first.cloneNode(true);
      line.querySelector('b').textContent = label;
      const day = line.querySelector('time');
      day.textContent = checked;
      if (date) day.dateTime = date;
      Object.assign(line.querySelector('bdi'), { lang, textContent: note });
      return line;
    });
    end.before(...lines);
  };
}

function teaser({ teaser: line }) {
  const there = optional(line);
  return (card) => {
    there(card.teaser);
    line.lang = card.teaser_lang;
    write(line, card.teaser);
  };
}

function facts({ level, flag }, sprite) {
  const line = level.parentElement;
  const there = optional(line);
  const parts = [[level, 'german'], [flag, 'flag']].map(([element, name]) => (
    { element, name, there: optional(element), text: element.querySelector('span'), svg: element.querySelector('svg') }));
  return (card) => {
    there(card.german || card.flag);
    for (const part of parts) {
      const fact = card[part.name];
      part.there(fact);
      if (!fact) continue;
      setIcon(part.element, sprite, fact.icon);
      part.svg.classList.toggle('flip', FLIPPED.includes(fact.icon));
      write(part.text, fact.label);
    }
  };
}

function fresh(line, sprite) {
  const day = line.querySelector('time');
  return ({ freshness: { css, icon, label, date } }) => {
    line.className = `fresh ${css}`;
    setIcon(line, sprite, icon);
    write(day, label);
    if (date) day.dateTime = date;
    else day.removeAttribute('datetime');
  };
}
