/** The desk's navigation: on a narrow screen the part one is on stands in sight. */

/** Scrolls the row sideways only, so that the page stays where it is. */
export function showCurrentPart() {
  const nav = document.querySelector('.staff-nav');
  const part = nav?.querySelector('[aria-current]');
  if (!part) return;
  const [row, own] = [nav, part].map((one) => one.getBoundingClientRect());
  nav.scrollBy(own.left - row.left - (row.width - own.width) / 2, 0);
}
