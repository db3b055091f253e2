import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { l10nBundle, l10nBundlePath } from '../../support/l10nBundle';
import { localizedTexts } from '../../support/localizedTexts';

describe('the bundle for translators', () => {
  it('has exactly the texts of the sources (npm run l10n writes it)', () => {
    assert.deepEqual(JSON.parse(readFileSync(l10nBundlePath, 'utf8')), l10nBundle());
  });

  it('can hold every text: none is concatenated, and the webview shows no other', () => {
    assert.deepEqual(localizedTexts().unreachable, []);
  });
});
