import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator } from 'playwright-core';
import { extensionId, productName, settingKeys, statusBarItemId } from '../../../../src/ids';
import { repeatedUntil } from '../../pages/repeatedUntil';
import { useWorkbench } from '../../useWorkbench';

/** One click on it would open an editor; other commands write files. */
const link = '[click](command:workbench.action.files.newUntitledFile)';

const contentType = `application/x-${link}-$(bug)`;

describe('a server whose answer names its media type with a link', () => {
  const current = useWorkbench({ viewport: { width: 1440, height: 900 } });
  let answered = contentType;
  let server: Server;
  let address: string;

  before(async () => {
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': answered }).end('mockforge_uptime_seconds 60\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { workbench } = current();
    await workbench.applySettings({
      [settingKeys.metricsUrl]: `${address}/metrics`,
      [settingKeys.adminUrl]: address,
    });
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  /** Shows what the server said as it said it, and nothing to click on and no picture in it. */
  async function isText(shown: Locator): Promise<void> {
    await shown.waitFor();
    const text = (await shown.textContent()) ?? '';
    // Media types are told in lower case.
    const told = text.replaceAll(/[\u2060\u200b]/g, '').toLowerCase();
    assert.ok(told.includes(contentType.toLowerCase()), text);
    assert.equal(await shown.locator('a, .codicon-bug').count(), 0);
  }

  it('is reported in a notification without a link', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Scrape Now`);
    const told = await workbench.notifications('application/x-');
    await isText(told.first().locator('.notification-list-item-message'));
    await workbench.screenshot('hostile-notification');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('is reported above a tree without a link', async () => {
    const { workbench } = current();
    await workbench.openContainer(productName);
    await isText(workbench.page.locator('.tree-explorer-viewlet-tree-view .message').first());
  });

  it('is reported below an input box without a link', async () => {
    const { workbench } = current();
    await workbench.runCommand(`${productName}: Connect to Server...`);
    await workbench.quickInput.choose('Enter an Address...');
    const { locator } = workbench.quickInput;
    await locator.getByText('Connect to Server (1/2): Metrics').waitFor();
    await locator.getByRole('textbox').press('Enter');
    const message = locator.locator('.quick-input-message');
    await message.filter({ hasText: 'application/x-' }).waitFor();
    await workbench.screenshot('hostile-input');
    await isText(message);
    await workbench.quickInput.cancel();
  });

  it('is reported in the hover of the status bar without a link', async () => {
    const { workbench } = current();
    // The item is there once the server was known.
    answered = 'text/plain';
    await workbench.runCommand(`${productName}: Scrape Now`);
    const item = workbench.statusItem(`${extensionId}.${statusBarItemId}`);
    await item.waitFor();
    answered = contentType;
    await workbench.runCommand(`${productName}: Scrape Now`);
    await workbench.notifications('application/x-');
    await workbench.runCommand('Notifications: Clear All Notifications');
    const hover = workbench.page.locator('.workbench-hover:visible');
    const told = hover.filter({ hasText: 'application/x-' }).first().locator('p');
    const line = told.filter({ hasText: 'application/x-' }).first();
    // An item that is drawn anew under the pointer takes its hover away.
    await repeatedUntil(
      () => line.isVisible(),
      async () => {
        await workbench.page.mouse.move(700, 300);
        await item.hover();
        await line.waitFor({ timeout: 3000 }).catch(() => undefined);
      },
      () => item.innerText(),
    );
    await isText(line);
    await workbench.screenshot('hostile-status');
  });
});
