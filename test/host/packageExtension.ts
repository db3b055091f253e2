import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository';

/** What opens the dashboard in the editor of `npm start`. */
export const demoExtension = join(repositoryRoot(), 'test', 'host', 'demo');

/**
 * Packages the extension as it was built, as `npm run package` does: some 3 s.
 * @param vsix absolute path of the package to write
 * @param folder another extension in place of this one
 * @throws Error when `vsce` fails
 */
export function packageExtension(vsix: string, folder = repositoryRoot()): void {
  const vsce = join(repositoryRoot(), 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  execFileSync(process.execPath, [vsce, 'package', ...options], { cwd: folder });
}
