/** The pages of an entry for its editors: what was typed is kept on the device until it is saved. */

import { fieldsOf, forget, keep, kept } from '../core/unsent.js';
import { all, byId, show } from '../ui/dom.js';
import { closeMenusOutside } from '../ui/menus.js';

document.documentElement.classList.add('js');
closeMenusOutside();
byId('errors')?.focus();

/** The device's storage; browsers that forbid it throw at the mere name. */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const device = storage();

/** Offers what was typed before; the server fills it in, so that rows and choices come out as they were. */
function offer(fields, name) {
  const box = document.querySelector('[data-kept]');
  const form = document.querySelector('[data-kept-form]');
  if (!box || !form) return;
  for (const [field, value] of [...fields, ['step', 'show']]) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name: field, value });
    form.append(input);
  }
  show(box, true);
  document.querySelector('[data-kept-drop]')?.addEventListener('click', () => {
    forget(device, name);
    show(box, false);
  });
}

function watch(form) {
  const name = form.dataset.keep;
  const opened = JSON.stringify(fieldsOf(new FormData(form)));
  const before = kept(device, name, Date.now());
  const isAnswer = form.dataset.answer === 'yes';
  if (before && !isAnswer && JSON.stringify(before) !== opened) offer(before, name);
  let waiting = 0;
  const save = () => {
    clearTimeout(waiting);
    const fields = fieldsOf(new FormData(form));
    if (JSON.stringify(fields) !== opened || isAnswer) keep(device, name, fields, Date.now());
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 300);
  });
  form.addEventListener('submit', save);
  addEventListener('pagehide', () => waiting && save());
}

if (device) {
  for (const mark of all('[data-saved]')) forget(device, mark.dataset.saved);
  for (const button of all('[data-leave]')) button.addEventListener('click', () => forget(device, `${button.dataset.leave}/`));
  for (const form of all('form[data-keep]')) watch(form);
}
