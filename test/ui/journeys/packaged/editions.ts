import { strict as assert } from 'node:assert';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { productName } from '../../../../src/ids';
import { hostedVsCodeSupported } from '../../../host/hostPackages';
import { bytesAtStart } from '../../../support/bundles';
import { repositoryRoot } from '../../../support/repository';
import { openWorkbench, type OpenWorkbench } from '../../openWorkbench';
import { packagedExtension } from './packagedExtension';

/** Of the package, and of each bundle that the editor loads, with all that it imports at once. */
const largestBytes: Readonly<Record<string, number>> = {
  'extension.vsix': 1_800_000,
  'extension.js': 150_000,
  'targetSession.js': 150_000,
  'commands.js': 150_000,
  'serverCommands.js': 150_000,
  'queries.js': 150_000,
  'laterCommands.js': 150_000,
  'failureTexts.js': 150_000,
  'report.js': 150_000,
  'storeWorker.js': 150_000,
  'queryWorker.js': 150_000,
  'networkThread.js': 150_000,
  'lenses.js': 150_000,
  'trafficBudgets.js': 150_000,
  'watchedAlerts.js': 150_000,
  'definitionWorker.js': 150_000,
  'webview.js': 400_000,
};

describe('the packaged extension', () => {
  let vsix: string;
  let opened: OpenWorkbench | undefined;

  before(function () {
    if (!hostedVsCodeSupported()) this.skip();
    vsix = packagedExtension();
  });

  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('has no file larger than its budget of bytes', () => {
    const dist = join(repositoryRoot(), 'dist');
    const sizes = Object.entries(largestBytes).map(([name, limit]) => {
      const size = name === 'extension.vsix' ? statSync(vsix).size : bytesAtStart(join(dist, name));
      return { name, size, limit };
    });
    assert.deepEqual(
      sizes.filter(({ size, limit }) => size > limit),
      [],
    );
  });

  for (const edition of ['newest', 'oldest'] as const) {
    it(`installs in the ${edition} VS Code, opens its dashboard, and leads from the walkthrough to charts within 30 s`, async () => {
      opened = await openWorkbench({ vsix: [vsix], edition });
      const { workbench } = opened;
      await workbench.runCommand(`${productName}: Open Dashboard`);
      const { frame } = workbench.webview(productName);
      await frame.getByRole('heading', { name: 'No MockForge server is answering yet' }).waitFor();
      assert.deepEqual(workbench.webview(productName).takeProblems(), []);
      await workbench.screenshot(`packaged-${edition}`);
      const begun = Date.now();
      await workbench.runCommand('Welcome: Open Walkthrough...');
      await workbench.quickInput.choose(`Get Started with ${productName}`);
      await workbench.page.getByRole('button', { name: 'Try with sample data' }).click();
      const sample = workbench.webview(`Sample data - ${productName}`);
      await sample.frame.getByRole('img', { name: /^Traffic/ }).waitFor({ timeout: 30_000 });
      const seconds = (Date.now() - begun) / 1000;
      assert.ok(seconds < 30, `The first chart took ${seconds} s.`);
      assert.deepEqual(sample.takeProblems(), []);
      await workbench.screenshot(`packaged-charts-${edition}`);
    });
  }
});
