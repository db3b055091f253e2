/** `node out/test/integration/runIntegration.js [oldest]` runs the integration tests in a real VS Code. */
import { runTests } from '@vscode/test-electron';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostedVsCodeSupported } from '../host/hostPackages';
import { repositoryRoot } from '../support/repository';

const root = repositoryRoot();
const shim = join(root, 'test', 'host', 'vscodeShim.mjs');
/** Undefined: test-electron downloads the desktop VS Code. */
const executable = process.env['VSCODE_EXECUTABLE'] ?? (hostedVsCodeSupported() ? shim : undefined);

async function main(): Promise<void> {
  const [, , edition] = process.argv;
  const { TEST_RESULT_FILE: resultFile } = process.env;
  // The desktop one of that age has a Node that is too old for mocha.
  if (edition === 'oldest' && executable !== shim) {
    console.log('Skipped: the oldest VS Code is tried where it runs hosted, on Linux x64.');
    if (resultFile) writeFileSync(resultFile, JSON.stringify({ skipped: 1 }));
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'integration-tests-'));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  try {
    await runTests({
      ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, 'out', 'test', 'integration', 'index.js'),
      extensionTestsEnv: {
        HOSTED_VSCODE: edition,
        TEST_RESULT_FILE: resultFile ?? join(folder, 'result.json'),
      },
      launchArgs: [workspace, '--disable-extensions'],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 1;
});
