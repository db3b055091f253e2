import { strict as assert } from 'node:assert';
import { escapeMarkdown, plainLabel } from '../../../../src/host/surfaces/plainText';

describe('plainLabel', () => {
  it('leaves paths of every script as they are', () => {
    assert.equal(plainLabel('GET /api/ключ/:id?x=ü 你好'), 'GET /api/ключ/:id?x=ü 你好');
  });

  it('makes visible what would break the line or reorder it', () => {
    assert.equal(plainLabel('/a\nb\u0000\u202ec\u2028'), '/a\ufffdb\ufffd\ufffdc\ufffd');
  });

  it('cuts what nobody can read', () => {
    assert.equal(plainLabel('x'.repeat(300)), `${'x'.repeat(200)}…`);
  });
});

describe('escapeMarkdown', () => {
  it('leaves nothing for Markdown to see', () => {
    assert.equal(
      escapeMarkdown('a|b [c](command:d) $(e) <f> "g" www.h.i'),
      String.raw`a\|b \[c\]\(command\:d\) \$\(e\) \<f\> \"g\" www\.h\.i`,
    );
  });

  it('keeps a table row in one line', () => {
    assert.equal(escapeMarkdown('a\n| b'), 'a\ufffd\\| b');
  });
});
