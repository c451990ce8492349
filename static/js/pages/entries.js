/** The curators' list of entries: short ways by keyboard, choosing entries over all pages, how many are chosen. */

import { showCurrentPart } from '../ui/desk-nav.js';
import { all, byId, closeMenusOutside, show, write } from '../ui/dom.js';
import { showKeys, startKeys } from '../ui/keys.js';
import { keptPicks } from '../ui/picks.js';

document.documentElement.classList.add('js');
closeMenusOutside();
showCurrentPart();

const form = document.querySelector('[data-list]');
const rows = all('[data-row]');
const whole = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-all]'));
const boxes = rows.map((row) => /** @type {HTMLInputElement} */ (row.querySelector('[name=pick]')));
const chosen = /** @type {HTMLOptionElement | null} */ (document.querySelector('[data-chosen]'));

const told = byId('list-picked');
const acts = document.querySelector('.list-acts');
const picks = form && keptPicks(form.dataset.list, Number(form.dataset.most));
const elsewhere = () => picks.all().filter((id) => !boxes.some((box) => box.value === id));
let last = null; // the link of the row that had the focus last

/** Brings the box above all rows, the number of chosen ones and the choice below in step with the boxes. */
function count(isFull = false) {
  const number = boxes.filter((box) => box.checked).length;
  const others = elsewhere().length;
  rows.forEach((row, place) => row.classList.toggle('is-chosen', boxes[place].checked));
  if (whole) {
    whole.checked = number === boxes.length && number > 0;
    whole.indeterminate = number > 0 && number < boxes.length;
  }
  write(chosen, number + others ? `${chosen.dataset.chosen} (${number + others})` : chosen.dataset.chosen);
  const words = [told.dataset.words.replace('{n}', String(number + others))];
  if (others) words.push(told.dataset.elsewhere.replace('{n}', String(others)));
  if (isFull) words.push(told.dataset.full);
  write(told.querySelector('[role=status]'), number + others ? words.join(' · ') : '');
  show(told, number + others > 0);
}

/** Takes down what the boxes say; beyond what can be chosen they stay empty. */
function take(changed) {
  const left = changed.filter((box) => !picks.put(box.value, box.checked));
  for (const box of left) box.checked = false;
  form.elements.which.value = 'chosen';
  count(left.length > 0);
}

/** Shows what is chosen, whatever the browser has filled in on the way back. */
function restore() {
  for (const box of boxes) box.checked = picks.has(box.value);
  count();
}

whole?.addEventListener('change', () => {
  for (const box of boxes) box.checked = whole.checked;
  take(boxes);
});
form?.addEventListener('change', ({ target }) => target.matches('[name=pick]') && take([target]));
form?.addEventListener('formdata', ({ formData }) => {
  if (form.elements.which.value === 'chosen') for (const id of elsewhere()) formData.append('pick', id);
});
form?.querySelector('[data-none]').addEventListener('click', () => {
  picks.clear();
  restore();
  rows[0].querySelector('a').focus();
});
form?.addEventListener('focusin', ({ target }) => {
  last = target.closest('[data-row]')?.querySelector('a') ?? last;
});
acts?.addEventListener('keydown', ({ key }) => key === 'Escape' && (last ?? rows[0].querySelector('a')).focus());
addEventListener('pageshow', () => form && restore());

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
    a: () => form?.elements.act.focus(),
    f: () => {
      byId('list-q').focus();
      byId('list-q').select();
    },
    n: () => follow('after'),
    p: () => follow('before'),
    '?': showKeys,
  });
}
