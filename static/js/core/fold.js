/** Folding of words for the search: the twin of organisations/text.py (fold, words, search_words). */

const LETTERS = new Map(Object.entries({
  ı: 'i', ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ə: 'e', ß: 'ss', '·': '',
  'ة': 'ه', 'ى': 'ي', 'ی': 'ي', 'ې': 'ي', 'ک': 'ك', 'ۀ': 'ه', 'ہ': 'ه', 'ە': 'ه', 'ٱ': 'ا', 'ـ': '',
}));
const DROPPED = /[\p{Mn}\p{Cf}]/u;
const DIGIT = /\p{Nd}/u;
const WORD = /[\p{L}\p{N}]+/gu;
const STOP_WORDS = new Set(
  ('aber alle als am an auch auf aus bei bin bis das dem den der des die dir du ein eine einem einen einer es fur'
  + ' gibt hat ich ihr im in ist kann man mein mich mir mit nach nicht oder sich sie sind so suche und uns vom von vor'
  + ' was wer wie wir wo zu zum zur').split(' '),
);

/**
 * Lower case without accents, umlauts, ß, Arabic vowel signs and letter variants; digits become Western ones.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  // Up and down again is the case folding of Unicode: ß -> SS -> ss; a final sigma is a sigma.
  const decomposed = text.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKD');
  let folded = '';
  for (const letter of decomposed) {
    const plain = LETTERS.get(letter) ?? letter;
    if (plain === '' || DROPPED.test(plain)) continue;
    folded += plain > '9' && DIGIT.test(plain) ? digitValue(plain) : plain;
  }
  return folded;
}

/**
 * The folded words of a text, in order.
 * @param {string} text
 * @returns {string[]}
 */
export function words(text) {
  return fold(text).match(WORD) ?? [];
}

/**
 * The folded words to search for: no word twice, no stop words unless there is nothing else; at most ten.
 * @param {string} text
 * @returns {string[]}
 */
export function searchWords(text) {
  const found = [...new Set(words(text))];
  const meaningful = found.filter((word) => !STOP_WORDS.has(word));
  return (meaningful.length ? meaningful : found).slice(0, 10);
}

/** Decimal digits of every script stand in runs of ten, zero first. */
function digitValue(letter) {
  let steps = 0;
  for (let code = letter.codePointAt(0); DIGIT.test(String.fromCodePoint(code - 1)); code -= 1) steps += 1;
  return String(steps % 10);
}
