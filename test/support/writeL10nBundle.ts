// `npm run l10n`: writes the texts of the sources into the bundle for translators.
import { writeFileSync } from 'node:fs';
import { l10nBundle, l10nBundlePath } from './l10nBundle';

writeFileSync(l10nBundlePath, `${JSON.stringify(l10nBundle(), null, 2)}\n`);
