import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageExtension } from '../../../host/packageExtension';

let folder: string | undefined;

/** The path of the packaged extension, which is packed when it is first asked for. */
export function packagedExtension(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'package-'));
    packageExtension(join(folder, 'extension.vsix'));
  }
  return join(folder, 'extension.vsix');
}

after(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});
