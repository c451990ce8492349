/** A sheet for the wall: the button that prints it. */

import { all } from '../ui/dom.js';
import { closeMenusOutside } from '../ui/menus.js';

document.documentElement.classList.add('js');
closeMenusOutside();
for (const button of all('[data-print]')) button.addEventListener('click', () => print());
