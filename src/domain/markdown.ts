import { visibleText } from './visibleText';

/** Own words: what Markdown would obey is escaped (CommonMark, section 2.4). */
export function markdownText(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_[\]<>|~#$&]/g, String.raw`\$&`);
}

/**
 * Text of others, such as a path or an error's message, as code: forges find mentions, issues and addresses in any other text,
 * however it is escaped. It may stand in a table, where a code span could not hold every text.
 */
export function markdownCode(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  if (!/[`|]|^ | $/.test(line)) return `\`${line}\``;
  const written = line.replaceAll(/[^\p{L}\p{N} ]/gu, (sign) => `&#${sign.codePointAt(0)};`);
  return `<code>${written}</code>`;
}

/**
 * A table (GitHub Flavored Markdown, section 4.10) that ends with a line feed; the first of `align` letters is the first
 * column's, as of htmlTable: `l` text of others, `o` own words, `r` number.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: string,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const written = rows.map((row) =>
    row.map((cell, i) => (align[i] === 'l' ? markdownCode(cell) : markdownText(cell))),
  );
  const rule = head.map((_, i) => (align[i] === 'r' ? '---:' : '---'));
  return [line(head.map(markdownText)), line(rule), ...written.map(line), ''].join('\n');
}

function oneLine(text: string): string {
  return visibleText(text.replaceAll(/[\n\r\t]/g, ' '));
}
