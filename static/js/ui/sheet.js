/** What small screens show one at a time: list or map as tabs, the filters as a sheet above them. */

import { all, byId } from './dom.js';

const BESIDE = matchMedia('(min-width: 64rem)');

/**
 * The sheet of filters: focus stays inside while it is open, Escape and every close button shut it, and the focus goes
 * back to where it came from. On wide screens the filters stand beside the list and nothing opens.
 * @param {{onOpen: () => void, onClose: () => void}} parts
 */
export function createFilterSheet({ onOpen, onClose }) {
  const sheet = byId('filter-sheet');
  let opener = null;

  const isOpen = () => document.body.dataset.sheet === 'filters';

  function open(from) {
    if (BESIDE.matches) return byId('filter-title').focus();
    opener = from;
    document.body.dataset.sheet = 'filters';
    sheet.setAttribute('role', 'dialog');
    sheet.setAttribute('aria-modal', 'true');
    setOthersInert(true);
    byId('filter-title').focus();
    return onOpen();
  }

  function close() {
    if (!isOpen()) return;
    document.body.dataset.sheet = '';
    sheet.removeAttribute('role');
    sheet.removeAttribute('aria-modal');
    setOthersInert(false);
    opener?.focus();
    onClose();
  }

  function setOthersInert(inert) {
    for (let element = sheet; element !== document.body; element = element.parentElement) {
      for (const other of element.parentElement.children) {
        if (other !== element && !other.matches('.shade, script, template')) other.inert = inert;
      }
    }
  }

  document.addEventListener('click', (event) => {
    const from = event.target.closest('[data-open="filters"]');
    if (from) {
      event.preventDefault();
      open(from);
    } else if (isOpen() && event.target.closest('[data-close]')) {
      event.preventDefault();
      close();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  BESIDE.addEventListener('change', () => BESIDE.matches && close());
  all('[data-open="filters"]').forEach((link) => link.setAttribute('role', 'button'));

  return { close, isOpen };
}

/**
 * List and map as two tabs of one state on phones; side by side on wider screens.
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
