import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Localize } from '../../src/domain/localize';
import { english } from '../../src/sentences/localize';
import { l10nBundlePath } from './l10nBundle';
import { repositoryRoot } from './repository';

/** Texts by their keys: in the bundle the English texts themselves, in the manifest names of their places. */
export type Texts = Readonly<Record<string, string>>;

/** The languages (BCP 47) that there is a bundle in, besides English. */
export function translatedLanguages(): readonly string[] {
  return readdirSync(dirname(l10nBundlePath)).flatMap(
    (name) => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? [],
  );
}

/** Where the texts of the sources are in a language. */
export function bundlePathIn(language: string): string {
  return language === 'en' ? l10nBundlePath : l10nBundlePath.replace(/json$/, `${language}.json`);
}

/** What the sources say in a language. */
export function bundleIn(language: string): Texts {
  return textsOf(bundlePathIn(language));
}

/** What the manifest says in a language. */
export function manifestIn(language: string): Texts {
  const name = language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`;
  return textsOf(join(repositoryRoot(), name));
}

/** Puts texts of the sources, and of the manifest, into a language, as an editor in it does. */
export function localizerInto(language: string): Localize {
  const manifest = manifestIn(language);
  const translated = new Map([
    ...Object.entries(manifestIn('en')).map(([key, text]) => [text, manifest[key]] as const),
    ...Object.entries(bundleIn(language)),
  ]);
  return (text, ...values) => english(translated.get(text) ?? text, ...values);
}

function textsOf(path: string): Texts {
  return JSON.parse(readFileSync(path, 'utf8')) as Texts;
}
