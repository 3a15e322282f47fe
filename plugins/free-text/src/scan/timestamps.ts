/** What a character may stand for in a form; bits. */
const DIGIT = 1;
const LETTER = 2;
const BLANK = 4;
const T = 8;
const HYPHEN = 16;
const SLASH = 32;
const COLON = 64;
/** `#` is a digit, `?` a digit or a blank, `M` a letter of a month's name, `T` a T or a blank. */
const MARKS: Readonly<Record<string, number>> = {
  '#': DIGIT,
  '?': DIGIT | BLANK,
  M: LETTER,
  T: T | BLANK,
  ' ': BLANK,
  '-': HYPHEN,
  '/': SLASH,
  ':': COLON,
};

/** What each ASCII character may stand for. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  if (/\d/.test(sign)) return DIGIT;
  if (/[A-Za-z]/.test(sign)) return sign === 'T' ? LETTER | T : LETTER;
  return /[ /:-]/.test(sign) ? (MARKS[sign] ?? 0) : 0;
});

/** A form, and where in it the name of a month begins; -1 for nowhere. */
interface Form {
  readonly marks: Uint8Array;
  readonly month: number;
}

const formOf = (form: string): Form => ({
  marks: Uint8Array.from(form, (sign) => MARKS[sign] ?? 0),
  month: form.indexOf('M'),
});

/** Forms in which logs write when something was. */
const DATED = [
  '####-##-##T##:##:##',
  '####/##/##T##:##:##',
  '##/MMM/####:##:##:##',
  '##/##/####T##:##:##',
].map(formOf);
const MONTH_FIRST = formOf('MMM ?# ##:##:##');
const TIME_ALONE = formOf('##:##:##');

const monthKey = (first = 0, second = 0, third = 0): number => (first << 16) | (second << 8) | third;
const MONTHS: ReadonlySet<number> = new Set(
  'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'
    .split(' ')
    .map((name) => monthKey(name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(2))),
);

const isDigitCode = (code = 0): boolean => code >= 48 && code <= 57;
const isLetterCode = (code = 0): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Where the moment ends that begins here with a digit, as logs write it; they are full of them. Else `at`. */
export function timestampEnd(codes: Uint16Array, at: number, to: number): number {
  const third = codes[at + 2];
  const isTime = third === 58;
  const mark = isTime ? 0 : codes[at + 4];
  // Most numbers are none: four looks tell.
  if (!isTime && mark !== 45 && mark !== 47 && third !== 47) return at;
  if (at > 0 && !beginsAfter(codes[at - 1] ?? 0)) return at;
  if (isTime)
    return fits(codes, at, to, TIME_ALONE) ? momentEnd(codes, at + TIME_ALONE.marks.length, to, at) : at;
  for (const form of DATED)
    if (fits(codes, at, to, form)) return momentEnd(codes, at + form.marks.length, to, at);
  return at;
}

/** The same for what begins with the short name of a month: `Jan  2 03:04:05`. */
export function monthStampEnd(codes: Uint16Array, at: number, to: number): number {
  if (codes[at + 3] !== 32 || codes[at + 9] !== 58) return at;
  if (at > 0 && isLetterCode(codes[at - 1])) return at;
  return fits(codes, at, to, MONTH_FIRST) ? momentEnd(codes, at + MONTH_FIRST.marks.length, to, at) : at;
}

/** Neither a number nor a part of one, nor of an address, stands before a moment. */
const beginsAfter = (code: number): boolean =>
  !isDigitCode(code) &&
  !isLetterCode(code) &&
  code !== 45 &&
  code !== 46 &&
  code !== 58 &&
  code !== 47 &&
  code !== 95;

function fits(codes: Uint16Array, at: number, to: number, { marks, month }: Form): boolean {
  if (at + marks.length > to) return false;
  for (let index = 0; index < marks.length; index++)
    if (((KINDS[codes[at + index] ?? 0] ?? 0) & (marks[index] ?? 0)) === 0) return false;
  if (month < 0) return true;
  const name = at + month;
  return MONTHS.has(monthKey(codes[name], codes[name + 1], codes[name + 2]));
}

/**
 * Behind fractions of a second and the offset of a zone; `at` when it goes on as a moment does not. What stands in the codes from `to` on
 * is of another text.
 */
function momentEnd(codes: Uint16Array, past: number, to: number, at: number): number {
  let end = past;
  const mark = codes[end];
  if ((mark === 46 || mark === 44) && end + 1 < to && isDigitCode(codes[end + 1]))
    for (end++; end < to && isDigitCode(codes[end]); ) end++;
  if (end < to && codes[end] === 90) end++;
  else end = zoneEnd(codes, end, to);
  const after = end < to ? (codes[end] ?? 32) : 32;
  if (after <= 32 || after === 93 || after === 41 || after === 44 || after === 34) return end;
  // What was then is told behind a colon; without a blank behind that the numbers may go on.
  return after === 58 && end + 1 < to && codes[end + 1] === 32 ? end : at;
}

/** `+02:00`, `-0500`, with a blank before it or none. */
function zoneEnd(codes: Uint16Array, past: number, to: number): number {
  let end = past < to && codes[past] === 32 ? past + 1 : past;
  if (end >= to) return past;
  const sign = codes[end];
  if (sign !== 43 && sign !== 45) return past;
  end++;
  for (let digits = 0; digits < 4; digits++, end++) {
    if (digits === 2 && codes[end] === 58) end++;
    if (end >= to || !isDigitCode(codes[end])) return past;
  }
  return end < to && isDigitCode(codes[end]) ? past : end;
}
