/** The pages of an entry for its editors: what was saved is no longer kept on the device. */

import { all, byId, closeMenusOutside } from '../ui/dom.js';
import { forgetForm } from '../ui/kept-form.js';

document.documentElement.classList.add('js');
closeMenusOutside();
byId('errors')?.focus();

for (const mark of all('[data-saved]')) forgetForm(mark.dataset.saved);

for (const button of all('[data-leave]')) {
  button.addEventListener('click', () => {
    for (const part of all('.edit-part')) forgetForm(`${button.dataset.leave}/${part.id.replace('part-', '')}`);
  });
}
