/** Two entries side by side: what follows the entry that stays is chosen anew when the other one is to stay. */

import { all, write } from './dom.js';

/** @param {HTMLFormElement} form */
export function followTheOneThatStays(form) {
  const { shown } = form.elements;
  const turn = () => {
    const value = shown ? form.elements.keep.value : '';
    if (!shown || shown.value === value) return;
    for (const why of all('[data-follows]', form)) {
      const [before, now] = [shown.value, value].map((side) => why.parentElement.querySelector(`[value=${side}]`));
      if (before.checked) now.checked = true; // else somebody has chosen by hand
      write(why, why.dataset[value]);
    }
    shown.value = value;
  };
  form.addEventListener('change', ({ target }) => target.matches('[name=keep]') && turn());
  addEventListener('pageshow', turn); // the browser may have filled the form in on the way back
}
