import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productName, settingKeys } from '../../src/ids';
import { LoopbackServer } from '../integration/loopbackServer';
import type { OpenWorkbench } from './openWorkbench';

/**
 * Gives the tests of the surrounding `describe` a server that their workbench collects from each second, with the views
 * open; its database is in a folder of its own. Both are gone when the tests are done.
 * @param begin what has happened, and is in the workspace folder, before the server is first asked
 * @returns a function that gives the server once the tests run
 */
export function useServer(
  current: () => OpenWorkbench,
  begin: (server: LoopbackServer, folder: string) => void = () => undefined,
): () => LoopbackServer {
  let server: LoopbackServer | undefined;
  let storage: string;
  before(async () => {
    storage = mkdtempSync(join(tmpdir(), 'served-'));
    server = await LoopbackServer.start();
    const { workbench, folder } = current();
    begin(server, folder);
    await workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.scrapeIntervalSeconds]: 1,
      [settingKeys.adminUrl]: server.url,
      [settingKeys.metricsUrl]: server.url,
    });
    await workbench.openContainer(productName);
  });
  after(async () => {
    await current().workbench.applySettings({
      [settingKeys.storagePath]: undefined,
      [settingKeys.scrapeIntervalSeconds]: undefined,
      [settingKeys.metricsUrl]: 'http://127.0.0.1:2/metrics',
      [settingKeys.adminUrl]: 'http://127.0.0.1:2',
    });
    await server?.stop();
    rmSync(storage, { recursive: true, force: true });
  });
  return () => {
    if (!server) throw new Error('The server is there only while the tests run.');
    return server;
  };
}
