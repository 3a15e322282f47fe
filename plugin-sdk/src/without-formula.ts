/** What a spreadsheet would take for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/**
 * The same where a spreadsheet may see another cell begin: many take the semicolon for what parts cells, whatever the file means, and
 * then quotes around the whole do not hold the text together either.
 */
const WITHIN = /([;\t\r\n][\s"']*)(?=[=+\-@＝＋－＠])/g;
const NUMBER = /^-?\d+(?:[.,]\d+)*$/;

/** Text that a spreadsheet shows as it is and never runs: an apostrophe stands before what would be a formula. @public */
export function withoutFormula(text: string): string {
  const safe = text.replaceAll(WITHIN, "$1'");
  return FORMULA.test(safe) && !NUMBER.test(safe) ? `'${safe}` : safe;
}
