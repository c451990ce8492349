/** A questionnaire, one question at a time: skip rules, going back and on, reading aloud. It is kept on this device. */

import { request } from '../core/request.js';
import { asked } from '../core/skipping.js';
import { startReading } from '../ui/aloud.js';
import { all, byId, closeMenusOutside, show } from '../ui/dom.js';
import { settleErrors } from '../ui/form-errors.js';
import { forgetForm, keepForm } from '../ui/kept-form.js';
import { sendWithConnection } from '../ui/send-later.js';
import { work } from '../ui/work.js';

document.documentElement.classList.add('js');
closeMenusOutside();
for (const sent of all('[data-forget]')) forgetForm(sent.dataset.forget);
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form.questions'));
if (form) start(form);

/** @param {HTMLFormElement} form */
function start(form) {
  const boxes = all('.question', form);
  const questions = boxes.filter((box) => box.dataset.question).map((box) => ({ name: box.dataset.question, rule: ruleOf(box) }));
  const part = (name) => form.querySelector(`[data-${name}]`);
  const stopReading = startReading(document.documentElement.lang, 'form.questions', 'legend, .question > .small, .pick');
  let now = boxes[0];

  /** The questions that are asked, and that of the town. */
  function steps() {
    const fields = new FormData(form);
    const given = new Map(questions.map(({ name }) => [name, fields.getAll(name).map(String)]));
    const names = asked(questions, given);
    return boxes.filter((box) => !box.dataset.question || names.has(box.dataset.question));
  }

  function draw() {
    const way = steps();
    if (!way.includes(now)) now = way.findLast((box) => boxes.indexOf(box) < boxes.indexOf(now)) ?? way[0];
    const place = way.indexOf(now);
    for (const box of boxes) show(box, box === now);
    show(part('back'), place > 0);
    show(part('next'), place < way.length - 1);
    show(part('send'), place === way.length - 1);
    part('progress').max = way.length;
    part('progress').value = place + 1;
  }

  function go(by) {
    const way = steps();
    const next = way[way.indexOf(now) + by];
    if (next) location.hash = next.id; // so that the browser's own way back leads to the question before
  }

  function follow() {
    const wanted = boxes.find((box) => `#${box.id}` === location.hash);
    if (location.hash && !wanted) return;
    stopReading();
    now = wanted ?? boxes[0];
    draw();
    now.focus({ preventScroll: true });
    now.scrollIntoView({ block: 'start' });
  }

  function first() {
    const wrong = boxes.find((box) => box.querySelector('.field-error'));
    const named = boxes.find((box) => `#${box.id}` === location.hash);
    const isEmpty = (box) => !all('input:checked', box).length && !all('input:not(.check), textarea', box).some((field) => field.value);
    const left = 'started' in form.dataset ? steps().find((box) => isEmpty(box)) : null;
    return wrong ?? named ?? left ?? boxes[0];
  }

  /** Goes on with what this device has kept: the page needs no connection for that, if it asks the same. */
  function fill(pairs) {
    const kept = (name) => pairs.filter(([field]) => field === name).map(([, value]) => value);
    if (kept('version')[0] !== form.elements.version.value) return false;
    for (const field of form.elements) {
      if (field.matches('.check')) field.checked = kept(field.name).includes(field.value);
      else if (kept(field.name).length) [field.value] = kept(field.name); // the ticket too: it may have been sent already
    }
    form.dataset.started = '';
    now = first();
    draw();
    now.focus();
    return true;
  }

  part('back').addEventListener('click', () => go(-1));
  part('next').addEventListener('click', () => go(1));
  addEventListener('hashchange', follow);
  form.addEventListener('input', ({ target }) => {
    onlyOneKind(target);
    settleErrors(target, Object.fromEntries(boxes.map((box) => [box.id, [box.dataset.question ?? 'area']])));
    draw();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !event.target.matches('input') || !part('send').hidden) return;
    event.preventDefault(); // the first Enter would send the form
    go(1);
  });
  now = first();
  draw();
  if (form.dataset.keep) keepForm(form, fill);
  else if (form.matches('.is-interview')) leaveNothing(form);
  sendWithConnection(form, () => request(form.dataset.alive, { as: 'text', fresh: true }));
  const data = byId('page-config');
  if (data) work(form, JSON.parse(data.textContent));
  byId('errors')?.focus();
  document.documentElement.dataset.ready = 'questions';
}

/** The way back to the form of one person, which the browser may have kept as it was, opens an empty one for the next. */
function leaveNothing(form) {
  let sent = false;
  form.addEventListener('submit', () => (sent = true));
  form.addEventListener('input', () => (sent = false));
  addEventListener('pagehide', () => show(form, !sent));
  addEventListener('pageshow', () => sent && location.replace(form.action));
}

/** When a question is asked; null if always. */
function ruleOf({ dataset }) {
  if (!dataset.if) return null;
  return { on: dataset.if, codes: dataset.codes.split(' '), least: dataset.least ? Number(dataset.least) : null };
}

/** "I prefer not to say" and other answers exclude each other. */
function onlyOneKind(target) {
  if (target.type !== 'checkbox' || !target.checked) return;
  const others = all(`input[name="${target.name}"]`, target.closest('.question')).filter((box) => box.type === 'checkbox');
  for (const box of others) if (('unsaid' in box.dataset) !== ('unsaid' in target.dataset)) box.checked = false;
}
