/**
 * Cards drawn from the page's own template, so that the server's and the browser's look the same. A card that was drawn
 * here can become another one: only what differs is written, which costs a slow phone far less than a new card.
 */

import { FLIPPED, apart, fromTemplate, rewrite, setIcon, writeApart } from './dom.js';

/** @type {WeakMap<HTMLElement, {draw: (card: any) => void}>} */
const drawn = new WeakMap();

/**
 * @param {any} card made by core/card.js
 * @param {{sprite: string, number: (n: number) => string}} parts
 * @param {HTMLElement} [old] a card of this function that may become this one
 * @returns {HTMLElement} a list item
 */
export function drawCard(card, parts, old) {
  const known = old && drawn.get(old);
  const root = known ? old : fromTemplate('card-template').root;
  const view = known ?? viewOf(root, parts);
  drawn.set(root, view);
  view.draw(card);
  return root;
}

function viewOf(root, { sprite, number }) {
  const slots = {};
  for (const part of root.querySelectorAll('[data-slot]')) slots[part.dataset.slot] = part;
  const sections = [
    head(root, slots, sprite), closed(slots), time(slots), promises(slots, sprite, number), notes(slots['promise-note']), teaser(slots),
    facts(slots, sprite), fresh(slots.fresh, sprite),
  ];
  const before = [];
  return {
    draw(card) {
      sections.forEach(({ of, draw }, place) => {
        const said = JSON.stringify(of(card));
        if (said === before[place]) return;
        before[place] = said;
        draw(card);
      });
    },
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
  return {
    of: ({ slug, kind, topic, approximate, url, name: called, name_lang, meta: line, place, freshness }) =>
      [slug, kind, topic, approximate, url, called, name_lang, line, place, freshness.css === 'unconfirmed'],
    draw(card) {
      if (root.dataset.slug !== card.slug && root.contains(document.activeElement)) document.activeElement.blur();
      root.dataset.slug = card.slug;
      root.className = `card${card.freshness.css === 'unconfirmed' ? ' is-unconfirmed' : ''}`;
      shape.className = `shape shape-${card.kind} hue-${card.topic.hue}${card.approximate ? ' is-approximate' : ''}`;
      setIcon(shape, sprite, card.topic.icon);
      link.href = card.url;
      name.lang = card.name_lang;
      rewrite(name, card.name);
      meta.replaceChildren(...card.meta.flatMap((text, place) => [metaPart(text, card, place), ' ']));
    },
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
  return {
    of: (card) => card.closed,
    draw(card) {
      text.data = card.closed;
      there(card.closed);
    },
  };
}

function time({ time: line, when, rule }) {
  const there = optional(line);
  return {
    of: (card) => card.time,
    draw({ time: next }) {
      there(next);
      if (!next) return;
      rewrite(when, next.when);
      writeApart(rule, ` · ${next.rule}`, next.lang);
    },
  };
}

function promises({ promise: first, more }, sprite, number) {
  const list = first.parentElement;
  const there = optional(list);
  const badges = [];
  return {
    of: (card) => [card.promises.map(({ css, icon, label, how }) => [css, icon, label, how]), card.more_promises],
    draw({ promises: wanted, more_promises: further }) {
      there(wanted.length);
      if (!wanted.length) return;
      while (badges.length < wanted.length) badges.push(badgeOf(first.cloneNode(true), sprite));
      wanted.forEach((promise, place) => badges[place].draw(promise));
      const total = wanted.length + further;
      more.dataset.two = `+${number(total - 2)}`;
      more.dataset.three = total > 3 ? `+${number(total - 3)}` : '';
      const shown = [...badges.slice(0, wanted.length).map(({ badge }) => badge), ...(total > 2 ? [more] : [])];
      if (shown.length !== list.childNodes.length || shown.some((part, place) => part !== list.childNodes[place])) list.replaceChildren(...shown);
    },
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
      rewrite(label, promise.label);
      how.data = promise.how ? ` · ${promise.how}` : '';
    },
  };
}

/** The day checked and the note, for the languages asked for. */
function notes(first) {
  const end = new Text();
  first.replaceWith(end);
  let lines = [];
  return {
    of: (card) => [card.promise_notes, card.name_lang],
    draw({ promise_notes: wanted, name_lang: lang }) {
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
    },
  };
}

function teaser({ teaser: line }) {
  const there = optional(line);
  return {
    of: (card) => [card.teaser, card.teaser_lang],
    draw(card) {
      there(card.teaser);
      line.lang = card.teaser_lang;
      rewrite(line, card.teaser);
    },
  };
}

function facts({ level, flag }, sprite) {
  const line = level.parentElement;
  const there = optional(line);
  const parts = [[level, 'german'], [flag, 'flag']].map(([element, name]) => (
    { element, name, there: optional(element), text: element.querySelector('span'), svg: element.querySelector('svg') }));
  return {
    of: (card) => [card.german, card.flag],
    draw(card) {
      there(card.german || card.flag);
      for (const part of parts) {
        const fact = card[part.name];
        part.there(fact);
        if (!fact) continue;
        setIcon(part.element, sprite, fact.icon);
        part.svg.classList.toggle('flip', FLIPPED.includes(fact.icon));
        rewrite(part.text, fact.label);
      }
    },
  };
}

function fresh(line, sprite) {
  const day = line.querySelector('time');
  return {
    of: (card) => card.freshness,
    draw({ freshness: { css, icon, label, date } }) {
      line.className = `fresh ${css}`;
      setIcon(line, sprite, icon);
      rewrite(day, label);
      if (date) day.dateTime = date;
      else day.removeAttribute('datetime');
    },
  };
}
