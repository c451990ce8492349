/** Rows of a form that are added and removed without asking the server; without this the same buttons ask it. */

import { all } from './dom.js';

/**
 * @param {HTMLElement} root
 * @param {(row: HTMLElement) => void} onAdded
 */
export function startRows(root, onAdded) {
  for (const group of all('[data-rows]', root)) startGroup(group, onAdded);
}

function startGroup(group, onAdded) {
  const name = group.dataset.rows;
  const pattern = group.querySelector('template');
  const count = /** @type {HTMLInputElement} */ (group.querySelector(`input[name="${name}-count"]`));

  group.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button) return;
    if ('add' in button.dataset) add(event);
    else if ('remove' in button.dataset) remove(event, button.closest('[data-row]'));
    else if ('undo' in button.dataset) bringBack(button.closest('[data-gone]'));
  });

  function add(event) {
    event.preventDefault();
    const number = Number(count.value);
    const parts = /** @type {DocumentFragment} */ (pattern.content.cloneNode(true));
    for (const element of parts.querySelectorAll('*')) numbered(element, number);
    const row = /** @type {HTMLElement} */ (parts.querySelector('[data-row]'));
    pattern.before(parts);
    count.value = String(number + 1);
    onAdded(row);
    row.querySelector('input:not([type=hidden]), select, textarea')?.focus();
  }

  /** Fields of a row that is removed are not sent, and so it is no row for the server; it can be brought back. */
  function remove(event, row) {
    event.preventDefault();
    const note = row.nextElementSibling;
    row.disabled = row.hidden = true;
    note.hidden = false;
    note.querySelector('[data-undo]').focus();
  }

  function bringBack(note) {
    const row = note.previousElementSibling;
    row.disabled = row.hidden = false;
    note.hidden = true;
    row.querySelector('[data-remove]').focus();
  }
}

/** Writes the row's number into names, ids and words of the pattern. */
function numbered(element, number) {
  for (const { name, value } of [...element.attributes]) {
    if (value.includes('__number__')) element.setAttribute(name, value.replaceAll('__number__', String(number)));
  }
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE && node.data.includes('__shown__')) node.data = node.data.replaceAll('__shown__', String(number + 1));
  }
}
