import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetDatabasePath } from '../../src/domain/target';
import { productName, settingKeys } from '../../src/ids';
import { playRecording } from '../host/playRecording';
import type { ReplayServer } from '../support/replayServer';
import type { OpenWorkbench } from './openWorkbench';
import { DashboardPage } from './pages/dashboardPage';

/** The recording as a server that the workbench has collected from, and on which nothing happens any more. */
export interface PlayedRecording {
  /** Opens the dashboard, or brings it to the front, over the hour that ends now. */
  openDashboard(): Promise<DashboardPage>;
  /** The database that the numbers are in. */
  databaseFile(): string;
}

/** Lets the workbench of the surrounding `describe` collect from the recording. */
export function useRecording(current: () => OpenWorkbench): PlayedRecording {
  let storage: string;
  let server: ReplayServer | undefined;
  let file = '';

  before(async function () {
    this.timeout(60_000);
    storage = mkdtempSync(join(tmpdir(), 'recording-'));
    server = await playRecording(storage, true);
    const { metricsUrl, adminUrl } = server;
    file = join(storage, targetDatabasePath({ metricsUrl, adminUrl }));
    await current().workbench.applySettings({
      [settingKeys.storagePath]: storage,
      [settingKeys.metricsUrl]: metricsUrl,
      [settingKeys.adminUrl]: adminUrl,
    });
  });

  after(async () => {
    await server?.stop();
    rmSync(storage, { recursive: true, force: true });
  });

  return {
    databaseFile: () => file,
    openDashboard: async () => {
      const { workbench } = current();
      await workbench.runCommand(`${productName}: Open Dashboard`);
      const dashboard = new DashboardPage(workbench.webview(productName).frame);
      await dashboard.chooseRange('1h');
      await dashboard.endpointRow('/api/users').first().waitFor();
      return dashboard;
    },
  };
}
