import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { productName, settingKeys } from '../../../src/ids';
import type { Settings } from '../../host/hostedVsCode';
import { playRecording } from '../../host/playRecording';
import type { Scene, Stage } from './stage';

/** How long the server of the stale dashboard has been gone. */
const goneMs = 3 * 60_000;

/** A long range is read while the process that would answer is held. */
export const loading: Scene = async ({ window, storage }) => {
  const dashboard = await window.openDashboard();
  const collector = collectingProcess(storage);
  process.kill(collector, 'SIGSTOP');
  try {
    await dashboard.chooseRange('7d');
    await dashboard.frame.getByText('Reading 7 days…').waitFor();
    await window.picture('loading');
  } finally {
    process.kill(collector, 'SIGCONT');
  }
};

/** The first seconds of collecting: next to nothing of the range is there. */
export const justStarted: Scene = async ({ window, storage }) => {
  await window.workbench.applySettings({
    [settingKeys.storagePath]: mkdtempSync(join(storage, 'started-')),
  });
  await window.openDashboard();
  await window.wholePicture('just-started');
};

/** The server is gone for minutes. */
export const stale: Scene = async (stage) => {
  const { window } = stage;
  const { settings } = await goneServer(stage, Date.now() - goneMs);
  await window.workbench.applySettings(settings);
  const { frame } = await window.openDashboard();
  await frame.getByText('No answer from').first().waitFor();
  for (const width of [1440, 800, 420]) {
    await window.resize(width);
    await window.wholePicture(`stale-${width}`);
  }
};

/** Something else answers where the server was. */
export const failing: Scene = async (stage) => {
  const { window } = stage;
  const { settings, port } = await goneServer(stage, Date.now());
  const other = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<p>Hello');
  });
  other.listen(port, '127.0.0.1');
  await once(other, 'listening');
  await window.workbench.applySettings(settings);
  const { frame } = await window.openDashboard();
  await frame.getByText('answered with a web page').first().waitFor();
  for (const width of [1440, 800, 420]) {
    await window.resize(width);
    await window.picture(`failing-${width}`);
  }
  other.closeAllConnections();
  other.close();
};

/** Nothing was ever collected. */
export const empty: Scene = async ({ window, storage }) => {
  await window.workbench.applySettings({
    [settingKeys.storagePath]: mkdtempSync(join(storage, 'empty-')),
    [settingKeys.metricsUrl]: 'http://127.0.0.1:2/metrics',
    [settingKeys.adminUrl]: 'http://127.0.0.1:2',
  });
  await window.workbench.runCommand(`${productName}: Open Dashboard`);
  const { frame } = window.dashboard;
  await frame.getByRole('heading', { name: 'No MockForge server is answering yet' }).waitFor();
  for (const width of [1440, 800, 420]) {
    await window.resize(width);
    await window.picture(`empty-${width}`);
  }
};

interface GoneServer {
  /** Those that collect from it. */
  readonly settings: Settings;
  /** Where its metrics were. */
  readonly port: number;
}

/** A recording that was collected until a moment (unix ms), and whose server is gone. */
async function goneServer({ storage }: Stage, endsAt: number): Promise<GoneServer> {
  const folder = mkdtempSync(join(storage, 'gone-'));
  const server = await playRecording(folder, true, endsAt);
  const settings = {
    [settingKeys.storagePath]: folder,
    [settingKeys.metricsUrl]: server.metricsUrl,
    [settingKeys.adminUrl]: server.adminUrl,
  };
  const port = Number(new URL(server.metricsUrl).port);
  await server.stop();
  return { settings, port };
}

/** The process that collects into the database below a folder. */
function collectingProcess(storage: string): number {
  const names = readdirSync(storage, { recursive: true, encoding: 'utf8' });
  const lock = names.find((name) => name.endsWith('.sqlite-lock'));
  if (lock === undefined) throw new Error('Nobody collects.');
  return (JSON.parse(readFileSync(join(storage, lock), 'utf8')) as { process: number }).process;
}
