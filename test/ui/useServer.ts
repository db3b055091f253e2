import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productName, settingKeys } from '../../src/ids';
import { LoopbackServer } from '../integration/loopbackServer';
import type { OpenWorkbench } from './openWorkbench';

/**
 * Gives the tests of the surrounding `describe` a server that their workbench collects from each second, with the views
 * open; its database is in a folder of its own. Both are gone when the tests are done, and what came into the workspace.
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
    await server?.stop();
    rmSync(storage, { recursive: true, force: true });
    const { folder } = current();
    for (const name of readdirSync(folder)) {
      if (name !== '.vscode') rmSync(join(folder, name), { recursive: true });
    }
  });
  return () => {
    if (!server) throw new Error('The server is there only while the tests run.');
    return server;
  };
}
