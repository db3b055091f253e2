/** Text as HTML and XML show it; nothing in it becomes markup. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const classNames: Readonly<Record<string, string>> = { o: 'one-line', r: 'number' };

/** A table; the first of `align` letters is the first column's: `l` text, `o` text on one line, `r` number. */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: string,
): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    row
      .map((text, i) => {
        const scope = tag === 'th' ? ' scope="col"' : '';
        const className = classNames[align[i] ?? ''];
        const attribute = className ? ` class="${className}"` : '';
        return `<${tag}${scope}${attribute}>${escapeHtml(text)}</${tag}>`;
      })
      .join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  return `<table><thead><tr>${cells('th', head)}</tr></thead>\n<tbody>${body}</tbody></table>`;
}

/** A part of the page under a heading; the content is HTML. */
export function section(title: string, content: string): string {
  return `<section><h2>${escapeHtml(title)}</h2>\n${content}</section>`;
}
