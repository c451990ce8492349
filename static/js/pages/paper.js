/** A page to print: its button opens the print dialogue. Without scripts the browser's own menu does. */

import { all } from '../ui/dom.js';

document.documentElement.classList.add('js');
for (const button of all('[data-print]')) button.addEventListener('click', () => print());
