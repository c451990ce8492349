/** Security keys of the staff: the browser asks for the key, its answer goes with the form. */

import { answer, options } from '../core/credential.js';
import { all, show } from '../ui/dom.js';

document.documentElement.classList.add('js');

async function ask(form) {
  try {
    const wanted = options(JSON.parse(form.querySelector('script').textContent));
    form.elements.credential.value = JSON.stringify(answer(await navigator.credentials[form.dataset.key](wanted)));
    form.submit();
  } catch {
    show(form.querySelector('[data-trouble]'), true);
  }
}

for (const form of all('form[data-key]')) {
  form.querySelector('button').addEventListener('click', () => ask(form));
}
