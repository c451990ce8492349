/** Single letters as short ways on the curators' desk. They act outside of fields only, and can be switched off. */

import { all, byId } from './dom.js';

const FIELDS = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], [role=application]';

/**
 * @param {Record<string, () => void>} acts by letter
 */
export function startKeys(acts) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(FIELDS)) return;
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : ''];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** The arrows go from row to row once one of them has the focus. */
export function startArrows(list) {
  list?.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = all('a', list);
    const next = links[links.indexOf(document.activeElement) + step];
    if (!step || !next) return;
    event.preventDefault();
    next.focus();
  });
}

/** Opens the list of keys and brings it into sight; Escape closes it and leads back. */
export function showKeys() {
  const help = /** @type {HTMLDetailsElement | null} */ (byId('keys'));
  if (!help) return;
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  help.open = true;
  help.querySelector('summary').focus();
  help.onkeydown = ({ key }) => {
    if (key !== 'Escape') return;
    help.open = false;
    help.onkeydown = null;
    if (before && before !== document.body) before.focus();
    else {
      document.querySelector('main').focus({ preventScroll: true });
      scrollTo({ top: 0 });
    }
  };
}
