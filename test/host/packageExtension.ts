import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository';

/**
 * Packages the extension as it was built, as `npm run package` does: some 3 s.
 * @param vsix absolute path of the package to write
 * @throws Error when `vsce` fails
 */
export function packageExtension(vsix: string): void {
  const root = repositoryRoot();
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--out', vsix];
  execFileSync(process.execPath, [vsce, 'package', ...options], { cwd: root });
}
