/** The forms of an entry: rows without a way to the server, points on a map. Everything works without this too. */

import { isThrifty, request } from '../core/request.js';
import { makeWords } from '../core/words.js';
import { stayWithoutConnection } from '../ui/connection.js';
import { all, byId, closeMenusOutside } from '../ui/dom.js';
import { keepForm } from '../ui/kept-form.js';
import { createPoints } from '../ui/points.js';
import { startRows } from '../ui/rows.js';

document.documentElement.classList.add('js');
closeMenusOutside();
byId('errors')?.focus();

const data = byId('form-config');
const config = data ? JSON.parse(data.textContent) : null;

/** A map without markers: only to look at and to set a point. */
async function openMap(parts) {
  const panel = await import('../map/panel.js');
  const nothing = () => {};
  return panel.openMap({
    config, words: makeWords(config.lang, config.words), thrifty: isThrifty(navigator.connection), view: undefined,
    onChoose: nothing, onPoint: nothing, onPile: nothing, onView: nothing, onStatus: nothing, ...parts,
  });
}

const preparePoint = config
  ? createPoints({ config, words: makeWords(config.lang, config.words), request, openMap })
  : () => {};

for (const row of all('[data-row]')) preparePoint(row);
startRows(document.body, preparePoint);

for (const form of all('form[data-keep]')) keepForm(form);
for (const form of all('form[method=post]')) stayWithoutConnection(form);
