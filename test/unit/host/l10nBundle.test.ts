import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { l10nBundle, l10nBundlePath } from '../../support/l10nBundle';
import { localizedTexts } from '../../support/localizedTexts';

describe('the bundle for translators', () => {
  it('has every text of the sources and no other: npm run l10n writes it', () => {
    assert.deepEqual(JSON.parse(readFileSync(l10nBundlePath, 'utf8')), l10nBundle());
  });

  it('can have every text: none is put together, and the webview shows none but of it', () => {
    assert.deepEqual(localizedTexts().unreachable, []);
  });
});
