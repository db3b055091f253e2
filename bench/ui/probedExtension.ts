import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Range } from '../../src/domain/range';
import { commandIds } from '../../src/ids';
import { repositoryRoot } from '../../test/support/repository';
import { emptyCommand } from './emptyWebview';

/** Keys that open the dashboard over a range, as a link from elsewhere does. */
export const openingKeys: Readonly<Partial<Record<Range, string>>> = {
  '1h': 'Control+Alt+1',
  '7d': 'Control+Alt+7',
  '1y': 'Control+Alt+9',
};

/** Opens a webview that shows nothing. */
export const emptyKey = 'Control+Alt+0';

/** Writes the product into a folder as an unpacked extension whose main file is the probe. */
export function writeProbedExtension(folder: string): void {
  const root = repositoryRoot();
  const manifest = readManifest();
  for (const name of ['dist', 'media', 'l10n', 'package.nls.json']) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.endsWith('.map'),
    });
  }
  const keybindings = Object.entries(openingKeys).map(([range, key]) => ({
    command: commandIds.openDashboard,
    key: key.replace('Control', 'ctrl').toLowerCase(),
    args: { range },
  }));
  const empty = { command: emptyCommand, key: emptyKey.replace('Control', 'ctrl').toLowerCase() };
  const contributes = { ...manifest.contributes, keybindings: [...keybindings, empty] };
  writeExtension(folder, { ...manifest, contributes });
}

/** Writes an extension that does nothing into a folder: what a host is without the product. */
export function writeEmptyExtension(folder: string): void {
  const { publisher, version, engines } = readManifest();
  const activationEvents = ['onStartupFinished'];
  writeExtension(folder, { name: 'nothing', publisher, version, engines, activationEvents });
}

interface Manifest {
  readonly publisher: string;
  readonly version: string;
  readonly engines: unknown;
  readonly contributes: object;
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(repositoryRoot(), 'package.json'), 'utf8')) as Manifest;
}

function writeExtension(folder: string, manifest: object): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, main: './probe.js' }));
  cpSync(join(repositoryRoot(), 'out', 'bench', 'ui', 'probe.js'), join(folder, 'probe.js'));
}
