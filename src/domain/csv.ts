/**
 * A table as CSV (RFC 4180): the only writer of it, for files and for pipes. What a server sent is text, and CSV ends
 * up in spreadsheets: cells that one would take for a formula begin with an apostrophe, also where the next reader is
 * a program, since nobody knows who opens the file after it. So CSV is not exact for these texts, and JSON is for
 * whoever needs them exact. What text files cannot hold (NUL, half a surrogate pair) is written as U+FFFD. Numbers
 * stay numbers.
 * @param lineBreak what ends a row: RFC 4180's for files, a line feed for pipes, where line tools read on
 */
export function csvText(
  rows: readonly (readonly (string | number | null)[])[],
  lineBreak: '\r\n' | '\n' = '\r\n',
): string {
  return rows.map((row) => row.map(csvCell).join(',')).join(lineBreak) + lineBreak;
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
