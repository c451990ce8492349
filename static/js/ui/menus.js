/** Menus of the top bar: Escape and a tap elsewhere close them; without this module they still open and close. */

import { all } from './dom.js';

export function closeMenusOutside() {
  const open = () => all('details.drop[open]');
  document.addEventListener('click', ({ target }) => {
    for (const menu of open()) if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
}
