import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productName, settingKeys } from '../../../../src/ids';
import { hostedVsCodeSupported } from '../../../host/hostPackages';
import { demoExtension, packageExtension } from '../../../host/packageExtension';
import { ShortAddress } from '../../../host/shortAddress';
import { LoopbackServer } from '../../../integration/loopbackServer';
import { openWorkbench, type OpenWorkbench } from '../../openWorkbench';
import { packagedExtension } from './packagedExtension';

/** As `npm start` has it: the package, in an editor that no test drives. */
describe('a person with the packaged extension', () => {
  let folder: string | undefined;
  let server: LoopbackServer | undefined;
  let opened: OpenWorkbench | undefined;

  before(async function () {
    if (!hostedVsCodeSupported()) this.skip();
    this.timeout(90_000);
    server = await LoopbackServer.start();
    folder = mkdtempSync(join(tmpdir(), 'person-'));
    const vsix = packagedExtension();
    const demo = join(folder, 'demo.vsix');
    packageExtension(demo, demoExtension);
    server.serve(4, 'GET', '/api/users', 200);
    opened = await openWorkbench({
      vsix: [vsix, demo],
      isDriven: false,
      settings: {
        [settingKeys.scrapeIntervalSeconds]: 1,
        [settingKeys.metricsUrl]: server.url,
        [settingKeys.adminUrl]: server.url,
      },
    });
  });

  after(async () => {
    await opened?.close();
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('sees the dashboard at once, where the demo opens it', async () => {
    assert.ok(opened);
    const { frame } = opened.workbench.webview(productName);
    // Without the driver nothing says when the editor is up: it is starting meanwhile.
    await frame.getByText('Collecting', { exact: true }).waitFor({ timeout: 80_000 });
  });

  it('comes in by an address that is short, and by no other of its server', async () => {
    const door = await ShortAddress.to('http://127.0.0.1:1/long?tkn=secret');
    try {
      const answer = await fetch(door.url, { redirect: 'manual' });
      assert.equal(answer.headers.get('location'), 'http://127.0.0.1:1/long?tkn=secret');
      const other = await fetch(new URL('/', door.url), { redirect: 'manual' });
      assert.deepEqual([other.status, other.headers.get('location')], [404, null]);
    } finally {
      await door.close();
    }
  });

  it('is told by a notification that pops up how the numbers compare with the server', async () => {
    assert.ok(opened);
    const { workbench } = opened;
    await workbench.openContainer(productName);
    await workbench.tree('Top Endpoints').row('/api/users').waitFor();
    await workbench.runCommand(`${productName}: Verify Numbers`);
    await workbench.toasts('Every cell is equal: 4 requests in 1 cell.').waitFor();
    await workbench.screenshot('person-toast');
  });

  it('sees what is wrong with a statement where its result would be', async () => {
    assert.ok(opened);
    const { workbench } = opened;
    await workbench.runCommand(`${productName}: Run SQL...`);
    const box = workbench.quickInput.locator.getByRole('textbox');
    await box.fill('SELECT colour FROM error_events');
    await box.press('Enter');
    const { frame } = workbench.webview('SQL Result');
    await frame.getByRole('alert').getByText('no such column: colour').waitFor();
  });
});
