import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { marked } from 'marked';
import type { Token, Tokens } from 'marked';
import { markdownCode, markdownTable } from '../../../src/domain/markdown';

/** Texts that Markdown, tables, HTML and forges have a meaning for. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...Array.from('`|\\*_[]()<>&#~$!@: ab1./-"\'\n')) }),
  fc.constantFrom('a\\|b', '`', '``', ' a ', '<b>x</b>', '&amp;', '@team', '#12', 'https://a.b'),
);

/** What of a text can be seen on one line. */
function shownAs(written: string): string {
  return written.replaceAll(/[\n\r\t]/g, ' ');
}

const readable = text.filter(
  (written) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(shownAs(written)),
);

/** Addresses become links in words, which is meant. */
const own = readable.filter((written) => !/:\/\/|www\.|@/i.test(written));

function decoded(html: string): string {
  return html
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function rowOf(markdown: string): readonly string[] {
  const [table] = marked.lexer(markdown) as readonly Token[];
  equal(table?.type, 'table');
  return ((table as Tokens.Table).rows[0] ?? []).map(({ tokens }) =>
    marked.Parser.parseInline(tokens),
  );
}

describe('Markdown', () => {
  it('shows any text of others as code, in a cell of its own', () => {
    fc.assert(
      fc.property(fc.array(readable, { minLength: 1, maxLength: 4 }), (texts) => {
        const cells = rowOf(
          markdownTable(
            texts.map(() => 'head'),
            [texts],
            'l'.repeat(texts.length),
          ),
        );
        deepEqual(
          cells.map((html) => decoded(html.replace(/^<code>([^<>]*)<\/code>$/, '$1'))),
          texts.map(shownAs),
        );
      }),
    );
  });

  it('shows own words as they are, in a cell of their own', () => {
    fc.assert(
      fc.property(fc.array(own, { minLength: 1, maxLength: 4 }), (texts) => {
        const cells = rowOf(
          markdownTable(
            texts.map(() => 'head'),
            [texts],
            'o'.repeat(texts.length),
          ),
        );
        deepEqual(
          cells.map(decoded),
          texts.map((written) => shownAs(written).trim()),
        );
      }),
    );
  });

  it('writes what cannot be seen as JSON does', () => {
    equal(markdownCode('a\u202eb'), '`a\\u202eb`');
  });

  it('stands numbers right in their columns', () => {
    equal(
      markdownTable(['Path', 'Requests'], [['/a', '12']], 'lr'),
      '| Path | Requests |\n| --- | ---: |\n| `/a` | 12 |\n',
    );
  });
});
