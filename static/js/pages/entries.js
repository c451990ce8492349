/** The curators' list of entries: short ways by keyboard, choosing whole pages, how many are chosen. */

import { showCurrentPart } from '../ui/desk-nav.js';
import { all, byId, closeMenusOutside, write } from '../ui/dom.js';
import { showKeys, startKeys } from '../ui/keys.js';

document.documentElement.classList.add('js');
closeMenusOutside();
showCurrentPart();

const form = document.querySelector('[data-list]');
const rows = all('[data-row]');
const whole = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-all]'));
const boxes = rows.map((row) => /** @type {HTMLInputElement} */ (row.querySelector('[name=pick]')));
const chosen = /** @type {HTMLOptionElement | null} */ (document.querySelector('[data-chosen]'));

/** Brings the box above all rows, the number of chosen ones and the choice below in step with the boxes. */
function count() {
  const number = boxes.filter((box) => box.checked).length;
  rows.forEach((row, place) => row.classList.toggle('is-chosen', boxes[place].checked));
  if (whole) {
    whole.checked = number === boxes.length && number > 0;
    whole.indeterminate = number > 0 && number < boxes.length;
  }
  write(chosen, number ? `${chosen.dataset.chosen} (${number})` : chosen?.dataset.chosen ?? '');
}

whole?.addEventListener('change', () => {
  for (const box of boxes) box.checked = whole.checked;
});
form?.addEventListener('change', ({ target }) => {
  count();
  if (target.matches('[name=pick], [data-all]')) form.elements.which.value = 'chosen';
});
addEventListener('pageshow', () => form && count()); // the browser may have filled the form in on the way back

/** The row that has the focus; -1 for none. */
const present = () => rows.findIndex((row) => row.contains(document.activeElement));

function step(by) {
  const next = present() < 0 ? (by > 0 ? 0 : rows.length - 1) : present() + by;
  rows[next]?.querySelector('a').focus();
}

function toggle() {
  const box = boxes[present()];
  box?.click();
}

const follow = (name) => document.querySelector(`[data-${name}]`)?.click();

if (document.querySelector('[data-keys]')) {
  startKeys({
    j: () => step(1),
    k: () => step(-1),
    x: toggle,
    f: () => {
      byId('list-q').focus();
      byId('list-q').select();
    },
    n: () => follow('after'),
    p: () => follow('before'),
    '?': showKeys,
  });
}
