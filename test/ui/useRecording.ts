import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productName, settingKeys } from '../../src/ids';
import { playRecording } from '../host/playRecording';
import type { ReplayServer } from '../support/replayServer';
import type { OpenWorkbench } from './openWorkbench';
import { DashboardPage } from './pages/dashboardPage';

/** The recording as a server that the workbench has collected from, and on which nothing happens any more. */
export interface PlayedRecording {
  /** Opens the dashboard, or brings it to the front, over the hour that ends now. */
  openDashboard(): Promise<DashboardPage>;
  /** Where the recorded server listens. */
  server(): ReplayServer;
  /** The folder that the database is below. */
  storage(): string;
}

/** A recorded server and the folder of what was collected from it. */
interface Played {
  readonly server: ReplayServer;
  readonly storage: string;
}

let shared: Promise<Played> | undefined;

/**
 * Lets the workbench of the surrounding `describe` collect from the recording, which is played once for all of
 * a file that only look at it.
 * @param isOwn plays it for this `describe` alone, which may do with the server what it likes
 */
export function useRecording(current: () => OpenWorkbench, isOwn = false): PlayedRecording {
  let played: Played | undefined;
  const known = (): Played => {
    if (!played) throw new Error('The recording is played only while the tests run.');
    return played;
  };

  before(async () => {
    played = await (isOwn ? play() : (shared ??= play()));
    const { metricsUrl, adminUrl } = played.server;
    await current().workbench.applySettings({
      [settingKeys.storagePath]: played.storage,
      [settingKeys.metricsUrl]: metricsUrl,
      [settingKeys.adminUrl]: adminUrl,
    });
  });

  after(async () => {
    if (isOwn && played) await end(played);
  });

  return {
    storage: () => known().storage,
    server: () => known().server,
    openDashboard: async () => {
      const { workbench, t } = current();
      await workbench.runCommand(`${productName}: ${t('Open Dashboard')}`);
      const dashboard = new DashboardPage(workbench.webview(productName).frame, t);
      await dashboard.chooseRange('1h');
      await dashboard.endpointRow('/api/users').first().waitFor();
      return dashboard;
    },
  };
}

async function play(): Promise<Played> {
  const storage = mkdtempSync(join(tmpdir(), 'recording-'));
  return { storage, server: await playRecording(storage, true) };
}

async function end({ server, storage }: Played): Promise<void> {
  await server.stop();
  rmSync(storage, { recursive: true, force: true });
}

after(async () => {
  if (shared) await end(await shared);
});
