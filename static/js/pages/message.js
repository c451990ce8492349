/** The forms of a first message and of its answer: errors, what both sides will read, live, and work over the limit. */

import { letter } from '../core/letter.js';
import { stayWithoutConnection } from '../ui/connection.js';
import { all, byId, closeMenusOutside, show, write } from '../ui/dom.js';
import { settleErrors } from '../ui/form-errors.js';
import { forgetForm, keepForm } from '../ui/kept-form.js';
import { work } from '../ui/work.js';

const PARTS = ['wish', 'day', 'time', 'language', 'german', 'question', 'companion'];
// What is wrong with these may be mended in other fields: something has to be said; an address stands in a text.
const RESTS_ON = { wishes: ['wish', 'question', 'words'], share: ['share', 'words', 'name', 'reach'] };

document.documentElement.classList.add('js');
closeMenusOutside();

const data = byId('page-config');
const config = data ? JSON.parse(data.textContent) : null;
const form = document.querySelector('form.letter');

function chosen() {
  const fields = new FormData(form);
  const codes = PARTS.map((part) => [part, fields.getAll(part)]);
  return { ...Object.fromEntries(codes), name: String(fields.get('name') ?? '') };
}

function preview() {
  const [own, german] = config.books;
  const now = chosen();
  write(document.querySelector('[data-letter=own]'), letter(own, now).join(' '));
  write(document.querySelector('[data-letter=german]'), letter(german, now).join(' '));
  const words = form.elements.words.value.trim();
  write(document.querySelector('[data-words]'), words);
  show(document.querySelector('[data-words]'), words);
  show(document.querySelector('[data-words-note]'), words);
  way(form.elements.reach.value.trim().replace(/\s+/g, ' '), form.elements.share.checked);
}

/** How the answer comes, as `Draft.way` says it on the server (organisations/participation/draft.py). */
function way(reach, share) {
  const by = reach.includes('@') ? (share ? 'open' : 'hidden') : 'phone';
  write(document.querySelector('[data-reach]'), reach);
  show(document.querySelector('[data-way]'), reach);
  for (const line of all('[data-way-of]')) show(line, line.dataset.wayOf === by);
}

/** "I do not know yet" and single days exclude each other. */
function oneKindOfDay(target) {
  if (target.name !== 'day' || !target.checked) return;
  const others = all('input[name=day]', form).filter((box) => (box.value === 'unknown') !== (target.value === 'unknown'));
  for (const box of others) box.checked = false;
}

byId('errors')?.focus();
for (const kept of all('form[data-keep]')) keepForm(kept);
for (const sent of all('[data-forget]')) forgetForm(sent.dataset.forget);
if (form) stayWithoutConnection(form);

form?.addEventListener('input', ({ target }) => settleErrors(target, RESTS_ON));

if (form && config) {
  if (document.querySelector('[data-letter]') && form.elements.page.value === 'form') {
    form.addEventListener('input', ({ target }) => {
      oneKindOfDay(target);
      preview();
    });
    addEventListener('pageshow', preview); // the browser may have filled the form in on the way back
    preview();
  }
  if (config.challenge) work(form, config);
}
