/** List and map as two tabs of one state on phones; side by side on wider screens. */

import { all } from './dom.js';

/**
 * @param {{onTab: (tab: 'list' | 'map') => void}} parts
 */
export function createTabs({ onTab }) {
  const links = all('[data-tab]');
  for (const link of links) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      onTab(link.dataset.tab);
    });
  }
  return {
    show(tab) {
      document.body.dataset.view = tab;
      for (const link of links) {
        if (link.dataset.tab === tab) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
    },
  };
}
