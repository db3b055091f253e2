import { join } from 'node:path';
import { localizedTexts } from './localizedTexts';
import { repositoryRoot } from './repository';

/** Where translators find the texts; a translation stands beside it as `bundle.l10n.<language>.json`. */
export const l10nBundlePath = join(repositoryRoot(), 'l10n', 'bundle.l10n.json');

/** The bundle that belongs to the sources: every text by itself, as VS Code asks for it. */
export function l10nBundle(): Readonly<Record<string, string>> {
  return Object.fromEntries(localizedTexts().keys.map((text) => [text, text]));
}
