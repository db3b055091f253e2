import { strict as assert } from 'node:assert';
import { tooltipMarkdown } from '../../../../src/host/surfaces/tooltip';

describe('tooltipMarkdown', () => {
  it('writes a title, sentences, tables and offers below one another', () => {
    const markdown = tooltipMarkdown([
      { title: 'GET /a_b', beside: 'now' },
      { text: 'It *fails*.' },
      { rows: [['Path', '/a|b']] },
      { head: 'Last hour', rows: [['Requests', '4']] },
      { svg: '<svg/>', caption: 'A [week]' },
      {
        offers: [
          { title: 'Help', command: 'a.b' },
          { title: 'Log', command: 'a.c' },
        ],
      },
    ]);
    assert.deepEqual(markdown.split('\n\n'), [
      String.raw`**GET \/a\_b** now`,
      String.raw`It \*fails\*\.`,
      ['|  | |', '|:--|:--|', String.raw`| Path | \/a\|b |`].join('\n'),
      ['| Last hour | |', '|:--|--:|', '| Requests | 4 |'].join('\n'),
      String.raw`![A \[week\]](data:image/svg+xml;base64,PHN2Zy8+)`,
      String.raw`A \[week\]`,
      '[Help](command:a.b) · [Log](command:a.c)',
    ]);
  });
});
