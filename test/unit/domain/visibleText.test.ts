import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { visibleLines, visibleText } from '../../../src/domain/visibleText';

/** A character, what it could do, and how it is to be shown. */
const unseen: readonly (readonly [string, string, string])[] = [
  ['\u001b', 'begins an ANSI escape', '\\u001b'],
  ['\u009b', 'is one in a single byte', '\\u009b'],
  ['\0', 'ends a text elsewhere', '\\u0000'],
  ['\u007f', 'deletes', '\\u007f'],
  ['\r', 'begins the line anew', '\\u000d'],
  ['\b', 'goes back', '\\u0008'],
  ['\u202e', 'turns the text round', '\\u202e'],
  ['\u2066', 'isolates a direction', '\\u2066'],
  ['\u061c', 'marks a direction', '\\u061c'],
  ['\u200b', 'is invisible', '\\u200b'],
  ['\ufeff', 'is invisible', '\\ufeff'],
  ['\u{e0041}', 'is invisible', '\\udb40\\udc41'],
  ['\u2028', 'breaks the line', '\\u2028'],
  ['\u2029', 'breaks the line', '\\u2029'],
  ['\u0085', 'breaks the line', '\\u0085'],
  ['\ud800', 'is half a character', '\\ud800'],
];

describe('visibleText', () => {
  for (const [character, effect, shown] of unseen) {
    it(`shows ${shown}, which ${effect}`, () => {
      equal(visibleText(`a${character}b`), `a${shown}b`);
      equal(visibleLines(`a${character}b\n`), `a${shown}b\n`);
    });
  }

  it('leaves what can be seen, and writes a line feed only in one line', () => {
    const seen = 'GET /größe/名前?q=%00 😀 \\ "x" 〜';
    equal(visibleText(seen), seen);
    equal(visibleText('a\nb'), 'a\\u000ab');
    equal(visibleLines('a\nb'), 'a\nb');
  });

  it('leaves JSON the same JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = visibleLines(JSON.stringify({ [text]: [text] }, null, 2));
        equal(/[^\n\P{Cc}]/u.test(json), false);
        deepEqual(JSON.parse(json), JSON.parse(JSON.stringify({ [text]: [text] })));
      }),
    );
  });
});
