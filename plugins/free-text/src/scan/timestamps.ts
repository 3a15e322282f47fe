/** Forms in which logs write when something was. `#` is a digit, `?` a digit or a blank, `M` a letter of a month's name, `T` a T or a blank. */
const codesOf = (form: string): Uint8Array => Uint8Array.from(form, (mark) => mark.charCodeAt(0));
const DATED = [
  '####-##-##T##:##:##',
  '####/##/##T##:##:##',
  '##/MMM/####:##:##:##',
  '##/##/####T##:##:##',
].map(codesOf);
const MONTH_FIRST = codesOf('MMM ?# ##:##:##');
const TIME_ALONE = codesOf('##:##:##');
const DIGIT = 35;
const DIGIT_OR_BLANK = 63;
const T_OR_BLANK = 84;
const MONTH = 77;

const monthKey = (first = 0, second = 0, third = 0): number => (first << 16) | (second << 8) | third;
const MONTHS: ReadonlySet<number> = new Set(
  'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ').map((name) => monthKey(...codesOf(name))),
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
  if (isTime) return fits(codes, at, to, TIME_ALONE) ? momentEnd(codes, at + TIME_ALONE.length, to, at) : at;
  for (const form of DATED) if (fits(codes, at, to, form)) return momentEnd(codes, at + form.length, to, at);
  return at;
}

/** The same for what begins with the short name of a month: `Jan  2 03:04:05`. */
export function monthStampEnd(codes: Uint16Array, at: number, to: number): number {
  if (codes[at + 3] !== 32 || codes[at + 9] !== 58) return at;
  if (at > 0 && isLetterCode(codes[at - 1])) return at;
  return fits(codes, at, to, MONTH_FIRST) ? momentEnd(codes, at + MONTH_FIRST.length, to, at) : at;
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

function fits(codes: Uint16Array, at: number, to: number, form: Uint8Array): boolean {
  if (at + form.length > to) return false;
  let month = -1;
  for (let index = 0; index < form.length; index++) {
    const mark = form[index];
    const code = codes[at + index] ?? 0;
    if (mark === DIGIT) {
      if (!isDigitCode(code)) return false;
    } else if (mark === DIGIT_OR_BLANK) {
      if (!isDigitCode(code) && code !== 32) return false;
    } else if (mark === T_OR_BLANK) {
      if (code !== 84 && code !== 32) return false;
    } else if (mark === MONTH) {
      if (!isLetterCode(code)) return false;
      if (month < 0) month = at + index;
    } else if (code !== mark) return false;
  }
  return month < 0 || MONTHS.has(monthKey(codes[month], codes[month + 1], codes[month + 2]));
}

/** Behind fractions of a second and the offset of a zone; `at` when it goes on as a moment does not. */
function momentEnd(codes: Uint16Array, past: number, to: number, at: number): number {
  let end = past;
  const mark = codes[end];
  if ((mark === 46 || mark === 44) && end + 1 < to && isDigitCode(codes[end + 1]))
    for (end++; end < to && isDigitCode(codes[end]); ) end++;
  if (codes[end] === 90) end++;
  else end = zoneEnd(codes, end, to);
  const after = end < to ? (codes[end] ?? 32) : 32;
  if (after <= 32 || after === 93 || after === 41 || after === 44 || after === 34) return end;
  // What was then is told behind a colon; without a blank behind that the numbers may go on.
  return after === 58 && codes[end + 1] === 32 ? end : at;
}

/** `+02:00`, `-0500`, with a blank before it or none. */
function zoneEnd(codes: Uint16Array, past: number, to: number): number {
  let end = codes[past] === 32 ? past + 1 : past;
  const sign = codes[end];
  if (sign !== 43 && sign !== 45) return past;
  end++;
  for (let digits = 0; digits < 4; digits++, end++) {
    if (digits === 2 && codes[end] === 58) end++;
    if (end >= to || !isDigitCode(codes[end])) return past;
  }
  return end < to && isDigitCode(codes[end]) ? past : end;
}
