import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  escapeMarkdown,
  pastableText,
  plainLines,
  plainRow,
  plainText,
} from '../../src/host/surfaces/plainText';
import { offeredCommands, tooltipMarkdown } from '../../src/host/surfaces/tooltip';
import { hostileStrings } from './hostileStrings';

/** What VS Code makes a link in notifications and input boxes (microsoft/vscode, src/vs/base/common/linkedText.ts). */
const linkRule = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

/** What it makes an icon in labels (src/vs/base/browser/ui/iconLabel/iconLabels.ts). */
const iconRule = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/;

/** What GitHub's Markdown makes a link without any brackets (github.github.com/gfm, 6.9). */
const addressRule = /(?:https?|ftp):\/\/\w|www\.\w|[\w.+-]+@\w/i;

const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Texts with much of what any of the rules looks for. */
const anyText = fc.oneof(
  fc.constantFrom(...hostileStrings),
  fc.string({
    unit: fc.oneof(
      fc.constantFrom('[', ']', '(', ')', '$', '`', '\\', '<', '>', '@', '\n', '\u001b', '\u0085'),
      fc.constantFrom('[a](command:b)', '$(bug)', 'https://', 'www.', '](', '\u2060'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
  }),
);

describe('hostile texts in notifications, input boxes, picks and the status bar', () => {
  it('are no links and no icons, on one line that the editor does not cut', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const shown of [plainText(text), plainText(plainText(text)), plainRow(text)]) {
          assert.doesNotMatch(shown, linkRule);
          assert.doesNotMatch(shown, iconRule);
          assert.doesNotMatch(shown, unseen);
        }
        assert.ok(plainText(text).replaceAll('\u2060', '').length <= 1001);
      }),
      { numRuns: 2000 },
    );
  });

  it('can be read as they were written', () => {
    const text = 'expected text/plain, got [click](command:a) $(bug)';
    assert.equal(plainText(text).replaceAll('\u2060', ''), text);
  });

  it('hold no address where a row is shown as Markdown again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(plainRow(text), addressRule);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('hostile texts in tooltips', () => {
  it('are nothing that Markdown sees', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.match(escapeMarkdown(text), /^(?:\\[!-/:-@[-`{-~]|[^!-/:-@[-`{-~\n])*$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('change nothing of the Markdown around them, and offer no command', () => {
    for (const text of hostileStrings) {
      const tooltip = [
        { title: text, beside: text },
        { text },
        { rows: [[text, text] as const], head: text },
        { offers: [{ title: text, command: 'ours' }] },
      ];
      assert.deepEqual(offeredCommands(tooltip), ['ours']);
      const markup = tooltipMarkdown(tooltip).replaceAll(/\\[!-/:-@[-`{-~]/g, '');
      assert.equal(markup.match(/\[/g)?.length, 1);
      assert.equal(markup.match(/\(command:/g)?.length, 1);
      assert.equal(markup.match(/\|/g)?.length, 9);
      assert.equal(markup.split('\n').length, 9);
    }
  });
});

describe('hostile texts in the log', () => {
  it('begin no line but their own', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [first = '', ...others] = plainLines(`before ${text}`).split('\n');
        assert.ok(first.startsWith('before '));
        for (const line of others) assert.match(line, /^ {4}/);
        for (const line of [first, ...others]) assert.doesNotMatch(line, unseen);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('hostile texts on the clipboard', () => {
  it('hold nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(pastableText(text).replace(/[\n\t]/g, ''), /[\p{Cc}\p{Bidi_Control}]/u);
      }),
      { numRuns: 2000 },
    );
  });
});
