/** A form of several pages, kept on this device until it is sent, and offered again on its first page. */

import { byId, settled, show } from './dom.js';

const DAYS = 30;
const LEFT_OUT = new Set(['work', 'website', 'consent']);

const place = (name) => `form:${name}`;

/** Forgets what was kept: it was sent, or is not wanted any more. */
export function forgetForm(name) {
  try {
    localStorage.removeItem(place(name));
  } catch {
    // no store, nothing kept
  }
}

/** Whether a form of that name waits on this device. */
export const isKept = (name) => kept(name) !== null;

function kept(name) {
  try {
    const found = JSON.parse(localStorage.getItem(place(name)));
    const age = Date.now() - found.at;
    if (age >= 0 && age < DAYS * 86_400_000 && Array.isArray(found.pairs)) return found;
  } catch {
    // nothing kept, or nothing that can be read
  }
  forgetForm(name);
  return null;
}

/**
 * @param {HTMLFormElement} form with `data-keep` (its name) and, but for its first page, `data-started`
 * @param {(pairs: [string, string][]) => boolean} [fill] fills the page in by itself; false if only the server can
 */
export function keepForm(form, fill = () => false) {
  const name = form.dataset.keep;
  const keep = () => {
    const pairs = [...new FormData(form)].filter(([field]) => !LEFT_OUT.has(field));
    try {
      localStorage.setItem(place(name), JSON.stringify({ at: Date.now(), pairs }));
    } catch {
      // no room or no store: the form works without
    }
  };
  if ('started' in form.dataset) keep();
  else offer(form, kept(name), fill);
  const offered = document.querySelector('[data-resume]');
  // As long as an older one is offered, it stays: only the next page takes its place.
  form.addEventListener('input', settled(() => offered?.hidden !== false && keep(), 300));
  form.addEventListener('submit', keep);
}

function offer(form, found, fill) {
  const box = document.querySelector('[data-resume]');
  if (!found || !box) return;
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', calendar: 'gregory' });
  const when = box.querySelector('[data-resume-when]');
  when.dateTime = new Date(found.at).toISOString();
  when.textContent = day.format(found.at);
  box.hidden = false;
  box.querySelector('[data-resume-go]').addEventListener('click', () => {
    if (fill(found.pairs)) box.hidden = true;
    else resume(form, found.pairs);
  });
  box.querySelector('[data-resume-drop]').addEventListener('click', () => {
    forgetForm(form.dataset.keep);
    box.hidden = true;
    byId('main').focus();
  });
}

/** Sends what was kept as it was: the server shows the same page again, filled. Without a connection it stays kept. */
function resume(form, pairs) {
  if (navigator.onLine === false && byId('offline')) {
    show(byId('offline'), true);
    byId('offline').focus();
    return;
  }
  const sent = document.createElement('form');
  sent.method = 'post';
  sent.action = form.action;
  for (const [name, value] of [...pairs.filter(([field]) => field !== 'step'), ['step', 'show']]) {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = String(value);
    sent.append(field);
  }
  document.body.append(sent);
  sent.submit();
}
