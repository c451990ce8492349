/** Entries that may be one: short ways by keyboard in their list and beside two of them. */

import { stayWithoutConnection } from '../ui/connection.js';
import { showCurrentPart } from '../ui/desk-nav.js';
import { all, byId, closeMenusOutside } from '../ui/dom.js';
import { showKeys, startKeys } from '../ui/keys.js';
import { followTheOneThatStays } from '../ui/pair.js';

document.documentElement.classList.add('js');
closeMenusOutside();
showCurrentPart();
(byId('errors') ?? byId('again'))?.focus();
for (const one of all('form[method=post]')) stayWithoutConnection(one);
for (const pair of all('form.pair-page')) followTheOneThatStays(pair);

const pairs = all('.pair-list > [id]');

/** The pair that has the focus; -1 for none. */
const present = () => pairs.findIndex((pair) => pair.contains(document.activeElement));

function step(by) {
  const next = present() < 0 ? (by > 0 ? 0 : pairs.length - 1) : present() + by;
  pairs[next]?.querySelector('.pair-acts a').focus();
}

const focus = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus();
const follow = (name) => document.querySelector(`[data-${name}]`)?.click();

if (document.querySelector('[data-keys]')) {
  startKeys({
    j: () => step(1),
    k: () => step(-1),
    d: () => (pairs[present()] ?? document.querySelector('.pair-page'))?.querySelector('[data-distinct]')?.focus(),
    m: () => focus('[data-publish]'),
    f: () => focus('.pair-filter [name=q]'),
    n: () => follow('after'),
    p: () => follow('before'),
    '?': showKeys,
  });
}
