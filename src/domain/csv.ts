/** How a table is laid out as text. */
interface CsvLayout {
  /** What ends a row: RFC 4180's for files, a line feed for pipes, where line tools read on. */
  readonly lineBreak?: '\r\n' | '\n';
  /** What parts cells: a tab for the clipboard, which spreadsheets take for the next cell. */
  readonly separator?: ',' | '\t';
}

/**
 * A table as CSV (RFC 4180): the only writer of it, for files, pipes and the clipboard. What a server sent is text, and
 * CSV ends up in spreadsheets: cells that one would take for a formula begin with an apostrophe, also where the next
 * reader is a program, since nobody knows who opens the file after it. So CSV is not exact for these texts, and JSON is
 * for whoever needs them exact. What text files cannot hold (NUL, half a surrogate pair) is written as U+FFFD. Numbers
 * stay numbers, also negative ones and those that come as text since they have too many digits.
 */
export function csvText(
  rows: readonly (readonly (string | number | null)[])[],
  { lineBreak = '\r\n', separator = ',' }: CsvLayout = {},
): string {
  const line = (row: readonly (string | number | null)[]): string =>
    row.map((value) => csvCell(value, separator)).join(separator);
  return rows.map(line).join(lineBreak) + lineBreak;
}

/** In front of a file of csvText, it tells a spreadsheet that the text is UTF-8. */
export const byteOrderMark = '\ufeff';

/** What spreadsheets take for the beginning of a formula; the wide signs where the language has them. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/** What begins like a formula and is none: it is worth what it says. */
const negativeNumber = /^-\d+(\.\d+)?$/;

const notText = /\0|\p{Surrogate}/gu;

function csvCell(value: string | number | null, separator: string): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = value.replace(notText, '\ufffd');
  const isFormula = formulaStart.test(text) && !negativeNumber.test(text);
  const defused = isFormula ? `'${text}` : text;
  return /["\r\n]/.test(defused) || defused.includes(separator)
    ? `"${defused.replaceAll('"', '""')}"`
    : defused;
}
