/** A sheet for the wall: the button that prints it. */

import { all, closeMenusOutside } from '../ui/dom.js';

document.documentElement.classList.add('js');
closeMenusOutside();
for (const button of all('[data-print]')) button.addEventListener('click', () => print());
