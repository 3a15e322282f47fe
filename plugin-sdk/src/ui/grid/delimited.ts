import { withoutFormula } from '../../without-formula.ts';

function delimited(rows: readonly (readonly string[])[], delimiter: string, lineEnd: string): string {
  const field = (text: string): string => {
    const safe = withoutFormula(text);
    return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => row.map(field).join(delimiter)).join(lineEnd);
}

/** Comma-separated values as RFC 4180 has them, guarded against formulas. @public */
export const toCsv = (rows: readonly (readonly string[])[]): string => `${delimited(rows, ',', '\r\n')}\r\n`;

/** Tab-separated values as spreadsheets put them on the clipboard, guarded against formulas. @public */
export const toTsv = (rows: readonly (readonly string[])[]): string => delimited(rows, '\t', '\n');
