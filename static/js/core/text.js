/** Words of texts: folded for the search as organisations/text.py does (fold, words, search_words), and searched without a network. */

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
const SHORTEST_PREFIX = 3;
const SHORTEST_TYPO = 4;
const QUOTED = /^["“”„«»].*["“”„«»]$/s; // nothing in it is corrected

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

/**
 * The text search without a network, over the folded words of the cards. Online the server searches (stems, similar
 * words); this one knows beginnings of words and, if nothing begins so, words with one wrong letter. The page says so.
 * @param {string} q
 * @param {string[]} texts folded words of each organisation, parted by blanks, by index
 * @returns {Map<number, number>} rank (smaller is better) by index of the organisations that hold every word
 */
export function searchTexts(q, texts) {
  const asked = searchWords(q);
  if (!asked.length) return new Map();
  const exact = matches(asked, texts, begins);
  return exact.size || QUOTED.test(q) ? exact : matches(asked, texts, nearlyBegins);
}

function matches(asked, texts, fits) {
  const found = new Map();
  texts.forEach((text, index) => {
    const words = text.split(' ');
    let rank = 0;
    for (const word of asked) {
      const at = words.indexOf(word);
      const place = at >= 0 ? at : words.findIndex((candidate) => fits(word, candidate));
      if (place < 0) return;
      rank += (at >= 0 ? 0 : 1000) + Math.min(place, 999);
    }
    found.set(index, rank);
  });
  return found;
}

function begins(word, candidate) {
  return word.length >= SHORTEST_PREFIX && candidate.startsWith(word);
}

/**
 * Whether a word begins with something that differs from `word` by at most one letter wrong, missing, too many, or by
 * two neighbours swapped.
 */
export function nearlyBegins(word, candidate) {
  if (begins(word, candidate)) return true;
  if (word.length < SHORTEST_TYPO) return false;
  let same = 0;
  while (same < word.length && word[same] === candidate[same]) same += 1;
  const rest = word.slice(same + 1);
  const swapped = word[same] === candidate[same + 1] && word[same + 1] === candidate[same];
  return candidate.startsWith(rest, same + 1) // one wrong
    || candidate.startsWith(rest, same) // one too many
    || candidate.startsWith(word.slice(same), same + 1) // one missing
    || (swapped && candidate.startsWith(word.slice(same + 2), same + 2));
}
