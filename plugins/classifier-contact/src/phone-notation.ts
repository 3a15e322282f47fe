/** Telephone numbers as people write them: what may be one, and what can hardly be anything else. */

/** How many digits of ASCII stand in a value. */
export function countDigits(value: string): number {
  let digits = 0;
  for (let at = 0; at < value.length; at++) if (isDigit(value.charCodeAt(at))) digits++;
  return digits;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** No number begins with one: most values that are none are done with by their first character. */
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

// What has digits and separators, too: dates, times, addresses of machines, amounts, years.
const SOMETHING_ELSE =
  /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,3}(?:\.\d{1,3}){3}|-?\d+\.\d+|\d{4}\s?[-/]\s?\d{2,4}|\d{3}-\d{2}-\d{4}|(?:\d{4}[ -]){3}\d{1,7})(?:$|[T ]\d{2}:)/;

/** Digits and separators as people write a telephone number, with an extension perhaps: 7 to 15 digits (E.164). */
export function isPhoneNotation(value: string): boolean {
  if (isLetter(value.charCodeAt(0))) return false;
  const match = /^(\(?\+?[\d\s().\-/]+)(?:\s?(?:x|ext\.?|#)\s?\d{1,6})?$/i.exec(value);
  if (match === null || SOMETHING_ELSE.test(value)) return false;
  const digits = countDigits(match[1] ?? '');
  return digits >= 7 && digits <= 15 && !/[.\-()/]{3}|\+.*\+/.test(value);
}

/** A country code with plus, bare or in parentheses. */
const WITH_PLUS = /^\(?\+\s?[1-9]/;
/** North America and Russia have country codes of one digit, and eleven digits with it; amounts have a sign, too, and decimals. */
const isAmount = (value: string): boolean =>
  /^\(?\+/.test(value) &&
  (/\d [\d ]+\.\d{1,2}$/.test(value) ||
    (/^\D*[17]/.test(value) && countDigits(value.replace(/[x#e].*$/i, '')) !== 11));

/** The prefix of international calls, with or without separators behind the country code. */
const WITH_ZEROS = /^00(?:[1-9]\d{8,13}$|\s?[1-9]\d{0,2}[\s\-/(.]+\d)/;
const IN_PARENTHESES = /^(?:\d{1,3}[\s-])?\(\d{1,5}\)\s?\d/;
/** North America: 3-3-4, with one separator. */
const IN_AMERICA = /^(?:1[-. ])?[2-9]\d{2}([-. ])\d{3}\1\d{4}(?:$|\D)/;
/** France and its neighbours: five pairs behind a trunk prefix. */
const IN_PAIRS = /^0[1-9](?:([ .-])\d{2})(?:\1\d{2}){3}$/;
/** Britain, Australia, Switzerland: a trunk prefix, and groups of three or four that end in four, or in pairs. */
const WITH_TRUNK_PREFIX = /^0[1-9]\d{0,3} \d{3,4} (?:\d{4}|\d{3}|\d{2} \d{2})$/;

/** Notation that hardly anything but a telephone number has: a country code, an area code in parentheses, groups of a country. */
export function isUnmistakablePhone(value: string): boolean {
  if (!isPhoneNotation(value) || isAmount(value)) return false;
  if (WITH_PLUS.test(value) || IN_PARENTHESES.test(value) || IN_AMERICA.test(value) || IN_PAIRS.test(value))
    return true;
  const digits = countDigits(value);
  return (
    (WITH_ZEROS.test(value) && digits >= 10) ||
    (WITH_TRUNK_PREFIX.test(value) && digits >= 10 && digits <= 11)
  );
}

/** A number with its country code, or with its area code in parentheses, among words. */
const AMONG_WORDS =
  /(?<![\p{L}\d.,+])(?:(?:\(\+\d{1,3}\)|\+ ?\d{1,3}|00[1-9]\d{0,2}(?= ))(?:[ ().\-/]{0,3}\d){7,13}|(?:1[-. ])?\(\d{3}\) ?\d{3}[-. ]\d{4}|\(0\d{1,4}\)(?: ?\d){6,9})(?!\d|[.,]\d)/u;
const AMERICAN_AMONG_WORDS =
  /(?<![\p{L}\d.,+-])(?:1([-. ]))?[2-9]\d{2}([-.])[2-9]\d{2}\2\d{4}(?![\d-]|\.\d)/u;
const AFTER_A_WORD =
  /(?<!\p{L})(?:tel|telephone|telefon|teléfono|telefono|téléphone|phone|mobile|mobil|handy|cell|fax|whatsapp|тел|телефон|電話|电话)\s?[.:：]{0,2}\s?(\(?\+?\d[\d ().\-/]{5,20}\d)(?!\d)/iu;
// What is tried first, because it is quicker than the expressions that tell.
const MAY_HAVE_PREFIX = /[+(]|(?:^| )00[1-9]/;
const MAY_BE_AMERICAN = /\d{3}[-.]\d{3}[-.]\d{4}/;
const HAS_WORD = /[A-Za-z\u0080-\uffff]{2}/;

/** Digits of the shortest number that is told among words. */
const FEWEST_DIGITS = 7;

/** Whether words stand around a number that is unmistakably a telephone's: `office +49 30 1234567`, `Tel. 030 123456`. */
export function holdsPhoneAmongWords(value: string): boolean {
  if (!mayHoldPhone(value)) return false;
  if (MAY_HAVE_PREFIX.test(value) && foundIn(AMONG_WORDS, value, 0)) return true;
  if (MAY_BE_AMERICAN.test(value) && AMERICAN_AMONG_WORDS.test(value)) return !isPhoneNotation(value);
  return HAS_WORD.test(value) && foundIn(AFTER_A_WORD, value, 1);
}

/**
 * Enough digits for a number beside something else, something that is part of no number, and something that parts the two: most
 * values are done with before an expression is tried.
 */
export function mayHoldPhone(value: string): boolean {
  let digits = 0;
  let hasOther = false;
  let isParted = false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (isDigit(code)) digits++;
    // Blanks, punctuation; letters and all beyond ASCII.
    else if (code < 48) {
      isParted = true;
      if (code === 44 || code === 47) hasOther = true;
    } else {
      hasOther = true;
      if (code < 65 || code > 122) isParted = true;
    }
    if (digits >= FEWEST_DIGITS && hasOther && isParted) return true;
  }
  return false;
}

function foundIn(form: RegExp, value: string, group: number): boolean {
  const found = form.exec(value)?.[group]?.trim();
  return found !== undefined && found.length < value.length && isPhoneNotation(found) && !isAmount(found);
}
