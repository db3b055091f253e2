// `npm run l10n`: writes the texts of the sources into the bundle for translators, and into those of the languages what is
// new there, still in English, which a test then names.
import { writeFileSync } from 'node:fs';
import { l10nBundle, l10nBundlePath } from './l10nBundle';
import { bundleIn, bundlePathIn, translatedLanguages, type Texts } from './translations';

function write(path: string, texts: Texts): void {
  writeFileSync(path, `${JSON.stringify(texts, null, 2)}\n`);
}

const texts = Object.keys(l10nBundle());
write(l10nBundlePath, l10nBundle());
for (const language of translatedLanguages()) {
  const translated = bundleIn(language);
  const renewed = texts.map((text) => [text, translated[text] ?? text] as const);
  write(bundlePathIn(language), Object.fromEntries(renewed));
}
