/** Cards drawn from the page's own template, so that the server's and the browser's look the same. */

import { FLIPPED, apart, fromTemplate, setIcon, writeApart } from './dom.js';

/**
 * @param {any} card made by core/card.js
 * @param {{sprite: string, number: (n: number) => string}} parts
 * @returns {HTMLElement} a list item
 */
export function drawCard(card, { sprite, number }) {
  const { root, slot } = fromTemplate('card-template');
  root.dataset.slug = card.slug;
  root.classList.toggle('is-unconfirmed', card.freshness.css === 'unconfirmed');
  drawHead(slot, card, sprite);
  fill(slot('closed'), card.closed, (line) => line.append(card.closed));
  fill(slot('time'), card.time, () => {
    slot('when').textContent = card.time.when;
    writeApart(slot('rule'), ` · ${card.time.rule}`, card.time.lang);
  });
  drawPromises(slot, card, sprite, number);
  drawNotes(slot('promise-note'), card);
  fill(slot('teaser'), card.teaser, (line) => Object.assign(line, { lang: card.teaser_lang, textContent: card.teaser }));
  drawFacts(slot, card, sprite);
  const fresh = slot('fresh');
  fresh.className = `fresh ${card.freshness.css}`;
  setIcon(fresh, sprite, card.freshness.icon);
  const time = fresh.querySelector('time');
  time.textContent = card.freshness.label;
  if (card.freshness.date) time.dateTime = card.freshness.date;
  return root;
}

/** Fills a part, or takes it away when there is nothing to say. */
function fill(element, value, write) {
  if (value) write(element);
  else element.remove();
}

function drawHead(slot, card, sprite) {
  const shape = slot('shape');
  shape.className = `shape shape-${card.kind} hue-${card.topic.hue}`;
  shape.classList.toggle('is-approximate', card.approximate);
  setIcon(shape, sprite, card.topic.icon);
  const link = slot('name-link');
  link.href = card.url;
  const name = link.querySelector('bdi');
  name.lang = card.name_lang;
  name.textContent = card.name;
  const parts = card.meta.map((text, index) => {
    const part = document.createElement('span');
    part.className = 'part';
    part.append(text === card.place ? apart(text, 'de') : text, index < card.meta.length - 1 ? ' ·' : '');
    return [part, ' '];
  });
  slot('meta').replaceChildren(...parts.flat());
}

function drawPromises(slot, card, sprite, number) {
  const first = slot('promise');
  const list = first.parentElement;
  if (!card.promises.length) {
    list.remove();
    return;
  }
  const badges = card.promises.map((promise) => {
    const badge = first.cloneNode(true);
    badge.className = `badge ${promise.css}`;
    setIcon(badge, sprite, promise.icon);
    const label = document.createElement('b');
    label.textContent = promise.label;
    badge.querySelector('span').replaceChildren(label, promise.how ? ` · ${promise.how}` : '');
    return badge;
  });
  const more = slot('more');
  const total = card.promises.length + card.more_promises;
  list.replaceChildren(...badges);
  if (total <= 2) return;
  more.dataset.two = `+${number(total - 2)}`;
  more.dataset.three = total > 3 ? `+${number(total - 3)}` : '';
  list.append(more);
}

/** The day checked and the note, for the languages asked for. */
function drawNotes(first, { promise_notes: notes, name_lang: lang }) {
  first.replaceWith(...notes.map(({ label, checked, date, note }) => {
    const line = first.cloneNode(true);
    line.querySelector('b').textContent = label;
    const time = line.querySelector('time');
    time.textContent = checked;
    if (date) time.dateTime = date;
    Object.assign(line.querySelector('bdi'), { lang, textContent: note });
    return line;
  }));
}

function drawFacts(slot, card, sprite) {
  const line = slot('level').parentElement;
  for (const [name, fact] of [['level', card.german], ['flag', card.flag]]) {
    fill(slot(name), fact, (part) => {
      setIcon(part, sprite, fact.icon);
      part.querySelector('svg').classList.toggle('flip', FLIPPED.includes(fact.icon));
      part.querySelector('span').textContent = fact.label;
    });
  }
  if (!line.children.length) line.remove();
}
