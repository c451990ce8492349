/** The sheet below the map with the card of the chosen marker: one of those in sight, with steps to the others. */

import { byId, icon } from './dom.js';

/**
 * @param {Object} parts
 * @param {import('../core/words.js').Words} parts.words
 * @param {string} parts.sprite
 * @param {boolean} parts.rtl
 * @param {(slug: string) => HTMLElement | null} parts.cardFor a drawn card, null if it is not known here
 * @param {(slug: string) => string} parts.entryUrl
 * @param {(look: any) => void} parts.onStep
 * @param {() => void} parts.onClose
 */
export function createMapCard({ words, sprite, rtl, cardFor, entryUrl, onStep, onClose }) {
  const sheet = byId('map-sheet');

  function button(name, label, act) {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'button button-icon';
    element.setAttribute('aria-label', label);
    element.append(icon(sprite, name));
    element.addEventListener('click', act);
    return element;
  }

  function steps(look, inSight) {
    const at = inSight.findIndex(({ id }) => id === look.id);
    const to = (step) => onStep(inSight[(at + step + inSight.length) % inSight.length]);
    const line = document.createElement('div');
    line.className = 'sheet-steps';
    const where = document.createElement('span');
    where.textContent = at < 0 ? '' : words.say('of_in_view', { number: at + 1, total: inSight.length });
    line.append(where);
    if (inSight.length > 1) {
      line.append(button(rtl ? 'chevron-right' : 'chevron-left', words.say('previous'), () => to(-1)));
      line.append(button(rtl ? 'chevron-left' : 'chevron-right', words.say('next'), () => to(1)));
    }
    line.append(button('x', words.say('close'), close));
    return line;
  }

  function actions(look) {
    const line = document.createElement('div');
    line.className = 'sheet-actions';
    line.append(link('button button-main', entryUrl(look.slug), words.say('view')));
    if (!look.approximate) {
      const way = link('button', `geo:${look.lat},${look.lng}?q=${look.lat},${look.lng}`, words.say('route'));
      way.prepend(icon(sprite, 'route'));
      line.append(way);
    }
    return line;
  }

  /** Shows the card of a marker. Returns the sheet's height in pixels, which covers the map. */
  function open(look, inSight) {
    const list = document.createElement('ul');
    list.append(cardFor(look.slug) ?? plainCard(look));
    sheet.replaceChildren(steps(look, inSight), list, actions(look));
    document.body.dataset.sheet = 'card';
    return sheet.getBoundingClientRect().height;
  }

  /** Shows several entries of one address as links, when they are too many to fan out. */
  function openList(looks) {
    const line = document.createElement('div');
    line.className = 'sheet-steps';
    line.append(document.createElement('span'), button('x', words.say('close'), close));
    const list = document.createElement('ul');
    list.append(...looks.map(plainCard));
    sheet.replaceChildren(line, list);
    document.body.dataset.sheet = 'card';
    sheet.querySelector('a')?.focus();
  }

  function plainCard(look) {
    const item = document.createElement('li');
    item.className = 'card';
    const name = link('', entryUrl(look.slug), '');
    const words = document.createElement('bdi');
    words.textContent = look.label;
    name.append(words);
    item.append(name);
    return item;
  }

  function close() {
    if (document.body.dataset.sheet !== 'card') return;
    document.body.dataset.sheet = '';
    sheet.replaceChildren();
    onClose();
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });

  return { open, openList, close };
}

function link(className, href, text) {
  const element = document.createElement('a');
  Object.assign(element, { className, href, textContent: text });
  return element;
}
