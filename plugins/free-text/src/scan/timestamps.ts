/** Forms in which logs write when something was. `#` is a digit, `?` a digit or a blank, `M` a letter of a month's name, `T` a T or a blank. */
const DATED = ['####-##-##T##:##:##', '####/##/##T##:##:##', '##/MMM/####:##:##:##'];
const MONTH_FIRST = 'MMM ?# ##:##:##';
const TIME_ALONE = '##:##:##';
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec';

const isDigitCode = (code: number): boolean => code >= 48 && code <= 57;
const isLetterCode = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Where the moment ends that begins here with a digit, as logs write it; they are full of them. Else `at`. */
export function timestampEnd(text: string, at: number, to: number): number {
  const isTime = text.charCodeAt(at + 2) === 58;
  const mark = isTime ? 0 : text.charCodeAt(at + 4);
  // Most numbers are none: four looks tell.
  if (!isTime && mark !== 45 && mark !== 47 && text.charCodeAt(at + 2) !== 47) return at;
  if (at > 0 && !beginsAfter(text.charCodeAt(at - 1))) return at;
  if (isTime) return fits(text, at, to, TIME_ALONE) ? momentEnd(text, at + TIME_ALONE.length, to, at) : at;
  for (const form of DATED) if (fits(text, at, to, form)) return momentEnd(text, at + form.length, to, at);
  return at;
}

/** The same for what begins with the short name of a month: `Jan  2 03:04:05`. */
export function monthStampEnd(text: string, at: number, to: number): number {
  if (text.charCodeAt(at + 3) !== 32 || text.charCodeAt(at + 9) !== 58) return at;
  if (at > 0 && isLetterCode(text.charCodeAt(at - 1))) return at;
  return fits(text, at, to, MONTH_FIRST) ? momentEnd(text, at + MONTH_FIRST.length, to, at) : at;
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

function fits(text: string, at: number, to: number, form: string): boolean {
  if (at + form.length > to) return false;
  for (let index = 0; index < form.length; index++) {
    const mark = form.charCodeAt(index);
    const code = text.charCodeAt(at + index);
    if (mark === 35) {
      if (!isDigitCode(code)) return false;
    } else if (mark === 63) {
      if (!isDigitCode(code) && code !== 32) return false;
    } else if (mark === 84) {
      if (code !== 84 && code !== 32) return false;
    } else if (mark === 77) {
      if (!isLetterCode(code)) return false;
    } else if (code !== mark) return false;
  }
  const month = form.indexOf('MMM');
  return month < 0 || MONTHS.includes(text.slice(at + month, at + month + 3));
}

/** Behind fractions of a second and the offset of a zone; `at` when it goes on as a moment does not. */
function momentEnd(text: string, past: number, to: number, at: number): number {
  let end = past;
  const mark = text.charCodeAt(end);
  if ((mark === 46 || mark === 44) && end + 1 < to && isDigitCode(text.charCodeAt(end + 1)))
    for (end++; end < to && isDigitCode(text.charCodeAt(end)); ) end++;
  if (text.charCodeAt(end) === 90) end++;
  else end = zoneEnd(text, end, to);
  const after = end < to ? text.charCodeAt(end) : 32;
  return after <= 32 || after === 93 || after === 41 || after === 44 || after === 34 ? end : at;
}

/** `+02:00`, `-0500`, with a blank before it or none. */
function zoneEnd(text: string, past: number, to: number): number {
  let end = text.charCodeAt(past) === 32 ? past + 1 : past;
  const sign = text.charCodeAt(end);
  if (sign !== 43 && sign !== 45) return past;
  end++;
  for (let digits = 0; digits < 4; digits++, end++) {
    if (digits === 2 && text.charCodeAt(end) === 58) end++;
    if (end >= to || !isDigitCode(text.charCodeAt(end))) return past;
  }
  return end < to && isDigitCode(text.charCodeAt(end)) ? past : end;
}
