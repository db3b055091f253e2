import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productName } from '../../../src/ids';
import { hostedVsCodeSupported } from '../../host/hostPackages';
import { repositoryRoot } from '../../support/repository';
import { openWorkbench, type OpenWorkbench } from '../openWorkbench';

const largestBytes = 1_200_000;

describe('the packaged extension', () => {
  let folder: string;
  let vsix: string;
  let opened: OpenWorkbench | undefined;

  before(function () {
    if (!hostedVsCodeSupported()) this.skip();
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'package-'));
    vsix = join(folder, 'extension.vsix');
    const vsce = join('node_modules', '@vscode', 'vsce', 'vsce');
    const options = ['--no-dependencies', '--allow-missing-repository', '--out', vsix];
    execFileSync(process.execPath, [vsce, 'package', ...options], { cwd: repositoryRoot() });
  });

  after(async () => {
    await opened?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('is small', () => {
    assert.ok(statSync(vsix).size <= largestBytes);
  });

  it('installs and opens its dashboard', async function () {
    this.timeout(60_000);
    opened = await openWorkbench({ vsix });
    const { workbench } = opened;
    await workbench.runCommand(`${productName}: Open Dashboard`);
    const { frame } = workbench.webview(productName);
    await frame.getByRole('heading', { name: 'No MockForge server is answering yet' }).waitFor();
    assert.deepEqual(workbench.webview(productName).takeProblems(), []);
  });
});
