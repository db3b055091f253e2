/**
 * A table as CSV (RFC 4180). What a server sent is text: cells that a spreadsheet would take for a formula begin with
 * an apostrophe, and what text files cannot hold (NUL, half a surrogate pair) is written as U+FFFD. Numbers stay
 * numbers.
 */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

/** In front of a file of csvText, it tells a spreadsheet that the text is UTF-8. */
export const byteOrderMark = '\ufeff';

/** What spreadsheets take for the beginning of a formula; the wide signs where the language has them. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

const notText = /\0|\p{Surrogate}/gu;

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = value.replace(notText, '\ufffd');
  const defused = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}
