import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../support/repository';
import { openForPerson } from './openForPerson';
import { playRecording } from './playRecording';

/** `npm start`: VS Code with the extension, on the bundled recording or on a server of the person's own. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'metrics-url': { type: 'string' }, 'admin-url': { type: 'string' } },
  });
  const root = repositoryRoot();
  const folder = join(root, 'out', 'start', 'shop');
  const storage = join(root, 'out', 'start', 'storage');
  rmSync(join(root, 'out', 'start'), { recursive: true, force: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  cpSync(join(root, 'test', 'fixtures', 'shop.openapi.json'), join(folder, 'openapi.json'));

  const own = values['metrics-url'];
  const server = own === undefined ? await playRecording(storage) : undefined;
  const settings = {
    'mockforgeAnalytics.metrics.url': own ?? server?.metricsUrl,
    'mockforgeAnalytics.admin.url': server?.adminUrl ?? values['admin-url'],
    ...(server ? { 'mockforgeAnalytics.storage.path': storage } : {}),
  };
  writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings, null, 2));
  console.log(
    server
      ? `A recording of a real MockForge is played at ${server.metricsUrl}.`
      : `Collecting from ${String(own)}.`,
  );
  console.log('Click the error rate in the status bar to open the dashboard.');
  await openForPerson({ folder, extensionPath: root });
  await server?.stop();
}

void main();
