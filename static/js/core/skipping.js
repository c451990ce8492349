/** Which questions of a questionnaire are asked: the twin of `Content.asked` (organisations/participation/questions). */

const UNSAID = '-';

/** A number as people type it, with the digits of any script; NaN for anything else. */
function numberOf(text) {
  const plain = text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace(/\s/g, '');
  return /^\d+$/.test(plain) ? Number(plain) : NaN;
}

/** @param {{codes: string[], least: number | null}} rule @param {string[]} given */
function holds({ codes, least }, given) {
  if (given.includes(UNSAID)) return false;
  if (least !== null) return given.some((text) => numberOf(text) >= least);
  return given.some((code) => codes.includes(code));
}

/**
 * The names of the questions that are asked; an answer to one that is not asked decides nothing.
 * @param {{name: string, rule: {on: string, codes: string[], least: number | null} | null}[]} questions in their order
 * @param {Map<string, string[]>} given what stands in each field
 * @returns {Set<string>}
 */
export function asked(questions, given) {
  const found = new Set();
  for (const { name, rule } of questions) {
    if (!rule || (found.has(rule.on) && holds(rule, given.get(rule.on) ?? []))) found.add(name);
  }
  return found;
}
